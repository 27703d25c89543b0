package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

var (
	texts = []string{
		"a", "hello world", "<&>", "\u2028\u2029", "\b\f\n\r\t\x01\x7f", "\"quoted\"\\", "é", "ß→∀",
		"\U0001F600", "\uE000\uFFFD", "x=y", strings.Repeat("long ", 40), strings.Repeat("ü", 70), "0",
	}
	paths = []string{
		"/", "/a", "/a/b", "/usr/local/bin", "/é", "/\U0001F600", "/\uE000", "/a/../b", "/x/./y//z/",
		"/dir/", "/dir/.", "/.", "/..",
	}
	relative = []string{"a", "./a", "../x", "a/b/../c", "", ".", "..", "dir/", "dir/."}
	archs    = []Platform{
		{OS: "linux", Architecture: "amd64"},
		{OS: "linux", Architecture: "arm64"},
		{OS: "linux", Architecture: "arm64", Variant: "v8"},
		{OS: "Linux", Architecture: "x86_64"},
		{OS: "linux", Architecture: "aarch64", Variant: "8"},
		{OS: "linux", Architecture: "arm"},
		{OS: "linux", Architecture: "arm", Variant: "6"},
		{OS: "linux", Architecture: "armhf"},
		{OS: "linux", Architecture: "armel"},
		{OS: "linux", Architecture: "i386", Variant: "x"},
		{OS: "linux", Architecture: "amd64", Variant: "v1"},
		{OS: "linux", Architecture: "amd64", Variant: "v3"},
		{OS: "linux", Architecture: "riscv64"},
		{OS: "windows", Architecture: "amd64", OSVersion: "10.0.17763.1"},
		{OS: "windows", Architecture: "amd64", OSVersion: "10.0", OSFeatures: []string{"win32k", "b", "a", "b"}},
		{OS: "macos", Architecture: "arm64", Variant: "v9.0"},
	}
	refs = []string{
		"alpine", "alpine:3.20", "library/alpine", "docker.io/alpine", "index.docker.io/library/debian",
		"ghcr.io/x/y", "ghcr.io/x/y:1", "localhost/z", "localhost:5000/a/b:tag", "MY.Registry/x/y:v1",
		"[2001:db8::1]:5000/x/y", "registry.example.org/a__b/c-d.e:T_1.x",
		"alpine@sha256:" + hex64('a'), "alpine:3@sha256:" + hex64('b'),
		"ghcr.io/x@sha512:" + hex64('c') + hex64('d'), "user/image",
	}
	gits = []string{
		"https://github.com/moby/buildkit.git", "github.com/moby/buildkit", "http://host:8080/a/b",
		"HTTPS://Host.Example/x/../y.git", "git://git.example.org/x", "https://host", "https://host/",
		"https://user@host/x.git", "https://user:pa%40ss@host/x y.git", "https://host/a%20b/%C3%BC.git",
		"https://host/a%2Fb", "https://host/ü",
	}
	sshGits = []string{
		"git@github.com:moby/buildkit.git", "ssh://git@host:2222/a/b.git", "me-x@host.example:../a",
	}
	ips = []string{
		"127.0.0.1", "::1", "2001:DB8::1", "2001:db8:0:0:1:0:0:1", "::ffff:1.2.3.4", "fe80:0:0:0:0:0:0:0",
		"0:0:0:0:0:0:0:0", "1:2:3:4:5:6:7:8", "1:0:2:0:3:0:4:0", "64:ff9b::192.0.2.33",
	}
	lines = []string{
		`true`, `sh -c 'echo "$HOME" && true'`, `a "b c" d\ e # comment`, "a\n# c\nb", `"" ''`, `a"b"'c'\d`,
		`"a\"b\nc"`, `x#y`, "  lead\ttab\r\n",
	}
	ulimits = []string{"nofile", "nproc", "core", "stack", "rttime"}
	configs = []string{
		`{}`,
		`{"architecture":"arm","os":"linux","config":{"Env":["PATH=/bin","A=b=c","EMPTY=","NOVALUE","=x"],"WorkingDir":"/work","User":"me"}}`,
		`{"architecture":"aarch64","os":"Linux","variant":"v8","os.version":"1","os.features":["b","a"],"config":{"WorkingDir":"rel/dir","Env":["PATH=/x","PATH=/y"]}}`,
		`{"architecture":"amd64","config":{"WorkingDir":"/a/../b"}}`,
	}
)

