// Probe asks a service of the same container whether it works: exit code 0 where it does.
//
//	probe KIND TARGET [TIMEOUT]
//
// ${NAME} in the target is what the environment has. It needs no file, no shell and no network but
// the loopback.
package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

type ask func(target string, deadline time.Time) error

var kinds = map[string]ask{
	"dns":  askDNS,
	"grpc": askGRPC,
	"http": askHTTP,
	"rtsp": askRTSP,
	"tcp":  askTCP,
	"unix": askUnix,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Println("unhealthy:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 && len(args) != 3 {
		return fmt.Errorf("usage: probe KIND TARGET [TIMEOUT]")
	}
	kind, ok := kinds[args[0]]
	if !ok {
		return fmt.Errorf("there is no probe %q", args[0])
	}
	timeout := 30 * time.Second
	if len(args) == 3 {
		given, err := time.ParseDuration(args[2])
		if err != nil {
			return err
		}
		timeout = given
	}
	target, err := expand(args[1])
	if err != nil {
		return err
	}
	return kind(target, time.Now().Add(timeout))
}

// expand puts variables in the place of their names. Nothing stands in for one that is not set.
func expand(text string) (string, error) {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		out.WriteString(before)
		if !found {
			return out.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		value, set := os.LookupEnv(name)
		if !closed || !set {
			return "", fmt.Errorf("the variable %q is not set", name)
		}
		out.WriteString(value)
		text = after
	}
}
