//go:build !tls

package main

import (
	"errors"
	"net"
	"time"
)

func dialTLS(string, string, time.Time) (net.Conn, error) {
	return nil, errors.New("this probe was made without TLS")
}
