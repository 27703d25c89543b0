package main

import (
	"fmt"
	"strconv"
	"syscall"
	"time"
)

// service is a program that runs until it is told to stop.
type service struct {
	Args []string `json:"args"`
	// What tells that it works; the first question where the image has nothing that does.
	Healthcheck  *command   `json:"healthcheck"`
	Questions    []question `json:"questions"`
	StartSeconds float64    `json:"startSeconds"`
	StopSignal   string     `json:"stopSignal"`
	StopSeconds  float64    `json:"stopSeconds"`
	// Statuses that it may end with; nil for 0, and that of the signal.
	StopStatus []int `json:"stopStatus"`
}

const pause = 100 * time.Millisecond

func (s *service) test(box sandbox) error {
	process, err := box.start(s.Args)
	if err != nil {
		return err
	}
	err = s.testRunning(process, box)
	if err != nil {
		return fmt.Errorf("%w%s", err, process.wrote("the service"))
	}
	return nil
}

func (s *service) testRunning(process *process, box sandbox) error {
	if err := s.awaitHealth(process, box); err != nil {
		return err
	}
	for _, question := range s.Questions {
		if err := question.ask(box); err != nil {
			return err
		}
	}
	if process.hasEnded() {
		return fmt.Errorf("the service ended with status %d", process.status())
	}
	return s.stop(process)
}

func (s *service) awaitHealth(process *process, box sandbox) error {
	what, ask := "was not healthy", s.Healthcheck.test
	if s.Healthcheck == nil {
		what, ask = "did not answer", s.Questions[0].ask
	}
	limit := seconds(s.StartSeconds)
	for deadline := time.Now().Add(limit); ; time.Sleep(pause) {
		err := ask(box)
		if process.hasEnded() {
			return fmt.Errorf("the service ended with status %d", process.status())
		}
		if err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the service %s within %s: %w", what, limit, err)
		}
	}
}

// stop tells it to end. Process 1 of a container, which it is there and not here, does not end by a
// signal that it has no handler for.
func (s *service) stop(process *process) error {
	number, err := signalNumber(s.StopSignal)
	if err != nil {
		return err
	}
	id := process.command.Process.Pid
	signal := syscall.Signal(number)
	if signal != syscall.SIGKILL && !hears(id, number) {
		return fmt.Errorf("the service has no handler for %s: as process 1 of a container it does not end by it, and is killed after a time", s.StopSignal)
	}
	if err := syscall.Kill(id, signal); err != nil {
		return err
	}
	limit := seconds(s.StopSeconds)
	if !process.endsWithin(limit) {
		return fmt.Errorf("the service did not end within %s of %s", limit, s.StopSignal)
	}
	expected := s.StopStatus
	if expected == nil {
		expected = []int{0, 128 + number}
	}
	for _, status := range expected {
		if status == process.status() {
			return nil
		}
	}
	return fmt.Errorf("the service ended by %s with status %d, expected one of %v", s.StopSignal, process.status(), expected)
}

// hears tells whether a process handles a signal, or waits for it.
func hears(process, signal int) bool {
	id := strconv.Itoa(process)
	return (statusBits(id, "SigCgt")|statusBits(id, "SigBlk"))>>(signal-1)&1 == 1
}