func hex64(c rune) string { return strings.Repeat(string(c), 64) }

type random struct {
	*rand.Rand
	steps []Step
	files int
	// hasReimport turns locations off: Go notes them once for each output of a re-imported op.
	hasReimport bool
	groups      int
}

func pick[T any](r *random, from []T) T { return from[r.IntN(len(from))] }

func (r *random) chance(percent int) bool { return r.IntN(100) < percent }

func (r *random) text() string { return pick(r, texts) }

func (r *random) path() string {
	if r.chance(25) {
		return pick(r, relative)
	}
	return pick(r, paths)
}

func ptr[T any](v T) *T { return &v }

func (r *random) maybe(percent int, make func() string) *string {
	if !r.chance(percent) {
		return nil
	}
	return ptr(make())
}

func (r *random) list(percent int, make func() string) List {
	if !r.chance(percent) {
		return nil
	}
	list := List{}
	for range r.IntN(3) + 1 {
		list = append(list, make())
	}
	return list
}

func (r *random) state() int { return r.IntN(len(r.steps)) }

func (r *random) int64() int64 {
	switch r.IntN(6) {
	case 0:
		return 0
	case 1:
		return -1
	case 2:
		return 1<<63 - 1
	case 3:
		return -1 << 63
	case 4:
		return 1<<53 + 1
	default:
		return r.Int64N(1 << 40)
	}
}

func (r *random) common() Common {
	c := Common{}
	if r.chance(15) {
		c.CustomName = ptr(r.text())
	}
	if r.chance(10) {
		c.Description = map[string]string{r.text(): r.text(), r.text(): r.text()}
	}
	c.IgnoreCache = r.chance(8)
	if r.chance(10) {
		c.ExportCache = ptr(r.chance(50))
	}
	if r.chance(15) {
		c.Platform = ptr(pick(r, archs))
	}
	c.Require = r.list(8, r.text)
	if r.chance(8) {
		c.ProgressGroup = &ProgressGroup{r.text(), r.text(), r.chance(50)}
	}
	if r.files > 0 && !r.hasReimport && r.chance(40) {
		for range r.IntN(2) + 1 {
			l := Location{File: r.IntN(r.files), Ranges: [][4]int{}}
			for range r.IntN(3) {
				l.Ranges = append(l.Ranges, [4]int{r.IntN(300), r.IntN(3), r.IntN(300), r.IntN(200)})
			}
			c.Sources = append(c.Sources, l)
		}
	}
	return c
}

func (r *random) resources(c *Common) {
	if r.chance(10) {
		c.LinuxResources = &Resources{
			Memory: r.int64(), MemorySwap: r.int64(), CPUShares: r.Uint64(), CPUPeriod: uint64(r.IntN(3)) * 50000,
			CPUQuota: r.int64(), CpusetCpus: pick(r, []string{"", "0-3"}), CpusetMems: pick(r, []string{"", "0,1"}),
		}
	}
}

func (r *random) flags(percent int, names ...string) map[string]bool {
	flags := map[string]bool{}
	for _, name := range names {
		if r.chance(percent) {
			flags[name] = true
		}
	}
	return flags
}

func (r *random) numbers() map[string]int {
	return map[string]int{
		"perm": pick(r, []int{0, 0o644, 0o777, 0o1}), "uid": pick(r, []int{0, 0, 1000, 1 << 30}), "gid": pick(r, []int{0, 0, 5}),
	}
}

