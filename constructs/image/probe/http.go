package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// askHTTP takes 200 to 399 for an answer, as those who run containers do.
func askHTTP(target string, deadline time.Time) error {
	place, err := url.Parse(target)
	if err != nil {
		return err
	}
	connection, err := dialHTTP(place, deadline)
	if err != nil {
		return err
	}
	defer connection.Close()
	request := fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: probe\r\nAccept: */*\r\nConnection: close\r\n\r\n",
		place.RequestURI(), place.Host)
	status, err := exchange(connection, request, "HTTP/")
	if err != nil {
		return err
	}
	if status < 200 || status > 399 {
		return fmt.Errorf("%s answered %d", target, status)
	}
	return nil
}

func dialHTTP(place *url.URL, deadline time.Time) (net.Conn, error) {
	switch place.Scheme {
	case "http":
		return dial("tcp", hostPort(place, "80"), deadline)
	case "https":
		return dialTLS(hostPort(place, "443"), place.Hostname(), deadline)
	}
	return nil, fmt.Errorf("%q is no http or https URL", place)
}

// askRTSP asks for the methods of a server of streams.
func askRTSP(target string, deadline time.Time) error {
	place, err := url.Parse(target)
	if err != nil {
		return err
	}
	connection, err := dial("tcp", hostPort(place, "554"), deadline)
	if err != nil {
		return err
	}
	defer connection.Close()
	status, err := exchange(connection, fmt.Sprintf("OPTIONS %s RTSP/1.0\r\nCSeq: 1\r\n\r\n", target), "RTSP/")
	if err != nil {
		return err
	}
	if status < 200 || status > 399 {
		return fmt.Errorf("%s answered %d", target, status)
	}
	return nil
}

func hostPort(place *url.URL, port string) string {
	if given := place.Port(); given != "" {
		port = given
	}
	return net.JoinHostPort(place.Hostname(), port)
}

// exchange sends a request and reads the number in the first line of the answer.
func exchange(connection io.ReadWriter, request, protocol string) (int, error) {
	if _, err := io.WriteString(connection, request); err != nil {
		return 0, err
	}
	line, err := bufio.NewReader(io.LimitReader(connection, 4096)).ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("no answer: %w", err)
	}
	words := strings.Fields(line)
	if len(words) < 2 || !strings.HasPrefix(words[0], protocol) {
		return 0, fmt.Errorf("an answer that is not %s: %.80q", strings.TrimSuffix(protocol, "/"), line)
	}
	return strconv.Atoi(words[1])
}
