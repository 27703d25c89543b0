package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// Of Linux, which package syscall does not name.
const (
	capNetBindService = 10
	prCapBSetDrop     = 24
	prSetNoNewPrivs   = 38
)

// sandbox is what processes of a test have in common.
type sandbox struct {
	attributes syscall.SysProcAttr
}

// sandbox makes this process what processes of the image begin as: its variables, its folder, without
// ways to more rights.
func (p plan) sandbox() (sandbox, error) {
	account, err := findUser(p.User)
	if err != nil {
		return sandbox{}, err
	}
	for _, folder := range p.Temporary {
		if err := os.Chmod(folder, 0o1777|os.ModeSticky); err != nil {
			return sandbox{}, err
		}
	}
	os.Clearenv()
	os.Setenv("HOME", account.home)
	for _, variable := range p.Environment {
		name, value, _ := strings.Cut(variable, "=")
		os.Setenv(name, value)
	}
	if err := os.Chdir(p.Folder); err != nil {
		return sandbox{}, fmt.Errorf("the folder that the process starts in: %w", err)
	}
	box := sandbox{syscall.SysProcAttr{
		Credential: &syscall.Credential{Uid: account.uid, Gid: account.gid, Groups: account.groups},
		Setpgid:    true,
	}}
	if p.Capable {
		return box, nil
	}
	// Engines let any user listen on any port. Here it takes the capability, and no other is left.
	if hasCapability(capNetBindService) {
		box.attributes.AmbientCaps = []uintptr{capNetBindService}
	}
	return box, forgoRights()
}

// forgoRights holds for all threads, and for all processes that they start.
func forgoRights() error {
	for capability := uintptr(0); capability < 64; capability++ {
		if capability == capNetBindService || !hasCapability(capability) {
			continue
		}
		if err := control(prCapBSetDrop, capability); err != nil {
			return fmt.Errorf("capability %d cannot be dropped: %w", capability, err)
		}
	}
	return control(prSetNoNewPrivs, 1)
}

func control(option, value uintptr) error {
	if _, _, errno := syscall.AllThreadsSyscall6(syscall.SYS_PRCTL, option, value, 0, 0, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

func hasCapability(number uintptr) bool { return statusBits("self", "CapBnd")>>number&1 == 1 }

// statusBits reads a field of bits of a process.
func statusBits(process, field string) uint64 {
	text, err := os.ReadFile("/proc/" + process + "/status")
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(text), "\n") {
		if name, value, _ := strings.Cut(line, ":"); name == field {
			bits, _ := strconv.ParseUint(strings.TrimSpace(value), 16, 64)
			return bits
		}
	}
	return 0
}

// start starts a program as the image would; nothing can be read from its input.
func (b sandbox) start(args []string) (*process, error) {
	path, err := exec.LookPath(args[0])
	if err != nil {
		return nil, fmt.Errorf("%s cannot be started: %w", args[0], err)
	}
	attributes := b.attributes
	command := &exec.Cmd{Path: path, Args: args, SysProcAttr: &attributes}
	return follow(command)
}
