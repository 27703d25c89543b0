package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"
)

// part is text, or a variable in an encoding.
type part struct {
	Text     string `json:"text"`
	Variable string `json:"variable"`
	As       string `json:"as"`
}

type file struct {
	Path    string `json:"path"`
	Mode    uint32 `json:"mode"`
	Content []part `json:"content"`
}

func render(parts []part, values map[string]string) (string, error) {
	var out strings.Builder
	for _, one := range parts {
		text := one.Text
		if one.Variable != "" {
			encoded, err := encode(values[one.Variable], one.As)
			if err != nil {
				return "", fmt.Errorf("the value of %q %w", one.Variable, err)
			}
			text = encoded
		}
		out.WriteString(text)
	}
	return out.String(), nil
}

// encode refuses what would say more than a value where it stands. Its errors do not hold the value.
func encode(value, as string) (string, error) {
	if !utf8.ValidString(value) {
		return "", fmt.Errorf("is not UTF-8")
	}
	if as == "json" {
		text, err := json.Marshal(value)
		return string(text), err
	}
	isControl := func(r rune) bool { return r < ' ' || r == 0x7f }
	if strings.IndexFunc(value, isControl) >= 0 {
		return "", fmt.Errorf("has a line break or another control character")
	}
	switch as {
	case "text":
		return value, nil
	case "sql":
		// Servers disagree on what it means in a literal.
		if strings.Contains(value, `\`) {
			return "", fmt.Errorf(`has a "\", which a literal of SQL cannot hold safely`)
		}
		return "'" + strings.ReplaceAll(value, "'", "''") + "'", nil
	}
	return "", fmt.Errorf("has an unknown encoding %q", as)
}

// write replaces the file whole, whatever is there: a container may start again.
func (f file) write(values map[string]string) error {
	content, err := render(f.Content, values)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	made := f.Path + ".new"
	if err := os.RemoveAll(made); err != nil {
		return err
	}
	out, err := os.OpenFile(made, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = out.WriteString(content)
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(made, os.FileMode(f.Mode))
	}
	if err == nil {
		err = os.Rename(made, f.Path)
	}
	return err
}
