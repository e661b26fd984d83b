// Package root is what a program sees as its file system, as the host prepares it: the plan of a slot's root, the mounts that are
// grafted into it for all runs and for one, and what lies over the telling files of /proc. All that is shown is read-only and of
// toolchains; what a program can write the slot makes by itself. Nothing here mounts on the host: grafts are detached, and travel
// to the slot as descriptors.
package root

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// The identity of every program, inside its slot.
const (
	UID      = 1000
	GID      = 1000
	hostname = "sandbox"
)

// systemFolders hold the toolchains of a distribution. Links among them are copied as links.
var systemFolders = []string{"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}

// etcEntries are what toolchains read below /etc: no accounts, keys or network settings.
var etcEntries = []string{
	"alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "timezone", "mime.types", "magic", "terminfo",
	"java-*", ".java", "php", "python3*", "pypy3*", "perl", "mono", "R", "octave*", "fonts", "fpc*.cfg", "nim", "swi-prolog*",
	"erlang*", "ghc*", "sbcl*", "racket*", "crystal", "ldc2.conf", "ldc", "node*", "groovy*", "scala*", "gnustep*", "bash.bashrc", "inputrc",
}

// devices are the only ones. The last is whatever terminal a program has, which most have not.
var devices = []string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"}

const passwdText = "root:x:0:0:root:/:/usr/sbin/nologin\nprogram:x:1000:1000:program:/w:/bin/sh\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n"

const groupText = "root:x:0:\nprogram:x:1000:\nnogroup:x:65534:\n"

// Plan is the root of every slot: what to mount and from where. It is made once.
type Plan struct {
	Setup   wire.Setup
	Sources []Source // one for each of Setup.Mounts
}

// Source is a host path to graft.
type Source struct {
	Path   string
	Device bool
}

// Shown is what an operator has programs see beside the toolchains of the distribution, and under which filters.
type Shown struct {
	Roots   []sandbox.Bind // at the same path, unless Path is set; missing ones are left out
	Etc     []string       // patterns of names below /etc
	Proc    bool           // a /proc of the slot's own, where it can be had
	Filters []string       // of system calls, one for each family
}

// NewPlan finds out what of it is there on this host.
func NewPlan(shown Shown) *Plan {
	p := &Plan{Setup: wire.Setup{
		Hostname: hostname, UID: UID, GID: GID,
		Dirs: []string{"/etc", "/dev", "/dev/shm", "/tmp"},
		Texts: [][2]string{
			{"/etc/passwd", passwdText}, {"/etc/group", groupText},
			{"/etc/hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n"},
			{"/etc/hostname", hostname + "\n"},
			{"/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"},
			{"/etc/resolv.conf", ""},
		},
		Links: [][2]string{
			{"/dev/fd", "/proc/self/fd"}, {"/dev/stdin", "/proc/self/fd/0"},
			{"/dev/stdout", "/proc/self/fd/1"}, {"/dev/stderr", "/proc/self/fd/2"},
			{"/etc/mtab", "/proc/self/mounts"},
		},
		Proc: shown.Proc, Masked: maskedProc, Covers: coveredProc(), Filters: shown.Filters,
	}}
	for _, f := range systemFolders {
		p.system(f)
	}
	for _, pattern := range append(etcEntries, shown.Etc...) {
		found, _ := filepath.Glob("/etc/" + pattern)
		for _, f := range found {
			p.system(f)
		}
	}
	for _, d := range devices {
		p.Mount(d, d, true)
	}
	for _, r := range shown.Roots {
		p.Mount(r.Host, At(r), false)
	}
	return p
}

// system shows a path of the distribution as it is: a link as a link.
func (p *Plan) system(path string) {
	if to, err := os.Readlink(path); err == nil {
		p.Setup.Links = append(p.Setup.Links, [2]string{path, to})
		return
	}
	p.Mount(path, path, false)
}

// Mount adds a graft, unless there is nothing or it is within one that is there already.
func (p *Plan) Mount(host, at string, device bool) {
	st, err := os.Stat(host)
	if err != nil {
		return
	}
	for i, m := range p.Setup.Mounts {
		if strings.HasPrefix(at+"/", m.Path+"/") && strings.HasPrefix(host+"/", p.Sources[i].Path+"/") {
			return
		}
	}
	p.Setup.Mounts = append(p.Setup.Mounts, wire.Mount{Path: at, Dir: st.IsDir()})
	p.Sources = append(p.Sources, Source{host, device})
}

// At is where a root folder is shown.
func At(r sandbox.Bind) string {
	if r.Path == "" {
		return filepath.Clean(r.Host)
	}
	return filepath.Clean(r.Path)
}

// Hides tells whether a slot mounts something of its own over a path.
func Hides(at string) bool {
	for _, p := range []string{"/tmp", "/w", "/proc", "/dev", "/.run"} {
		if at == p || strings.HasPrefix(at, p+"/") {
			return true
		}
	}
	return at == "/"
}
