// Test runs an image's program in a sandbox of the build, and asks whether it does what it should:
//
//	test PLAN
//
// PLAN is a file of JSON. It starts as root, since it makes the sandbox; what it starts has the user of
// the image. It needs no shell, no file of the image, and no network but the loopback. It prints
// nothing where all is as it should be.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type plan struct {
	User        string   `json:"user"`
	Environment []string `json:"environment"`
	Folder      string   `json:"folder"`
	// Folders that an engine mounts, which anybody may write.
	Temporary []string `json:"temporary"`
	// Whether processes keep the capabilities that a build has.
	Capable bool     `json:"capable"`
	Run     *command `json:"run"`
	Service *service `json:"service"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, strings.TrimRight(err.Error(), "\n"))
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: test PLAN")
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var plan plan
	if err := json.Unmarshal(text, &plan); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	box, err := plan.sandbox()
	if err != nil {
		return err
	}
	if plan.Service != nil {
		return plan.Service.test(box)
	}
	return plan.Run.test(box)
}
