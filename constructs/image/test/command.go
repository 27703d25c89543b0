package main

import (
	"fmt"
	"strings"
	"time"
)

// command is a program that ends by itself, and what is expected of it.
type command struct {
	Args    []string `json:"args"`
	Status  int      `json:"status"`
	Stdout  *pattern `json:"stdout"`
	Stderr  *pattern `json:"stderr"`
	Seconds float64  `json:"seconds"`
}

func (c *command) test(box sandbox) error {
	process, err := box.start(c.Args)
	if err != nil {
		return err
	}
	name := strings.Join(c.Args, " ")
	limit := seconds(c.Seconds)
	if !process.endsWithin(limit) {
		return fmt.Errorf("%s did not end within %s%s", name, limit, process.wrote("it"))
	}
	if status := process.status(); status != c.Status {
		return fmt.Errorf("%s ended with status %d, expected %d%s", name, status, c.Status, process.wrote("it"))
	}
	for _, stream := range []struct {
		name     string
		expected *pattern
		wrote    *text
	}{{"stdout", c.Stdout, process.stdout}, {"stderr", c.Stderr, process.stderr}} {
		found, err := stream.expected.isIn(stream.wrote.String())
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("%s: %s is not in its %s%s", name, stream.expected, stream.name, process.wrote("it"))
		}
	}
	return nil
}

func seconds(number float64) time.Duration {
	return time.Duration(number * float64(time.Second))
}
