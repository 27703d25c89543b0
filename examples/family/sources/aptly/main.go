// Command aptly is aptly: its own main package wants a file that is not in its module.
package main

import (
	"os"

	"github.com/aptly-dev/aptly/aptly"
	"github.com/aptly-dev/aptly/cmd"
)

func main() {
	aptly.Version = "1.6.2"
	os.Exit(cmd.Run(cmd.RootCommand(), os.Args[1:], true))
}
