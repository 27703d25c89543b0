package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// once fills a folder that is not there yet.
type once struct {
	Folder string    `json:"folder"`
	Run    []command `json:"run"`
}

type command struct {
	Words [][]part `json:"words"`
	// What it reads, one after the other.
	Input []input `json:"input"`
}

// input is a file, or a text.
type input struct {
	File    string `json:"file"`
	Content []part `json:"content"`
}

// do runs the commands in a folder beside, which takes the name when all have succeeded: a start that
// is cut off leaves nothing that looks finished.
func (o once) do(values map[string]string) error {
	parent, err := os.Open(filepath.Dir(o.Folder))
	if err != nil {
		return err
	}
	defer parent.Close()
	// Held while it is filled.
	if err := syscall.Flock(int(parent.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return fmt.Errorf("%s is being filled by another container: %w", o.Folder, err)
	}
	if info, err := os.Stat(o.Folder); err == nil {
		if !info.IsDir() {
			return fmt.Errorf("%s is no folder", o.Folder)
		}
		return nil
	} else if !os.IsNotExist(err) {
		return err
	}
	made := o.Folder + ".new"
	if err := os.RemoveAll(made); err != nil {
		return err
	}
	if err := os.Mkdir(made, 0o700); err != nil {
		return err
	}
	for _, command := range o.Run {
		if err := command.runIn(made, values); err != nil {
			return err
		}
	}
	return os.Rename(made, o.Folder)
}

func (c command) runIn(folder string, values map[string]string) error {
	var words []string
	for _, word := range c.Words {
		text, err := render(word, values)
		if err != nil {
			return err
		}
		words = append(words, text)
	}
	child := exec.Command(words[0], words[1:]...)
	child.Dir = folder
	child.Stdout = os.Stderr
	child.Stderr = os.Stderr
	if len(c.Input) > 0 {
		var texts []io.Reader
		for _, one := range c.Input {
			text, err := one.open(values)
			if err != nil {
				return fmt.Errorf("what %s reads: %w", words[0], err)
			}
			defer text.Close()
			texts = append(texts, text)
		}
		child.Stdin = io.MultiReader(texts...)
	}
	if err := child.Run(); err != nil {
		return fmt.Errorf("%s: %w", words[0], err)
	}
	return nil
}

func (i input) open(values map[string]string) (io.ReadCloser, error) {
	if i.File != "" {
		return os.Open(i.File)
	}
	text, err := render(i.Content, values)
	return io.NopCloser(strings.NewReader(text)), err
}
