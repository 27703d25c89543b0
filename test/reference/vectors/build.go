package main

import (
	"context"
	"net"
	"os"
	"strconv"
	"time"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/llbbuild"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/buildkit/util/apicaps"
	digest "github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

type builder struct {
	recipe Recipe
	states []llb.State
	// mounts are the outputs of the mounts of each exec.
	mounts []map[string]llb.State
	files  []*llb.SourceMap
}

func spec(p Platform) ocispecs.Platform {
	return ocispecs.Platform{
		OS: p.OS, Architecture: p.Architecture, Variant: p.Variant, OSVersion: p.OSVersion, OSFeatures: p.OSFeatures,
	}
}

func exportCache(on *bool) llb.ConstraintsOpt {
	switch {
	case on == nil:
		return llb.WithoutDefaultExportCache()
	case *on:
		return llb.WithExportCache()
	default:
		return llb.WithoutExportCache()
	}
}

func (b *builder) common(c Common) []llb.ConstraintsOpt {
	opts := []llb.ConstraintsOpt{exportCache(c.ExportCache)}
	if c.Description != nil {
		opts = append(opts, llb.WithDescription(c.Description))
	}
	if c.CustomName != nil {
		opts = append(opts, llb.WithCustomName(*c.CustomName))
	}
	if c.IgnoreCache {
		opts = append(opts, llb.IgnoreCache)
	}
	if c.Platform != nil {
		opts = append(opts, llb.Platform(spec(*c.Platform)))
	}
	if len(c.Require) > 0 {
		opts = append(opts, llb.Require(c.Require...))
	}
	if g := c.ProgressGroup; g != nil {
		opts = append(opts, llb.ProgressGroup(g.ID, g.Name, g.Weak))
	}
	if l := c.LinuxResources; l != nil {
		opts = append(opts, llb.WithLinuxResources(llb.LinuxResources(*l)))
	}
	if c.LocalUniqueID != "" {
		opts = append(opts, llb.LocalUniqueID(c.LocalUniqueID))
	}
	for _, l := range c.Sources {
		ranges := []*pb.Range{}
		for _, r := range l.Ranges {
			ranges = append(ranges, &pb.Range{
				Start: &pb.Position{Line: int32(r[0]), Character: int32(r[1])},
				End:   &pb.Position{Line: int32(r[2]), Character: int32(r[3])},
			})
		}
		opts = append(opts, b.files[l.File].Location(ranges))
	}
	return opts
}

func (b *builder) marshalOpts() []llb.ConstraintsOpt {
	m := b.recipe.Marshal
	opts := []llb.ConstraintsOpt{
		llb.Platform(spec(m.Platform)), llb.LocalUniqueID(m.LocalUniqueID), exportCache(m.ExportCache),
	}
	if len(m.Require) > 0 {
		opts = append(opts, llb.Require(m.Require...))
	}
	if m.IgnoreCache {
		opts = append(opts, llb.IgnoreCache)
	}
	if g := m.ProgressGroup; g != nil {
		opts = append(opts, llb.ProgressGroup(g.ID, g.Name, g.Weak))
	}
	if m.Caps != nil {
		known := map[string]bool{}
		for _, id := range m.Caps {
			known[id] = true
		}
		caps := pb.Caps.All()
		supported := caps[:0]
		for _, c := range caps {
			if known[c.ID] {
				supported = append(supported, c)
			}
		}
		opts = append(opts, llb.WithCaps(pb.Caps.CapSet(supported)))
	}
	return opts
}

var _ = apicaps.CapID("")

// Build makes the state of the recipe's result, and the options to marshal it with.
func Build(recipe Recipe) (llb.State, []llb.ConstraintsOpt, error) {
	b := &builder{recipe: recipe}
	for _, f := range recipe.Files {
		b.files = append(b.files, llb.NewSourceMap(nil, f.Name, f.Language, []byte(f.Data)))
	}
	for _, s := range recipe.Steps {
		state, err := b.step(s)
		if err != nil {
			return llb.State{}, nil, err
		}
		b.states = append(b.states, state)
		if len(b.mounts) < len(b.states) {
			b.mounts = append(b.mounts, nil)
		}
	}
	for i, f := range recipe.Files {
		if f.State >= 0 {
			b.files[i].State = &b.states[f.State]
		}
	}
	return b.states[recipe.Result], b.marshalOpts(), nil
}

func (b *builder) step(s Step) (llb.State, error) {
	opts := b.common(s.Common)
	switch s.Op {
	case "scratch":
		return llb.Scratch(), nil
	case "set":
		return b.set(s)
	case "exec":
		return b.exec(s, opts), nil
	case "mount":
		return b.mounts[s.On][s.Target], nil
	case "file":
		groups := map[string]llb.CopyInput{}
		return b.states[s.On].File(b.actions(s.Actions, groups), opts...), nil
	case "merge":
		states := []llb.State{}
		for _, i := range s.States {
			states = append(states, b.states[i])
		}
		return llb.Merge(states, opts...), nil
	case "diff":
		return llb.Diff(b.states[s.States[0]], b.states[s.States[1]], opts...), nil
	case "requires":
		states := []llb.State{}
		for _, i := range s.States {
			states = append(states, b.states[i])
		}
		return b.states[s.On].Requires(s.ID, states...), nil
	case "passthrough":
		inputs := []llb.PassthroughInput{}
		for i, state := range s.States {
			inputs = append(inputs, llb.PassthroughInput{State: b.states[state], Output: s.Outputs[i]})
		}
		return llb.NewState(llb.NewPassthroughOp(s.ID, inputs, opts...).OutputAt(s.Index)), nil
	case "build":
		build := []llbbuild.BuildOption{llbbuild.WithFilename(s.Filename)}
		for _, o := range opts {
			build = append(build, llbbuild.WithConstraints(o))
		}
		return b.states[s.On].With(llbbuild.Build(build...)), nil
	case "reimport":
		def, err := b.states[s.On].Marshal(context.Background(), b.marshalOpts()...)
		if err != nil || len(def.Def) == 0 {
			return llb.Scratch(), err
		}
		op, err := llb.NewDefinitionOp(def.ToPB())
		if err != nil {
			return llb.State{}, err
		}
		return llb.NewState(op.Output()), nil
	default:
		return b.source(s, opts), nil
	}
}

func (b *builder) source(s Step, opts []llb.ConstraintsOpt) llb.State {
	t := s.Text
	switch s.Op {
	case "image":
		o := []llb.ImageOption{}
		for _, c := range opts {
			o = append(o, c)
		}
		switch t["resolveMode"] {
		case "pull":
			o = append(o, llb.ResolveModeForcePull)
		case "local":
			o = append(o, llb.ResolveModePreferLocal)
		}
		if t["checksum"] != "" {
			o = append(o, llb.WithImageChecksum(digest.Digest(t["checksum"])))
		}
		if s.Flags["internal"] {
			o = append(o, llb.MarkImageInternal)
		}
		if s.LayerLimit != nil {
			o = append(o, llb.WithLayerLimit(*s.LayerLimit))
		}
		return llb.Image(s.Ref, o...)
	case "imageBlob", "ociLayoutBlob":
		o := []llb.ImageBlobOption{
			llb.Filename(t["filename"]), llb.Chmod(os.FileMode(s.Numbers["perm"])), llb.Chown(s.Numbers["uid"], s.Numbers["gid"]),
		}
		for _, c := range opts {
			o = append(o, c)
		}
		if s.Op == "imageBlob" {
			return llb.ImageBlob(s.Ref, o...)
		}
		return llb.OCILayoutBlob(s.Ref, append(o, llb.ImageBlobOCIStore(t["session"], t["store"]))...)
	case "ociLayout":
		o := []llb.OCILayoutOption{llb.OCIStore(t["session"], t["store"])}
		for _, c := range opts {
			o = append(o, c)
		}
		if s.LayerLimit != nil {
			o = append(o, llb.OCILayerLimit(*s.LayerLimit))
		}
		return llb.OCILayout(s.Ref, o...)
	case "git":
		return b.git(s, opts)
	case "http":
		o := []llb.HTTPOption{
			llb.Filename(t["filename"]), llb.Chmod(os.FileMode(s.Numbers["perm"])), llb.Chown(s.Numbers["uid"], s.Numbers["gid"]),
			llb.Checksum(digest.Digest(t["checksum"])),
		}
		for _, c := range opts {
			o = append(o, c)
		}
		if t["authHeaderSecret"] != "" {
			o = append(o, llb.AuthHeaderSecret(t["authHeaderSecret"]))
		}
		if s.HasHeader {
			o = append(o, llb.Header(llb.HTTPHeader{Accept: t["accept"], UserAgent: t["userAgent"]}))
		}
		if s.HasSig {
			o = append(o, llb.VerifyPGPSignature(llb.HTTPSignatureInfo{PubKey: []byte(t["pubKey"]), Signature: []byte(t["signature"])}))
		}
		return llb.HTTP(s.Ref, o...)
	default:
		return b.local(s, opts)
	}
}

func (b *builder) git(s Step, opts []llb.ConstraintsOpt) llb.State {
	t := s.Text
	o := []llb.GitOption{}
	for _, c := range opts {
		o = append(o, c)
	}
	for _, key := range s.KnownHosts {
		o = append(o, llb.KnownSSHHosts(key))
	}
	o = append(o, llb.MountSSHSock(t["mountSshSock"]), llb.GitRef(t["ref"]), llb.GitSubDir(t["subdir"]),
		llb.GitChecksum(t["checksum"]), llb.GitMTime(t["mtime"]))
	if t["bundle"] != "" {
		o = append(o, llb.GitBundleURL(t["bundle"], llb.GitBundleOCIStore(t["session"], t["store"])))
	}
	for flag, opt := range map[string]llb.GitOption{
		"keepGitDir": llb.KeepGitDir(), "skipSubmodules": llb.GitSkipSubmodules(),
		"fetchByCommit": llb.GitFetchByCommit(), "checkoutBundle": llb.GitCheckoutBundle(),
	} {
		if s.Flags[flag] {
			o = append(o, opt)
		}
	}
	if token, ok := s.AuthTokens["token"]; ok {
		o = append(o, llb.AuthTokenSecret(token))
	}
	if header, ok := s.AuthTokens["header"]; ok {
		o = append(o, llb.AuthHeaderSecret(header))
	}
	return llb.Git(s.Ref, "", o...)
}

func (b *builder) local(s Step, opts []llb.ConstraintsOpt) llb.State {
	t := s.Text
	o := []llb.LocalOption{
		llb.IncludePatterns(s.Lists["include"]), llb.ExcludePatterns(s.Lists["exclude"]),
		llb.FollowPaths(s.Lists["follow"]), llb.SharedKeyHint(t["sharedKeyHint"]),
	}
	for _, c := range opts {
		o = append(o, c)
	}
	if t["session"] != "" {
		o = append(o, llb.SessionID(t["session"]))
	}
	if t["differ"] != "" {
		o = append(o, llb.Differ(llb.DiffType(t["differ"]), s.Flags["differRequired"]))
	}
	if s.Flags["metadataOnly"] {
		o = append(o, llb.MetadataOnlyTransfer(s.Lists["except"]))
	}
	return llb.Local(s.Ref, o...)
}

func network(mode string) llb.StateOption {
	return llb.Network(map[string]pb.NetMode{
		"sandbox": llb.NetModeSandbox, "host": llb.NetModeHost, "none": llb.NetModeNone,
	}[mode])
}

func security(mode string) llb.StateOption {
	return llb.Security(map[string]pb.SecurityMode{
		"sandbox": llb.SecurityModeSandbox, "insecure": llb.SecurityModeInsecure,
	}[mode])
}

func values(s Step) []llb.StateOption {
	o := []llb.StateOption{}
	for _, e := range s.Env {
		o = append(o, llb.AddEnv(e[0], e[1]))
	}
	if s.Cwd != nil {
		o = append(o, llb.Dir(*s.Cwd))
	}
	if s.User != nil {
		o = append(o, llb.User(*s.User))
	}
	if s.Hostname != nil {
		o = append(o, llb.Hostname(*s.Hostname))
	}
	if s.Network != nil {
		o = append(o, network(*s.Network))
	}
	if s.Security != nil {
		o = append(o, security(*s.Security))
	}
	return o
}

func (b *builder) set(s Step) (llb.State, error) {
	state := b.states[s.On]
	if s.Reset != nil {
		state = state.Reset(b.states[*s.Reset])
	}
	if s.ImageConfig != "" {
		var err error
		if state, err = state.WithImageConfig([]byte(s.ImageConfig)); err != nil {
			return state, err
		}
	}
	state = state.With(values(s)...)
	if s.CgroupPar != nil {
		state = state.WithCgroupParent(*s.CgroupPar)
	}
	for _, h := range s.Hosts {
		state = state.AddExtraHost(h[0], net.ParseIP(h[1]))
	}
	for _, u := range s.Ulimits {
		state = state.AddUlimit(llb.UlimitName(u.Name), u.Soft, u.Hard)
	}
	if s.PlatformSet != nil {
		state = state.Platform(spec(*s.PlatformSet))
	}
	return state, nil
}

func (b *builder) exec(s Step, opts []llb.ConstraintsOpt) llb.State {
	run := []llb.RunOption{llb.With(values(s)...)}
	for _, c := range opts {
		run = append(run, c)
	}
	if s.Shlex != "" {
		run = append(run, llb.Shlex(s.Shlex))
	} else {
		run = append(run, llb.Args(s.Args))
	}
	if s.CgroupPar != nil {
		run = append(run, llb.WithCgroupParent(*s.CgroupPar))
	}
	for _, h := range s.Hosts {
		run = append(run, llb.AddExtraHost(h[0], net.ParseIP(h[1])))
	}
	for _, u := range s.Ulimits {
		run = append(run, llb.AddUlimit(llb.UlimitName(u.Name), u.Soft, u.Hard))
	}
	if s.Readonly {
		run = append(run, llb.ReadonlyRootFS())
	}
	if len(s.ExitCodes) > 0 {
		run = append(run, llb.ValidExitCodes(s.ExitCodes...))
	}
	if p := s.Proxy; p != nil {
		run = append(run, llb.WithProxy(llb.ProxyEnv{
			HTTPProxy: p.HTTP, HTTPSProxy: p.HTTPS, FTPProxy: p.FTP, NoProxy: p.No, AllProxy: p.All,
		}))
	}
	for _, d := range s.CDI {
		o := []llb.CDIDeviceOption{llb.CDIDeviceName(d.Name)}
		if d.Optional {
			o = append(o, llb.CDIDeviceOptional)
		}
		run = append(run, llb.AddCDIDevice(o...))
	}
	for _, e := range s.SecretEnv {
		o := []llb.SecretOption{llb.SecretID(e.ID), llb.SecretAsEnvName(e.Name)}
		if e.Optional {
			o = append(o, llb.SecretOptional)
		}
		run = append(run, llb.AddSecretWithDest(e.ID, nil, o...))
	}
	for _, m := range s.Mounts {
		switch m.Kind {
		case "secret":
			o := []llb.SecretOption{llb.SecretID(m.Session.ID), llb.SecretFileOpt(m.Session.UID, m.Session.GID, m.Session.Mode)}
			if m.Session.Optional {
				o = append(o, llb.SecretOptional)
			}
			run = append(run, llb.AddSecret(m.Target, o...))
		case "ssh":
			o := []llb.SSHOption{
				llb.SSHID(m.Session.ID), llb.SSHSocketOpt(m.Target, m.Session.UID, m.Session.GID, m.Session.Mode),
			}
			if m.Session.Optional {
				o = append(o, llb.SSHOptional)
			}
			run = append(run, llb.AddSSHSocket(o...))
		}
	}
	exec := b.states[s.On].Run(run...)
	outputs := map[string]llb.State{}
	for _, m := range s.Mounts {
		if m.Kind != "secret" && m.Kind != "ssh" {
			outputs[m.Target] = exec.AddMount(m.Target, b.mountSource(m), mountOpts(m)...)
		}
	}
	b.mounts = append(b.mounts, outputs)
	return exec.Root()
}

func (b *builder) mountSource(m Mount) llb.State {
	if m.State < 0 {
		return llb.Scratch()
	}
	return b.states[m.State]
}

func mountOpts(m Mount) []llb.MountOption {
	o := []llb.MountOption{llb.SourcePath(m.Selector)}
	if m.Readonly {
		o = append(o, llb.Readonly)
	}
	if m.NoOutput {
		o = append(o, llb.ForceNoOutput)
	}
	switch m.ContentCache {
	case "on":
		o = append(o, llb.ContentCache(llb.MountContentCacheOn))
	case "off":
		o = append(o, llb.ContentCache(llb.MountContentCacheOff))
	}
	switch m.Kind {
	case "cache":
		o = append(o, llb.AsPersistentCacheDir(m.ID, map[string]llb.CacheMountSharingMode{
			"shared": llb.CacheMountShared, "private": llb.CacheMountPrivate, "locked": llb.CacheMountLocked,
		}[m.Sharing]))
	case "tmpfs":
		o = append(o, llb.Tmpfs(llb.TmpfsSize(m.Size)))
	}
	return o
}

func (b *builder) actions(actions []Action, groups map[string]llb.CopyInput) *llb.FileAction {
	var chain *llb.FileAction
	for _, a := range actions {
		chain = b.action(chain, a, groups)
	}
	return chain
}

func (b *builder) action(chain *llb.FileAction, a Action, groups map[string]llb.CopyInput) *llb.FileAction {
	var owner *llb.ChownOpt
	if a.Owner != nil {
		o := llb.WithUser(*a.Owner).(llb.ChownOpt)
		owner = &o
	} else if a.UIDGID != nil {
		owner = &llb.ChownOpt{User: &llb.UserOpt{UID: a.UIDGID[0]}, Group: &llb.UserOpt{UID: a.UIDGID[1]}}
	}
	var created *time.Time
	if a.Time != nil {
		ns, err := strconv.ParseInt(*a.Time, 10, 64)
		if err != nil {
			panic(err)
		}
		t := time.Unix(0, ns)
		created = &t
	}
	mode := os.FileMode(a.Mode)
	switch a.Kind {
	case "mkdir":
		return chain.Mkdir(a.Path, mode, &llb.MkdirInfo{MakeParents: a.Flags["parents"], ChownOpt: owner, CreatedTime: created})
	case "mkfile":
		return chain.Mkfile(a.Path, mode, []byte(a.Data), &llb.MkfileInfo{ChownOpt: owner, CreatedTime: created})
	case "symlink":
		return chain.Symlink(a.Path, a.Dest, &llb.SymlinkInfo{ChownOpt: owner, CreatedTime: created})
	case "rm":
		return chain.Rm(a.Path, &llb.RmInfo{AllowNotFound: a.Flags["allowNotFound"], AllowWildcard: a.Flags["allowWildcard"]})
	}
	info := &llb.CopyInfo{
		FollowSymlinks: a.Flags["followSymlinks"], CopyDirContentsOnly: a.Flags["copyDirContentsOnly"],
		IncludePatterns: a.Lists["include"], ExcludePatterns: a.Lists["exclude"], RequiredPaths: a.Lists["required"],
		AttemptUnpack: a.Flags["attemptUnpack"], CreateDestPath: a.Flags["createDestPath"],
		AllowWildcard: a.Flags["allowWildcard"], AllowEmptyWildcard: a.Flags["allowEmptyWildcard"],
		AlwaysReplaceExistingDestPaths: a.Flags["alwaysReplaceExistingDestPaths"], ChownOpt: owner, CreatedTime: created,
	}
	if a.HasMode {
		info.Mode = &llb.ChmodOpt{Mode: mode, ModeStr: a.ModeStr}
	}
	return chain.Copy(b.copyInput(a, groups), a.Path, a.Dest, info)
}

func (b *builder) copyInput(a Action, groups map[string]llb.CopyInput) llb.CopyInput {
	if a.From >= 0 {
		return b.states[a.From]
	}
	if input, ok := groups[a.Group]; ok {
		return input
	}
	input := b.actions(a.GroupActions, groups).WithState(b.states[a.GroupState])
	groups[a.Group] = input
	return input
}