func (r *random) source() Step {
	s := Step{Common: r.common(), Text: map[string]string{}}
	set := func(name string, percent int, make func() string) {
		if r.chance(percent) {
			s.Text[name] = make()
		}
	}
	switch r.IntN(9) {
	case 0, 1, 2:
		s.Op, s.Ref = "image", pick(r, refs)
		set("resolveMode", 30, func() string { return pick(r, []string{"default", "pull", "local"}) })
		set("checksum", 15, func() string { return "sha256:" + hex64('e') })
		s.Flags = r.flags(15, "internal")
		if r.chance(15) {
			s.LayerLimit = ptr(r.IntN(4))
		}
	case 3:
		s.Op = pick(r, []string{"imageBlob", "ociLayoutBlob"})
		s.Ref = pick(r, []string{"alpine@sha256:" + hex64('a'), "ghcr.io/x/y@sha256:" + hex64('f')})
		s.Numbers = r.numbers()
		set("filename", 50, r.text)
		if s.Op == "ociLayoutBlob" {
			set("session", 50, r.text)
			set("store", 50, r.text)
		}
	case 4:
		s.Op, s.Ref = "ociLayout", pick(r, refs)
		set("session", 50, r.text)
		set("store", 50, r.text)
		if r.chance(30) {
			s.LayerLimit = ptr(r.IntN(4))
		}
	case 5, 6:
		s.Op, s.Ref = "git", pick(r, gits)
		if r.chance(30) {
			s.Ref = pick(r, sshGits)
			s.KnownHosts = []string{r.text(), "host key\n"}[:r.IntN(2)+1]
			set("mountSshSock", 50, r.text)
		}
		set("ref", 60, r.text)
		set("subdir", 30, r.text)
		set("checksum", 30, r.text)
		set("mtime", 30, func() string { return pick(r, []string{"commit", "checkout"}) })
		set("bundle", 10, func() string { return "docker-image+blob://x@sha256:" + hex64('1') })
		if s.Text["bundle"] != "" {
			set("session", 50, r.text)
			set("store", 50, r.text)
		}
		s.Flags = r.flags(25, "keepGitDir", "skipSubmodules", "fetchByCommit", "checkoutBundle")
		s.AuthTokens = map[string]string{}
		for _, name := range []string{"token", "header"} {
			if r.chance(20) {
				s.AuthTokens[name] = pick(r, []string{"", "SECRET"})
			}
		}
	case 7:
		s.Op = "http"
		s.Ref = pick(r, []string{"https://example.com/a.tgz", "http://x/" + r.text()})
		set("checksum", 50, func() string { return "sha256:" + hex64('9') })
		set("filename", 50, r.text)
		set("authHeaderSecret", 20, r.text)
		s.Numbers = r.numbers()
		if s.HasHeader = r.chance(25); s.HasHeader {
			set("accept", 60, r.text)
			set("userAgent", 60, r.text)
		}
		if s.HasSig = r.chance(20); s.HasSig {
			set("pubKey", 80, r.text)
			set("signature", 80, r.text)
		}
	default:
		s.Op, s.Ref = "local", pick(r, []string{"ctx", "src", "é"})
		set("session", 40, r.text)
		set("sharedKeyHint", 30, r.text)
		set("differ", 30, func() string { return pick(r, []string{"none", "metadata"}) })
		s.Flags = r.flags(40, "differRequired", "metadataOnly")
		s.Lists = map[string]List{
			"include": r.list(40, r.text), "exclude": r.list(40, r.text), "follow": r.list(40, r.text), "except": r.list(40, r.text),
		}
		if r.chance(20) {
			s.Common.LocalUniqueID = r.text()
		}
	}
	return s
}

func (r *random) values(s *Step, percent int) {
	for range r.IntN(3) {
		if r.chance(percent) {
			s.Env = append(s.Env, [2]string{pick(r, []string{"A", "B", "PATH", "1", "é", "SSH_AUTH_SOCK"}), r.text()})
		}
	}
	s.Cwd = r.maybe(percent, r.path)
	s.User = r.maybe(percent, r.text)
	s.Hostname = r.maybe(percent/2, r.text)
	s.CgroupPar = r.maybe(percent/2, r.text)
	s.Network = r.maybe(percent/2, func() string { return pick(r, []string{"sandbox", "host", "none"}) })
	s.Security = r.maybe(percent/3, func() string { return pick(r, []string{"sandbox", "insecure"}) })
	for range r.IntN(3) {
		if r.chance(percent / 2) {
			s.Hosts = append(s.Hosts, [2]string{r.text(), pick(r, ips)})
		}
		if r.chance(percent / 2) {
			s.Ulimits = append(s.Ulimits, Ulimit{pick(r, ulimits), r.int64(), r.int64()})
		}
	}
}

func (r *random) set() Step {
	s := Step{Op: "set", On: r.state()}
	r.values(&s, 45)
	if r.chance(25) {
		s.PlatformSet = ptr(pick(r, archs))
	}
	if r.chance(15) {
		s.Reset = ptr(r.state())
	}
	if r.chance(20) {
		s.ImageConfig = pick(r, configs)
	}
	return s
}

func (r *random) session(name string, mode int) SessionFile {
	return SessionFile{
		ID: r.text(), Name: name, UID: pick(r, []int{0, 1000}), GID: pick(r, []int{0, 1000}),
		Mode: pick(r, []int{mode, 0o777, 0, 0o4755}), Optional: r.chance(30),
	}
}

