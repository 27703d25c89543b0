package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// question is one of its parts.
type question struct {
	Run     *command `json:"run"`
	Request *request `json:"request"`
	File    *file    `json:"file"`
}

func (q question) ask(box sandbox) error {
	switch {
	case q.Run != nil:
		return q.Run.test(box)
	case q.Request != nil:
		return q.Request.test()
	}
	return q.File.test()
}

// request is one of HTTP, and what is expected of the answer.
type request struct {
	URL     string            `json:"url"`
	Method  string            `json:"method"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	Status  int               `json:"status"`
	Answer  *pattern          `json:"answer"`
	Seconds float64           `json:"seconds"`
}

func (r *request) test() error {
	name := r.Method + " " + r.URL
	message, err := http.NewRequest(r.Method, r.URL, strings.NewReader(r.Body))
	if err != nil {
		return err
	}
	for header, value := range r.Headers {
		message.Header.Set(header, value)
		if strings.EqualFold(header, "host") {
			message.Host = value
		}
	}
	client := http.Client{
		Timeout: seconds(r.Seconds),
		// A certificate is of the names that a service has outside.
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := client.Do(message)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxKept))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if answer.StatusCode != r.Status {
		return fmt.Errorf("%s was answered with status %d, expected %d%s", name, answer.StatusCode, r.Status, shown("the answer was", string(body)))
	}
	found, err := r.Answer.isIn(string(body))
	if err == nil && !found {
		err = fmt.Errorf("%s: %s is not in the answer%s", name, r.Answer, shown("the answer was", string(body)))
	}
	return err
}

// file is one that must be there, and what is expected of its content.
type file struct {
	Path    string   `json:"path"`
	Content *pattern `json:"content"`
}

func (f *file) test() error {
	content, err := os.ReadFile(f.Path)
	if err != nil {
		return err
	}
	found, err := f.Content.isIn(string(content))
	if err == nil && !found {
		err = fmt.Errorf("%s: %s is not in it%s", f.Path, f.Content, shown("it holds", string(content)))
	}
	return err
}
