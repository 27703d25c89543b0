package main

import (
	"regexp"
	"strings"
)

// pattern is a text that is in another, or an expression that matches a part of it.
type pattern struct {
	Text       string `json:"text"`
	Expression string `json:"expression"`
}

func (p *pattern) isIn(content string) (bool, error) {
	if p == nil {
		return true, nil
	}
	if p.Expression == "" {
		return strings.Contains(content, p.Text), nil
	}
	expression, err := regexp.Compile(p.Expression)
	if err != nil {
		return false, err
	}
	return expression.MatchString(content), nil
}

func (p *pattern) String() string {
	if p.Expression == "" {
		return `"` + p.Text + `"`
	}
	return "/" + p.Expression + "/"
}