func (r *random) exec() Step {
	s := Step{Op: "exec", On: r.state(), Common: r.common(), Args: []string{"cmd", r.text()}}
	r.resources(&s.Common)
	if r.chance(20) {
		s.Args, s.Shlex = nil, pick(r, lines)
	}
	r.values(&s, 20)
	s.Readonly = r.chance(15)
	for _, target := range pickSome(r, []string{"/a", "/z", "/c/d", "/é", "/\U0001F600", "/\uE000", "/.x", "/B", "!"}) {
		m := Mount{Kind: pick(r, []string{"bind", "bind", "cache", "tmpfs"}), Target: target, State: r.state()}
		switch m.Kind {
		case "bind":
			m.Readonly = r.chance(40)
			m.NoOutput = r.chance(20)
		case "cache":
			m.ID = r.text()
			m.Sharing = pick(r, []string{"shared", "private", "locked"})
			m.Readonly = r.chance(20)
		case "tmpfs":
			m.State = -1
			m.Size = pick(r, []int64{0, 1, 1 << 40, 1<<63 - 1})
			m.Readonly = r.chance(20)
		}
		if m.Kind != "tmpfs" {
			if r.chance(30) {
				m.Selector = r.text()
			}
			if r.chance(30) {
				m.ContentCache = pick(r, []string{"default", "on", "off"})
			}
		}
		s.Mounts = append(s.Mounts, m)
	}
	for range r.IntN(3) {
		if r.chance(40) {
			s.Mounts = append(s.Mounts, Mount{Kind: "secret", Target: r.text(), Session: r.session("", 0o400)})
		}
		if r.chance(30) {
			s.Mounts = append(s.Mounts, Mount{Kind: "ssh", Target: pick(r, []string{"", "/agent"}), Session: r.session("", 0o600)})
		}
		if r.chance(20) {
			s.SecretEnv = append(s.SecretEnv, r.session(pick(r, []string{"TOKEN", "é"}), 0))
		}
		if r.chance(10) {
			s.CDI = append(s.CDI, r.session("vendor.com/gpu=0", 0))
		}
	}
	if r.chance(15) {
		s.ExitCodes = []int{0, 1, 255, -1, 1<<31 - 1}[:r.IntN(5)+1]
	}
	if r.chance(15) {
		s.Proxy = &Proxy{}
		if r.chance(60) {
			*s.Proxy = Proxy{r.text(), r.text(), r.text(), r.text(), r.text()}
		}
	}
	return s
}

func pickSome(r *random, from []string) []string {
	some := []string{}
	for _, i := range r.Perm(len(from))[:r.IntN(4)] {
		some = append(some, from[i])
	}
	return some
}

func (r *random) action(depth int) Action {
	a := Action{Kind: pick(r, []string{"mkdir", "mkfile", "rm", "symlink", "copy", "copy", "copy"}), From: -1, GroupState: -1}
	a.Path = r.path()
	if r.chance(30) {
		a.Owner = ptr(pick(r, []string{"root", "me", "1:2", "me:grp", "root:root", "", ":7", "+5:-1", "07:x y"}))
	} else if r.chance(25) {
		a.UIDGID = &[2]int{pick(r, []int{0, 1000, 1<<32 - 1}), pick(r, []int{0, 7})}
	}
	if r.chance(30) {
		a.Time = ptr(fmt.Sprint(r.int64()))
	}
	switch a.Kind {
	case "mkdir":
		a.Mode = pick(r, []int{0, 0o755, 0o777})
		a.Flags = r.flags(50, "parents")
	case "mkfile":
		a.Mode = pick(r, []int{0, 0o644})
		a.Data = pick(r, []string{"", r.text()})
	case "rm":
		a.Flags = r.flags(50, "allowNotFound", "allowWildcard")
		a.Owner, a.UIDGID, a.Time = nil, nil, nil
	case "symlink":
		a.Dest = r.path()
	case "copy":
		a.Dest = r.path()
		if a.HasMode = r.chance(40); a.HasMode {
			if a.Mode = pick(r, []int{0, 0o644, 0o4755}); r.chance(40) {
				a.Mode, a.ModeStr = 0, "u+x,g-w"
			}
		}
		a.Flags = r.flags(25, "followSymlinks", "copyDirContentsOnly", "attemptUnpack", "createDestPath",
			"allowWildcard", "allowEmptyWildcard", "alwaysReplaceExistingDestPaths")
		a.Lists = map[string]List{"include": r.list(20, r.text), "exclude": r.list(20, r.text), "required": r.list(10, r.text)}
		a.From = r.state()
		if depth < 3 && r.chance(30) {
			a.From = -1
			if r.groups > 0 && r.chance(30) {
				a.Group = fmt.Sprintf("g%d", r.IntN(r.groups))
			} else {
				inner := []Action{}
				for range r.IntN(3) + 1 {
					inner = append(inner, r.action(depth+1))
				}
				a.GroupActions, a.GroupState = inner, r.state()
				a.Group = fmt.Sprintf("g%d", r.groups)
				r.groups++
			}
		}
	}
	return a
}

