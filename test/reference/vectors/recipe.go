package main

// Recipe is a graph in a form that every client can build: steps that each make one state, from
// states of earlier steps. Numbers of 64 bits are text, as JavaScript's JSON cannot hold them.
type Recipe struct {
	Marshal Marshal `json:"marshal"`
	Files   []File  `json:"files,omitempty"`
	Steps   []Step  `json:"steps"`
	// Result is the step whose state is marshalled.
	Result int `json:"result"`
}

// Marshal holds the defaults of all ops.
type Marshal struct {
	Platform      Platform `json:"platform"`
	LocalUniqueID string   `json:"localUniqueId"`
	// Caps of the daemon; nil when unknown.
	Caps          []string       `json:"caps"`
	Require       []string       `json:"require,omitempty"`
	IgnoreCache   bool           `json:"ignoreCache,omitempty"`
	ExportCache   *bool          `json:"exportCache,omitempty"`
	ProgressGroup *ProgressGroup `json:"progressGroup,omitempty"`
}

type Platform struct {
	OS           string   `json:"os"`
	Architecture string   `json:"architecture"`
	Variant      string   `json:"variant,omitempty"`
	OSVersion    string   `json:"osVersion,omitempty"`
	OSFeatures   []string `json:"osFeatures,omitempty"`
}

type ProgressGroup struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Weak bool   `json:"weak"`
}

// File is a source file that vertices point into.
type File struct {
	Name     string `json:"name"`
	Language string `json:"language"`
	Data     string `json:"data"`
	// State is the step that holds the file, or -1.
	State int `json:"state"`
}

// Location points into a file; a range is start line, start character, end line, end character.
type Location struct {
	File   int      `json:"file"`
	Ranges [][4]int `json:"ranges"`
}

// Common holds what can be said of every op.
type Common struct {
	CustomName     *string           `json:"customName,omitempty"`
	Description    map[string]string `json:"description,omitempty"`
	IgnoreCache    bool              `json:"ignoreCache,omitempty"`
	ExportCache    *bool             `json:"exportCache,omitempty"`
	Platform       *Platform         `json:"platform,omitempty"`
	Require        []string          `json:"require,omitempty"`
	ProgressGroup  *ProgressGroup    `json:"progressGroup,omitempty"`
	LinuxResources *Resources        `json:"linuxResources,omitempty"`
	LocalUniqueID  string            `json:"localUniqueId,omitempty"`
	Sources        []Location        `json:"sources,omitempty"`
}

type Resources struct {
	Memory     int64  `json:"memory,string"`
	MemorySwap int64  `json:"memorySwap,string"`
	CPUShares  uint64 `json:"cpuShares,string"`
	CPUPeriod  uint64 `json:"cpuPeriod,string"`
	CPUQuota   int64  `json:"cpuQuota,string"`
	CpusetCpus string `json:"cpusetCpus"`
	CpusetMems string `json:"cpusetMems"`
}

// Step makes one state. Op says which of the fields are used.
type Step struct {
	Op     string `json:"op"`
	On     int    `json:"on"`
	Common Common `json:"common"`

	// Sources.
	Ref         string            `json:"ref,omitempty"`
	Text        map[string]string `json:"text,omitempty"`
	Flags       map[string]bool   `json:"flags,omitempty"`
	Numbers     map[string]int    `json:"numbers,omitempty"`
	Lists       map[string]List   `json:"lists,omitempty"`
	KnownHosts  []string          `json:"knownHosts,omitempty"`
	HasHeader   bool              `json:"hasHeader,omitempty"`
	HasSig      bool              `json:"hasSig,omitempty"`
	AuthTokens  map[string]string `json:"authTokens,omitempty"`
	LayerLimit  *int              `json:"layerLimit,omitempty"`
	ImageConfig string            `json:"imageConfig,omitempty"`

	// Values of a state, and of an exec.
	Env         [][2]string `json:"env,omitempty"`
	Cwd         *string     `json:"cwd,omitempty"`
	User        *string     `json:"user,omitempty"`
	Hostname    *string     `json:"hostname,omitempty"`
	CgroupPar   *string     `json:"cgroupParent,omitempty"`
	Network     *string     `json:"network,omitempty"`
	Security    *string     `json:"security,omitempty"`
	PlatformSet *Platform   `json:"platformSet,omitempty"`
	Hosts       [][2]string `json:"hosts,omitempty"`
	Ulimits     []Ulimit    `json:"ulimits,omitempty"`
	Reset       *int        `json:"reset,omitempty"`

	// Exec.
	Args      []string      `json:"args,omitempty"`
	Shlex     string        `json:"shlex,omitempty"`
	Mounts    []Mount       `json:"mounts,omitempty"`
	SecretEnv []SessionFile `json:"secretEnv,omitempty"`
	Readonly  bool          `json:"readonly,omitempty"`
	ExitCodes []int         `json:"exitCodes,omitempty"`
	Proxy     *Proxy        `json:"proxy,omitempty"`
	CDI       []SessionFile `json:"cdi,omitempty"`
	Target    string        `json:"target,omitempty"`
	Actions   []Action      `json:"actions,omitempty"`
	States    []int         `json:"states,omitempty"`
	ID        string        `json:"id,omitempty"`
	Outputs   []bool        `json:"outputs,omitempty"`
	Index     int           `json:"index,omitempty"`
	Filename  string        `json:"filename,omitempty"`
}

// List tells an empty list from none.
type List []string

type Ulimit struct {
	Name string `json:"name"`
	Soft int64  `json:"soft,string"`
	Hard int64  `json:"hard,string"`
}

type Proxy struct {
	HTTP  string `json:"httpProxy"`
	HTTPS string `json:"httpsProxy"`
	FTP   string `json:"ftpProxy"`
	No    string `json:"noProxy"`
	All   string `json:"allProxy"`
}

type Mount struct {
	Kind         string      `json:"kind"`
	Target       string      `json:"target"`
	State        int         `json:"state"`
	Readonly     bool        `json:"readonly,omitempty"`
	Selector     string      `json:"selector,omitempty"`
	NoOutput     bool        `json:"noOutput,omitempty"`
	ContentCache string      `json:"contentCache,omitempty"`
	ID           string      `json:"id,omitempty"`
	Sharing      string      `json:"sharing,omitempty"`
	Size         int64       `json:"size,string"`
	Session      SessionFile `json:"session"`
}

// SessionFile is a secret, a socket or a device.
type SessionFile struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	UID      int    `json:"uid"`
	GID      int    `json:"gid"`
	Mode     int    `json:"mode"`
	Optional bool   `json:"optional"`
}

// Action is one change of a file op. From is the step to copy from; FromActions are those of an
// earlier Group, or new ones, on the state of the step OnState.
type Action struct {
	Kind    string          `json:"kind"`
	Path    string          `json:"path,omitempty"`
	Dest    string          `json:"dest,omitempty"`
	Mode    int             `json:"mode"`
	ModeStr string          `json:"modeStr,omitempty"`
	HasMode bool            `json:"hasMode,omitempty"`
	Data    string          `json:"data,omitempty"`
	Owner   *string         `json:"owner,omitempty"`
	UIDGID  *[2]int         `json:"uidGid,omitempty"`
	Time    *string         `json:"time,omitempty"`
	Flags   map[string]bool `json:"flags,omitempty"`
	Lists   map[string]List `json:"lists,omitempty"`
	From    int             `json:"from"`
	// Group names actions with a state of their own; the first use holds them, later ones do not.
	Group        string   `json:"group,omitempty"`
	GroupActions []Action `json:"groupActions,omitempty"`
	GroupState   int      `json:"groupState"`
}
