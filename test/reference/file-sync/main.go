// Lists a folder as fsutil does, for each selection on stdin; makes test/fixtures/file-sync.json.
// Run by scripts/update-file-sync-fixture.ts.
package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"

	"github.com/tonistiigi/fsutil"
	"github.com/tonistiigi/fsutil/types"
)

type selection struct {
	Include []string `json:"include,omitempty"`
	Exclude []string `json:"exclude,omitempty"`
	Follow  []string `json:"follow,omitempty"`
	Listed  []entry  `json:"listed"`
}

type entry struct {
	Path string `json:"path"`
	Mode uint32 `json:"mode"`
	Link string `json:"link,omitempty"`
}

func main() {
	var selections []*selection
	must(json.NewDecoder(os.Stdin).Decode(&selections))
	for _, s := range selections {
		must(s.list(os.Args[1]))
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(selections))
}

func (s *selection) list(folder string) error {
	s.Listed = []entry{}
	root, err := fsutil.NewFS(folder)
	if err != nil {
		return err
	}
	filtered, err := fsutil.NewFilterFS(root, &fsutil.FilterOpt{
		IncludePatterns: s.Include,
		ExcludePatterns: s.Exclude,
		FollowPaths:     s.Follow,
	})
	if err != nil {
		return err
	}
	return fsutil.WithHardlinkReset(filtered).Walk(context.Background(), "/", func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		stat := info.Sys().(*types.Stat)
		s.Listed = append(s.Listed, entry{stat.Path, stat.Mode, stat.Linkname})
		return nil
	})
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
