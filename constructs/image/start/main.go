// Start prepares what a service needs and becomes the service:
//
//	start PLAN PROGRAM [ARGUMENT...]
//
// PLAN is a file of JSON: folders that are made, files that are written with values of variables, and
// what runs once, on an empty volume. It needs no shell. PROGRAM takes its place in the same process.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"syscall"
)

type plan struct {
	Variables map[string]variable `json:"variables"`
	Folders   []string            `json:"folders"`
	Files     []file              `json:"files"`
	Once      *once               `json:"once"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "start:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("usage: start PLAN PROGRAM [ARGUMENT...]")
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var plan plan
	if err := json.Unmarshal(text, &plan); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	if err := plan.prepare(); err != nil {
		return err
	}
	program := args[1:]
	if err := syscall.Exec(program[0], program, os.Environ()); err != nil {
		return fmt.Errorf("%s: %w", program[0], err)
	}
	return nil
}

func (p plan) prepare() error {
	values, err := valuesOf(p.Variables)
	if err != nil {
		return err
	}
	for _, folder := range p.Folders {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	for _, file := range p.Files {
		if err := file.write(values); err != nil {
			return err
		}
	}
	if p.Once == nil {
		return nil
	}
	return p.Once.do(values)
}
