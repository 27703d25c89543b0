package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Frames of HTTP/2 and their flags, RFC 9113.
const (
	frameData     = 0
	frameHeaders  = 1
	frameReset    = 3
	frameSettings = 4
	framePing     = 6
	frameGoAway   = 7

	flagEnd     = 0x1 // of a stream; of settings and pings, that they were seen
	flagHeaders = 0x4
	flagPadded  = 0x8
)

const serving = 1

// askGRPC calls grpc.health.v1.Health/Check of HOST:PORT[/SERVICE], without TLS.
//
// Headers of the answer are not read: the message says all.
func askGRPC(target string, deadline time.Time) error {
	address, service, _ := strings.Cut(target, "/")
	connection, err := dial("tcp", address, deadline)
	if err != nil {
		return err
	}
	defer connection.Close()
	if _, err := connection.Write(healthRequest(address, service)); err != nil {
		return err
	}
	message, err := readMessage(connection)
	if err != nil {
		return err
	}
	status, err := healthStatus(message)
	if err != nil {
		return err
	}
	if status != serving {
		return fmt.Errorf("%s answered with status %d", target, status)
	}
	return nil
}

func healthRequest(address, service string) []byte {
	request := []byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
	request = append(request, frame(frameSettings, 0, 0, nil)...)
	var headers []byte
	for _, field := range [][2]string{
		{":method", "POST"},
		{":scheme", "http"},
		{":path", "/grpc.health.v1.Health/Check"},
		{":authority", address},
		{"content-type", "application/grpc"},
		{"te", "trailers"},
	} {
		headers = append(headers, 0) // a literal that no table keeps, RFC 7541
		headers = append(append(headers, byte(len(field[0]))), field[0]...)
		headers = append(append(headers, byte(len(field[1]))), field[1]...)
	}
	request = append(request, frame(frameHeaders, flagHeaders, 1, headers)...)
	var message []byte
	if service != "" {
		message = append([]byte{0x0a, byte(len(service))}, service...)
	}
	body := append([]byte{0, 0, 0, 0, byte(len(message))}, message...)
	return append(request, frame(frameData, flagEnd, 1, body)...)
}

func frame(kind, flags byte, stream uint32, payload []byte) []byte {
	head := make([]byte, 9, 9+len(payload))
	binary.BigEndian.PutUint32(head, uint32(len(payload))<<8)
	head[3], head[4] = kind, flags
	binary.BigEndian.PutUint32(head[5:], stream)
	return append(head, payload...)
}

// readMessage reads what the server sends until the one stream ends.
func readMessage(connection io.ReadWriter) ([]byte, error) {
	var message []byte
	head := make([]byte, 9)
	for {
		if _, err := io.ReadFull(connection, head); err != nil {
			return nil, fmt.Errorf("no answer: %w", err)
		}
		length := binary.BigEndian.Uint32(head) >> 8
		if length > 1<<14 {
			return nil, errors.New("an answer that is not HTTP/2")
		}
		payload := make([]byte, length)
		if _, err := io.ReadFull(connection, payload); err != nil {
			return nil, err
		}
		kind, flags := head[3], head[4]
		switch {
		case kind == frameReset || kind == frameGoAway:
			return nil, errors.New("the server ended the call")
		case (kind == frameSettings || kind == framePing) && flags&flagEnd == 0:
			if kind == frameSettings {
				payload = nil
			}
			if _, err := connection.Write(frame(kind, flagEnd, 0, payload)); err != nil {
				return nil, err
			}
		case kind == frameData:
			message = append(message, unpadded(payload, flags)...)
		}
		if (kind == frameData || kind == frameHeaders) && flags&flagEnd != 0 {
			return message, nil
		}
		if len(message) > 1<<14 {
			return nil, errors.New("an answer that is too long")
		}
	}
}

func unpadded(payload []byte, flags byte) []byte {
	if flags&flagPadded == 0 || len(payload) == 0 || len(payload) <= int(payload[0]) {
		return payload
	}
	return payload[1 : len(payload)-int(payload[0])]
}

// healthStatus reads a HealthCheckResponse: one number, field 1.
func healthStatus(message []byte) (byte, error) {
	if len(message) < 5 {
		return 0, errors.New("the server has no grpc.health.v1.Health, or does not know the service")
	}
	if message[0] != 0 {
		return 0, errors.New("the answer is compressed, which was not asked for")
	}
	if body := message[5:]; len(body) == 2 && body[0] == 0x08 {
		return body[1], nil
	}
	return 0, nil
}
