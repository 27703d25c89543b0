// Command tables writes what Go's own functions make of texts that BuildKit's client hands to them:
// one JSON object with a table for each function, each row an input and its result. An input that
// the function refuses has the result null.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/containerd/platforms"
	"github.com/distribution/reference"
	"github.com/google/shlex"
	"github.com/moby/buildkit/util/gitutil"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

// Row is an input, and what became of it.
type Row[I, O any] struct {
	In  I  `json:"in"`
	Out *O `json:"out"`
}

// Git is what the identifier and the URL of a git source are made of.
type Git struct {
	Scheme string `json:"scheme"`
	Host   string `json:"host"`
	Path   string `json:"path"`
	Remote string `json:"remote"`
}

// Tables has a field for each function.
type Tables struct {
	Clean     []Row[string, string]                       `json:"clean"`
	Join      []Row[[]string, string]                     `json:"join"`
	Shlex     []Row[string, []string]                     `json:"shlex"`
	IP        []Row[string, string]                       `json:"ip"`
	JSON      []Row[[]string, string]                     `json:"json"`
	Sorted    []Row[[]string, []string]                   `json:"sorted"`
	Platform  []Row[ocispecs.Platform, ocispecs.Platform] `json:"platform"`
	Git       []Row[string, Git]                          `json:"git"`
	Reference []Row[string, string]                       `json:"reference"`
}

type generator struct{ *rand.Rand }

// text joins up to max of the pieces.
func (g generator) text(max int, pieces ...string) string {
	var out strings.Builder
	for range g.IntN(max + 1) {
		out.WriteString(pieces[g.IntN(len(pieces))])
	}
	return out.String()
}

func (g generator) one(pieces ...string) string { return pieces[g.IntN(len(pieces))] }

func (g generator) list(max int, make func() string) []string {
	out := []string{}
	for range g.IntN(max + 1) {
		out = append(out, make())
	}
	return out
}

func ok[I, O any](in I, out O) Row[I, O] { return Row[I, O]{in, &out} }

func row[I, O any](in I, out O, err error) Row[I, O] {
	if err != nil {
		return Row[I, O]{In: in}
	}
	return ok(in, out)
}

// distinct gives rows of different inputs.
func distinct[I, O any](count int, make func() Row[I, O]) []Row[I, O] {
	seen, out := map[string]bool{}, []Row[I, O]{}
	for tries := 0; len(out) < count && tries < 50*count; tries++ {
		r := make()
		if key := fmt.Sprintf("%#v", r.In); !seen[key] {
			seen[key] = true
			out = append(out, r)
		}
	}
	return out
}

func (g generator) path() string {
	if g.IntN(2) == 0 {
		part := func() string { return g.one("..", "..", "..", ".", "", "a", "bc", "...") }
		return g.one("/", "", "") + strings.Join(g.list(6, part), "/")
	}
	return g.text(8, "/", "/", "..", ".", "a", "bc", "é", "...", ".d", " ", "*", "\\")
}

func (g generator) unicode() string {
	return g.text(6, "a", "Z", "\x00", "\x1f", "\x7f", "\"", "\\", "<", ">", "&", "\b", "\f", "\n", "\r", "\t",
		"'", "/", "é", "\u0080", "\u07ff", "\u0800", "\u2028", "\u2029", "\ud7ff", "\ue000", "\ufeff", "\ufffd", "\uffff", "😀", "\U0010ffff")
}

func (g generator) ip() string {
	if g.IntN(3) == 0 {
		return g.text(9, "0", "1", "255", "256", "01", ".", ".", ".", " ", "x", "-1")
	}
	if g.IntN(4) == 0 {
		octet := func() string { return g.one("0", "1", "9", "10", "99", "100", "127", "255", "256", "00", "007", "") }
		return strings.Join([]string{octet(), octet(), octet(), octet()}, ".")
	}
	groups := []string{}
	for range []int{8, 8, 8, 8, 7, 9, g.IntN(8)}[g.IntN(7)] {
		groups = append(groups, g.one("0", "0", "0", "0000", "1", "a", "F", "ffff", "FFFF", "00ab", "1234"))
	}
	if len(groups) > 0 && g.IntN(6) == 0 {
		groups[g.IntN(len(groups))] = g.one("12345", "g", "", "+1", " 1")
	}
	text := strings.Join(groups, ":")
	switch g.IntN(12) {
	case 0:
		text = "::" + text
	case 1:
		text += "::"
	case 2:
		text = strings.Replace(text, ":0:", "::", 1)
	case 5:
		text = strings.Replace(text, ":0:0:", "::", 1)
	case 3:
		text += ":" + g.one("1.2.3.4", "0.0.0.0", "1.2.3", "256.1.1.1", "01.2.3.4")
	case 4:
		text = g.one("::ffff:", "::", "0:0:0:0:0:ffff:", "64:ff9b::") + g.one("1.2.3.4", "102:304", "0:0", "1")
	}
	return text + g.one("", "", "", "", "", "", "%eth0", " ")
}

func (g generator) platform() ocispecs.Platform {
	return ocispecs.Platform{
		OS:           g.one("linux", "Linux", "darwin", "macos", "macOS", "windows", "freebsd", "wasip1"),
		Architecture: g.one("amd64", "AMD64", "x86_64", "x86-64", "i386", "386", "aarch64", "arm64", "ARM64", "arm", "armhf", "armel", "riscv64", "ppc64le", "s390x", "loong64", "i686"),
		Variant:      g.one("", "", "v1", "v2", "v3", "5", "6", "7", "8", "9", "v5", "v6", "v7", "v8", "V8", "v8.0", "v8.1", "v9", "9.0", "v9.0", "8.0", "softfloat"),
		OSVersion:    g.one("", "", "", "10.0.17763.1", "10.0"),
		OSFeatures:   g.features(),
	}
}

