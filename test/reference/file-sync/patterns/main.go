// Command patterns writes what Go makes of patterns and names: the matcher of include and exclude
// patterns, and filepath.Match. One row of JSON a line; run by scripts/update-file-sync-fixture.ts.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/moby/patternmatcher"
)

// Row tells for each name whether it matches: "1" or "0", "!" for what fails when it is tried. Matched
// is null for a pattern that is refused at once.
type Row struct {
	Pattern string   `json:"pattern"`
	Names   []string `json:"names"`
	Matched *string  `json:"matched"`
	Element string   `json:"element"`
}

var pieces = []string{
	"a", "b", "a", "b", "/", "/", "*", "*", "**", "**/", "/**", "?", "[", "]", "[", "]", "-", "^", "\\", "\\", "\n", ".",
	"+", "(", ")", "|", "{", "}", "{2}", "{0,1}", "{1,}", "{,2}", "{02}", "$", "!", "é", "😀", "[a-", "[]a]", "[^", "[^a]", "[a-b]", "[b-a]", "[a*]", "[a?]", "[:alpha:]",
	"[[:alpha:]]", "[[:^digit:]x]", "[[:no:]]", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\b", "\\B", "\\A", "\\z", "\\n", "\\t", "\\pL", "\\PN", "\\p{L}", "\\x61", "\\0", "\\01", "\\1", "\\8",
	"\\Q", "\\E", "\\[", "\\]", "\\*", "\\é", "\\_", "\\-", "[\\d]", "[\\]a]", "[a\\-b]", "[.]", "[-a]", "0", "_", " ", "\ufeff", "\u0085", "\u2028", "..", "./",
}

type generator struct{ *rand.Rand }

func (g generator) text(max int) string {
	var out strings.Builder
	for range 1 + g.IntN(max) {
		out.WriteString(pieces[g.IntN(len(pieces))])
	}
	return out.String()
}

// near makes a name that a pattern may match: its letters, with something for each wildcard.
func (g generator) near(pattern string) string {
	fillers := []string{"", "a", "b", "ab", "\n", "é", "0", "_", "-", "]", "/", "a/b", "^", "*", " "}
	var out strings.Builder
	for _, r := range strings.TrimPrefix(pattern, "!") {
		switch {
		case strings.ContainsRune("*?[]\\^", r):
			out.WriteString(fillers[g.IntN(len(fillers))])
		case g.IntN(8) > 0:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func bits(names []string, match func(string) (bool, error)) string {
	var out strings.Builder
	for _, name := range names {
		matched, err := match(name)
		switch {
		case err != nil:
			out.WriteByte('!')
		case matched:
			out.WriteByte('1')
		default:
			out.WriteByte('0')
		}
	}
	return out.String()
}

func main() {
	seed := flag.Uint64("seed", 1, "seed of the patterns")
	count := flag.Int("count", 600, "rows")
	flag.Parse()
	g := generator{rand.New(rand.NewPCG(*seed, 0))}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	for range *count {
		row := Row{Pattern: g.text(5)}
		for range 10 {
			name := g.near(row.Pattern)
			if g.IntN(5) == 0 {
				name = g.text(3)
			}
			// As a walk has it: below the root, and not the root.
			if name = filepath.Clean("/" + name)[1:]; name == "" {
				name = "a"
			}
			row.Names = append(row.Names, name)
		}
		if matcher, err := patternmatcher.New([]string{row.Pattern}); err == nil && len(matcher.Patterns()) == 1 {
			base := matcher
			if matcher.Exclusions() {
				// An exception alone matches nothing: let it take back from all.
				base, err = patternmatcher.New([]string{"**", row.Pattern})
				if err != nil {
					panic(err)
				}
			}
			matched := bits(row.Names, func(name string) (bool, error) {
				matched, _, err := base.MatchesUsingParentResults(name, patternmatcher.MatchInfo{})
				return matched, err
			})
			row.Matched = &matched
		}
		row.Element = bits(row.Names, func(name string) (bool, error) { return filepath.Match(row.Pattern, name) })
		if err := encoder.Encode(row); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
