// Command vectors writes LLB test vectors: random graphs, and the definitions that BuildKit's own
// client makes of them, one JSON object a line.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	digest "github.com/opencontainers/go-digest"
	"google.golang.org/protobuf/proto"
)

// Vector is one graph and what became of it.
type Vector struct {
	Seed   uint64 `json:"seed"`
	Recipe Recipe `json:"recipe"`
	// Definition is the serialised pb.Definition with sorted maps, in base64.
	Definition string `json:"definition"`
	// Dump is what "buildctl debug dump-llb" prints, for some of the vectors.
	Dump string `json:"dump,omitempty"`
}

// dumpOp has the fields that buildctl prints, in its order.
type dumpOp struct {
	Op         *pb.Op
	Digest     digest.Digest
	OpMetadata *pb.OpMetadata
}

func dump(def *llb.Definition) (string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	for _, dt := range def.Def {
		var op pb.Op
		if err := op.UnmarshalVT(dt); err != nil {
			return "", err
		}
		dgst := digest.FromBytes(dt)
		if err := encoder.Encode(dumpOp{&op, dgst, def.Metadata[dgst].ToPB()}); err != nil {
			return "", err
		}
	}
	return out.String(), nil
}

func vector(seed uint64, withDump bool) (v *Vector, err error) {
	// Some random graphs are no graphs; Go's client notices late and not always kindly.
	defer func() {
		if r := recover(); r != nil {
			v, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	recipe := NewRecipe(seed)
	state, opts, err := Build(recipe)
	if err != nil {
		return nil, err
	}
	def, err := state.Marshal(context.Background(), opts...)
	if err != nil {
		return nil, err
	}
	if len(def.Def) == 0 {
		return nil, fmt.Errorf("scratch")
	}
	dt, err := proto.MarshalOptions{Deterministic: true}.Marshal(def.ToPB())
	if err != nil {
		return nil, err
	}
	v = &Vector{Seed: seed, Recipe: recipe, Definition: base64.StdEncoding.EncodeToString(dt)}
	if withDump {
		if v.Dump, err = dump(def); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func main() {
	count := flag.Int("count", 400, "number of vectors")
	first := flag.Uint64("seed", 1, "seed of the first vector")
	dumps := flag.Int("dumps", 40, "number of vectors with the text of a dump")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	skipped := map[string]int{}
	for seed, made := *first, 0; made < *count; seed++ {
		v, err := vector(seed, made < *dumps)
		if err != nil {
			skipped[err.Error()]++
			continue
		}
		if err := encoder.Encode(v); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		made++
	}
	fmt.Fprintln(os.Stderr, "skipped:", skipped)
}