func (g generator) features() []string {
	if g.IntN(3) > 0 {
		return nil
	}
	return g.list(4, func() string { return g.one("win32k", "a", "B", "é", "\ue000", "😀", "a") })
}

func (g generator) git() string {
	host := g.one("github.com", "GitHub.com", "git.example.org:8080", "host", "127.0.0.1", "[::1]:22", "a_b", "host:", "xn--a", "hö.de", "ho st", "")
	segment := func() string {
		return g.one("a", "moby", "buildkit.git", "..", ".", "", "a b", "a%20b", "%41", "ü", "%C3%BC", "a+b", "a:b", "a@b", "(x)", "~me", "a'b", "%2F", "%zz", "[x]", "a;b", "*", "|", "a,b", "!")
	}
	slash := strings.Join(g.list(4, segment), "/")
	if g.IntN(4) == 0 {
		return g.one("git", "me", "a-b", "a.b", "") + "@" + g.one("github.com", "host", "10.0.0.1", "a-b.c", "h_x") + ":" + g.one("", "/", "2222/") + slash
	}
	user := g.one("", "", "", "git@", "me:pw@", "me:@", ":pw@", "a%40b@", "a!b@", "a'b@", "@")
	scheme := g.one("https://", "http://", "ssh://", "git://", "HTTPS://", "ftp://", "https:/", "", "", "git+ssh://")
	return scheme + user + host + g.one("/", "/", "/", "") + slash
}

func (g generator) reference() string {
	part := func() string {
		return g.one("a", "debian", "library", "a_b", "a__b", "a.b", "a-b", "a--b", "0", "b", "x86", g.one("a___b", "a..b", "A", "-a", "a-", "é", ""))
	}
	registry := g.one("", "", "", "docker.io/", "index.docker.io/", "localhost/", "LOCALHOST/", "ghcr.io/", "host:5000/", "[::1]:5000/", "[::1]/", "Upper/", g.one("a-.b/", ":5000/", "ho st/", "a:b/"))
	name := registry + strings.Join(append(g.list(2, part), part()), "/")
	tag := g.one("", "", "", ":latest", ":1.2_x-y", ":"+strings.Repeat("t", 128), g.one(":", ":.x", ":-x", ":"+strings.Repeat("t", 129), ":a:b"))
	hex := strings.Repeat(g.one("a", "0", "f", "7", g.one("A", "g")), []int{64, 64, 64, 63, 96, 128}[g.IntN(6)])
	digest := g.one("", "", "", "@sha256:"+hex, "@sha256:"+hex, g.one("@sha384:"+hex, "@sha512:"+hex, "@md5:"+hex, "@"))
	return name + tag + digest
}

func main() {
	seed := flag.Uint64("seed", 1, "seed of the inputs")
	count := flag.Int("count", 400, "rows of a table")
	flag.Parse()
	g := generator{rand.New(rand.NewPCG(*seed, 0))}
	n := *count
	tables := Tables{
		Clean: distinct(n, func() Row[string, string] { in := g.path(); return ok(in, path.Clean(in)) }),
		Join: distinct(n/2, func() Row[[]string, string] {
			in := g.list(4, g.path)
			return ok(in, path.Join(in...))
		}),
		Shlex: distinct(n, func() Row[string, []string] {
			in := g.text(9, "a", "b", " ", " ", "\t", "\n", "\r", "'", "'", "\"", "\"", "\\", "#", "é", "😀", "$x", "\v", "\u00a0", "|", "=")
			out, err := shlex.Split(in)
			if out == nil {
				out = []string{}
			}
			return row(in, out, err)
		}),
		IP: distinct(n, func() Row[string, string] {
			in := g.ip()
			out := net.ParseIP(in)
			if out == nil {
				return Row[string, string]{In: in}
			}
			return ok(in, out.String())
		}),
		JSON: distinct(n/4, func() Row[[]string, string] {
			in := g.list(3, g.unicode)
			out, err := json.Marshal(in)
			return row(in, string(out), err)
		}),
		Sorted: distinct(n/4, func() Row[[]string, []string] {
			in := g.list(8, g.unicode)
			out := slices.Clone(in)
			slices.Sort(out)
			return ok(in, out)
		}),
		Platform: distinct(n, func() Row[ocispecs.Platform, ocispecs.Platform] {
			in := g.platform()
			normal := in
			normal.OSFeatures = slices.Clone(in.OSFeatures)
			return ok(in, platforms.Normalize(normal))
		}),
		Git: distinct(2*n, func() Row[string, Git] {
			in := g.git()
			url, err := gitutil.ParseURL(in)
			if err == gitutil.ErrUnknownProtocol {
				url, err = gitutil.ParseURL("https://" + in)
			}
			if err != nil {
				return Row[string, Git]{In: in}
			}
			return ok(in, Git{url.Scheme, url.Host, path.Join("/", url.Path), url.Remote})
		}),
		Reference: distinct(n, func() Row[string, string] {
			in := g.reference()
			named, err := reference.ParseNormalizedNamed(in)
			if err != nil {
				return Row[string, string]{In: in}
			}
			return ok(in, reference.TagNameOnly(named).String())
		}),
	}
	encoder := json.NewEncoder(os.Stdout)
	if err := encoder.Encode(tables); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
