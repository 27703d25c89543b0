package main

import (
	"fmt"
	"strconv"
	"strings"
)

// Numbers of signals, signal(7).
var signals = map[string]int{
	"HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "IOT": 6, "BUS": 7, "FPE": 8, "KILL": 9,
	"USR1": 10, "SEGV": 11, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "STKFLT": 16, "CHLD": 17,
	"CLD": 17, "CONT": 18, "STOP": 19, "TSTP": 20, "TTIN": 21, "TTOU": 22, "URG": 23, "XCPU": 24,
	"XFSZ": 25, "VTALRM": 26, "PROF": 27, "WINCH": 28, "IO": 29, "POLL": 29, "PWR": 30, "SYS": 31,
	"RTMIN": 34, "RTMAX": 64,
}

// signalNumber reads a signal as image configs have it: SIGTERM, SIGRTMIN+3, 15.
func signalNumber(text string) (int, error) {
	if number, err := strconv.Atoi(text); err == nil {
		return number, nil
	}
	name := strings.TrimPrefix(text, "SIG")
	at := strings.IndexAny(name, "+-")
	if at < 0 {
		at = len(name)
	}
	number, known := signals[name[:at]]
	if !known {
		return 0, fmt.Errorf("there is no signal %q", text)
	}
	if at < len(name) {
		more, err := strconv.Atoi(name[at:])
		if err != nil {
			return 0, fmt.Errorf("there is no signal %q", text)
		}
		number += more
	}
	return number, nil
}
