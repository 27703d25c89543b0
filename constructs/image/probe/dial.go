package main

import (
	"net"
	"time"
)

// dial connects, and holds all that is done with the connection to the deadline.
func dial(network, address string, deadline time.Time) (net.Conn, error) {
	dialer := net.Dialer{Deadline: deadline}
	connection, err := dialer.Dial(network, address)
	if err != nil {
		return nil, err
	}
	return connection, connection.SetDeadline(deadline)
}

func askTCP(address string, deadline time.Time) error {
	return connects("tcp", address, deadline)
}

func askUnix(path string, deadline time.Time) error {
	return connects("unix", path, deadline)
}

func connects(network, address string, deadline time.Time) error {
	connection, err := dial(network, address, deadline)
	if err != nil {
		return err
	}
	return connection.Close()
}
