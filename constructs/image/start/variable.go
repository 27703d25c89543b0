package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// variable is where a value comes from: a file, or the environment.
type variable struct {
	File string `json:"file"`
	// Whether the image says no value, so that an empty one is a mistake.
	Required bool `json:"required"`
}

// valuesOf reads all variables, and tells of all that are missing.
func valuesOf(variables map[string]variable) (map[string]string, error) {
	values := make(map[string]string, len(variables))
	var missing []string
	for name, one := range variables {
		value, err := one.value(name)
		if err != nil {
			missing = append(missing, err.Error())
		}
		values[name] = value
	}
	if len(missing) > 0 {
		return nil, errors.New(strings.Join(missing, "; "))
	}
	return values, nil
}

func (v variable) value(name string) (string, error) {
	if v.File != "" {
		bytes, err := os.ReadFile(v.File)
		if err != nil {
			return "", fmt.Errorf("the file of the variable %q: %w", name, err)
		}
		value := strings.TrimSuffix(strings.TrimSuffix(string(bytes), "\n"), "\r")
		if value == "" {
			return "", fmt.Errorf("the file of the variable %q is empty: %s", name, v.File)
		}
		return value, nil
	}
	value, set := os.LookupEnv(name)
	if !set || v.Required && value == "" {
		return "", fmt.Errorf("the variable %q is not set", name)
	}
	return value, nil
}
