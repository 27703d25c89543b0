// Command bench builds and marshals the graphs of bench/llb.ts with BuildKit's own client and
// prints one JSON line: nanoseconds an op, best of several rounds.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/moby/buildkit/client/llb"
)

func graph(i int) llb.State {
	source := llb.Git("https://git.example.org/project.git", "", llb.GitRef(fmt.Sprintf("%040x", i)))
	state := llb.Image(fmt.Sprintf("registry.example.org/base/image:%d", i))
	for step := range 8 {
		state = state.Run(
			llb.Args([]string{"make", "-j", fmt.Sprintf("step-%d", step)}),
			llb.AddEnv("STEP", fmt.Sprint(step)),
			llb.Dir("/src"),
			llb.AddMount("/cache", llb.Scratch(), llb.AsPersistentCacheDir("cache", llb.CacheMountLocked)),
		).Root()
	}
	return state.File(llb.Copy(source, "/", "/src", &llb.CopyInfo{CreateDestPath: true}))
}

func round(graphs int) (int, time.Duration, string, error) {
	ops := 0
	last := ""
	start := time.Now()
	for i := range graphs {
		def, err := graph(i).Marshal(context.Background(), llb.LinuxAmd64)
		if err != nil {
			return 0, 0, "", err
		}
		ops += len(def.Def) - 1
		head, err := def.Head()
		if err != nil {
			return 0, 0, "", err
		}
		last = head.String()
	}
	return ops, time.Since(start), last, nil
}

func main() {
	graphs := flag.Int("graphs", 1000, "graphs of 11 ops in a round")
	rounds := flag.Int("rounds", 7, "rounds, of which the best counts")
	flag.Parse()
	best := time.Duration(1<<63 - 1)
	var ops int
	var last string
	for range *rounds {
		n, took, head, err := round(*graphs)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		ops, last = n, head
		best = min(best, took)
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"ops": ops, "nsPerOp": float64(best.Nanoseconds()) / float64(ops), "head": last,
	})
}
