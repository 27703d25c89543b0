package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Numbers of records, RFC 1035 and RFC 3596.
var records = map[string]uint16{"": 1, "A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}

// askDNS asks a server for a name, as RFC 4501 writes it: dns://127.0.0.1:53/example.org?type=A. It
// works where the server has an answer, be that empty.
func askDNS(target string, deadline time.Time) error {
	place, err := url.Parse(target)
	if err != nil {
		return err
	}
	record, known := records[strings.ToUpper(place.Query().Get("type"))]
	if !known {
		return fmt.Errorf("%s asks for a record that is not known", target)
	}
	question, err := dnsQuestion(strings.Trim(place.Path, "/."), record)
	if err != nil {
		return err
	}
	connection, err := dial("udp", hostPort(place, "53"), deadline)
	if err != nil {
		return err
	}
	defer connection.Close()
	if _, err := connection.Write(question); err != nil {
		return err
	}
	answer := make([]byte, 4096)
	length, err := connection.Read(answer)
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	if length < 12 || !bytes.Equal(answer[:2], question[:2]) || answer[2]&0x80 == 0 {
		return fmt.Errorf("an answer that is not DNS")
	}
	if code := answer[3] & 0x0f; code != 0 {
		return fmt.Errorf("%s answered with code %d", target, code)
	}
	return nil
}

func dnsQuestion(name string, record uint16) ([]byte, error) {
	// A number of its own, recursion desired, one question.
	message := []byte{0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0}
	binary.BigEndian.PutUint16(message, uint16(time.Now().UnixNano()))
	if name != "" {
		for _, label := range strings.Split(name, ".") {
			if len(label) == 0 || len(label) > 63 {
				return nil, fmt.Errorf("%q is no name", name)
			}
			message = append(append(message, byte(len(label))), label...)
		}
	}
	return append(message, 0, byte(record>>8), byte(record), 0, 1), nil
}