func (r *random) step() Step {
	if len(r.steps) < 2 || r.chance(20) {
		return r.source()
	}
	switch n := r.IntN(100); {
	case n < 4:
		return Step{Op: "scratch"}
	case n < 18:
		return r.set()
	case n < 48:
		return r.exec()
	case n < 56:
		if s, ok := r.mount(); ok {
			return s
		}
		return r.exec()
	case n < 76:
		s := Step{Op: "file", On: r.state(), Common: r.common()}
		r.groups = 0
		for range r.IntN(4) + 1 {
			s.Actions = append(s.Actions, r.action(0))
		}
		return s
	case n < 84:
		s := Step{Op: "merge", Common: r.common()}
		for range r.IntN(4) {
			s.States = append(s.States, r.state())
		}
		return s
	case n < 90:
		return Step{Op: "diff", Common: r.common(), States: []int{r.state(), r.state()}}
	case n < 93:
		return Step{Op: "requires", On: r.state(), ID: "id " + r.text(), States: []int{r.state(), r.state()}[:r.IntN(3)]}
	case n < 95:
		s := Step{Op: "passthrough", Common: r.common(), ID: "id " + r.text(), Index: r.IntN(2)}
		for range r.IntN(3) + 2 {
			s.States = append(s.States, r.state())
			s.Outputs = append(s.Outputs, r.chance(70))
		}
		return s
	case n < 97:
		s := Step{Op: "build", On: r.state(), Common: r.common(), Filename: pick(r, []string{"", r.text()})}
		return s
	default:
		if !r.hasReimport {
			return r.exec()
		}
		return Step{Op: "reimport", On: r.state()}
	}
}

// mount takes the output of a mount of some exec.
func (r *random) mount() (Step, bool) {
	for _, i := range r.Perm(len(r.steps)) {
		for _, m := range r.steps[i].Mounts {
			if m.Kind == "bind" && !m.NoOutput {
				return Step{Op: "mount", On: i, Target: m.Target}, true
			}
		}
	}
	return Step{}, false
}

// NewRecipe makes a recipe from a seed; the same one for the same seed.
func NewRecipe(seed uint64) Recipe {
	r := &random{Rand: rand.New(rand.NewPCG(seed, 32))}
	recipe := Recipe{Marshal: Marshal{Platform: pick(r, archs[:8]), LocalUniqueID: r.text()}}
	if r.chance(15) {
		recipe.Marshal.Platform = pick(r, archs)
	}
	if r.chance(30) {
		recipe.Marshal.Caps = pick(r, [][]string{{}, {"exec.meta.setsdefaultpath"}})
	}
	recipe.Marshal.Require = r.list(10, r.text)
	recipe.Marshal.IgnoreCache = r.chance(5)
	if r.chance(5) {
		recipe.Marshal.ExportCache = ptr(r.chance(50))
	}
	if r.chance(5) {
		recipe.Marshal.ProgressGroup = &ProgressGroup{r.text(), r.text(), r.chance(50)}
	}
	r.hasReimport = r.chance(20)
	if !r.hasReimport && r.chance(50) {
		r.files = r.IntN(3) + 1
		for i := range r.files {
			recipe.Files = append(recipe.Files, File{fmt.Sprintf("app%d.ts", i), "TypeScript", r.text(), -1})
		}
		if r.chance(20) {
			recipe.Files[0].State = 0
		}
	}
	for range r.IntN(7) + 2 {
		r.steps = append(r.steps, r.step())
	}
	if len(recipe.Files) > 0 && recipe.Files[0].State == 0 {
		// A file that is in the state that points into the file has no end.
		r.steps[0].Common.Sources = nil
	}
	recipe.Steps = r.steps
	recipe.Result = len(r.steps) - 1
	return recipe
}
