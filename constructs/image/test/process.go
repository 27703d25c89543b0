package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// How much is kept of what a process writes, and how much of it is shown.
const (
	maxKept  = 1 << 20
	maxShown = 16 << 10
)

// text is the end of what a process wrote.
type text struct {
	lock  sync.Mutex
	bytes []byte
}

func (t *text) Write(more []byte) (int, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.bytes = append(t.bytes, more...)
	if len(t.bytes) > maxKept {
		t.bytes = append([]byte(nil), t.bytes[len(t.bytes)-maxKept/2:]...)
	}
	return len(more), nil
}

func (t *text) String() string {
	t.lock.Lock()
	defer t.lock.Unlock()
	return string(t.bytes)
}

// process is a program that was started.
type process struct {
	command             *exec.Cmd
	stdout, stderr, all *text
	// Closed once it has ended, and what it wrote is read.
	ended chan struct{}
}

func follow(command *exec.Cmd) (*process, error) {
	p := &process{command: command, stdout: &text{}, stderr: &text{}, all: &text{}, ended: make(chan struct{})}
	var reading sync.WaitGroup
	var writers []*os.File
	for _, own := range []*text{p.stdout, p.stderr} {
		reader, writer, err := os.Pipe()
		if err != nil {
			return nil, err
		}
		writers = append(writers, writer)
		reading.Add(1)
		go func(own *text) {
			defer reading.Done()
			io.Copy(io.MultiWriter(own, p.all), reader)
		}(own)
	}
	// Files, so that the end of the process is not that of all that it has started.
	command.Stdout, command.Stderr = writers[0], writers[1]
	err := command.Start()
	for _, writer := range writers {
		writer.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be started: %w", command.Args[0], err)
	}
	go func() {
		command.Wait()
		read := make(chan struct{})
		go func() { reading.Wait(); close(read) }()
		select {
		case <-read:
		case <-time.After(time.Second): // what it left behind still holds the pipe
		}
		close(p.ended)
	}()
	return p, nil
}

// endsWithin waits for its end, and kills it after that time.
func (p *process) endsWithin(limit time.Duration) bool {
	select {
	case <-p.ended:
		return true
	case <-time.After(limit):
		syscall.Kill(-p.command.Process.Pid, syscall.SIGKILL)
		<-p.ended
		return false
	}
}

func (p *process) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// status is the exit status, as a shell and engines tell it: 128 and the number of a signal.
func (p *process) status() int {
	state := p.command.ProcessState.Sys().(syscall.WaitStatus)
	if state.Signaled() {
		return 128 + int(state.Signal())
	}
	return state.ExitStatus()
}

// wrote shows what the process wrote, or that it wrote nothing.
func (p *process) wrote(who string) string {
	return shown(who+" wrote", p.all.String())
}

func shown(what, content string) string {
	if content == "" {
		return "\n" + what + " nothing"
	}
	if cut := len(content) - maxShown; cut > 0 {
		content = "…" + content[cut:]
	}
	return "\n" + what + ":\n" + content
}
