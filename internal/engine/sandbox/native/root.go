package native

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/graft"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// The identity of every program, inside its slot.
const (
	programUID  = 1000
	programGID  = 1000
	programHost = "sandbox"
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

// plan is the root of every slot: what to mount and from where. It is made once.
type plan struct {
	setup   wire.Setup
	sources []source // one for each of setup.Mounts
}

// source is a host path to graft.
type source struct {
	path   string
	device bool
}

func newPlan(c Config, memoryCounted bool) *plan {
	p := &plan{setup: wire.Setup{
		Hostname: programHost, UID: programUID, GID: programGID,
		Dirs: []string{"/etc", "/dev", "/dev/shm", "/tmp"},
		Texts: [][2]string{
			{"/etc/passwd", passwdText}, {"/etc/group", groupText},
			{"/etc/hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n"},
			{"/etc/hostname", programHost + "\n"},
			{"/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"},
			{"/etc/resolv.conf", ""},
		},
		Links: [][2]string{
			{"/dev/fd", "/proc/self/fd"}, {"/dev/stdin", "/proc/self/fd/0"},
			{"/dev/stdout", "/proc/self/fd/1"}, {"/dev/stderr", "/proc/self/fd/2"},
			{"/etc/mtab", "/proc/self/mounts"},
		},
		Proc: !c.NoProc, Masked: maskedProc, Covers: coveredProc(), Filters: seccompFilters(memoryCounted),
	}}
	for _, f := range systemFolders {
		p.system(f)
	}
	for _, pattern := range append(etcEntries, c.Etc...) {
		found, _ := filepath.Glob("/etc/" + pattern)
		for _, f := range found {
			p.system(f)
		}
	}
	for _, d := range devices {
		p.mount(d, d, true)
	}
	for _, r := range c.Roots {
		p.mount(r.Host, inside(r), false)
	}
	return p
}

// system shows a path of the distribution as it is: a link as a link.
func (p *plan) system(path string) {
	if to, err := os.Readlink(path); err == nil {
		p.setup.Links = append(p.setup.Links, [2]string{path, to})
		return
	}
	p.mount(path, path, false)
}

// mount adds a graft, unless there is nothing or it is within one that is there already.
func (p *plan) mount(host, at string, device bool) {
	st, err := os.Stat(host)
	if err != nil {
		return
	}
	for i, m := range p.setup.Mounts {
		if strings.HasPrefix(at+"/", m.Path+"/") && strings.HasPrefix(host+"/", p.sources[i].path+"/") {
			return
		}
	}
	p.setup.Mounts = append(p.setup.Mounts, wire.Mount{Path: at, Dir: st.IsDir()})
	p.sources = append(p.sources, source{host, device})
}

// grafter makes detached, read-only copies of host paths, which any slot can attach.
type grafter interface {
	graft(source) (fd int, err error)
	close()
}

// hostGrafter is the grafter of a process that may mount on the host.
type hostGrafter struct{}

func (hostGrafter) close() {}

func (hostGrafter) graft(s source) (int, error) { return graft.Detached(s.path, s.device) }

// bound is a bind as it stands in a slot: what is there, by device and inode, and where. As long as it stands the
// inode is in use, so that nothing else gets its number.
type bound struct {
	mount      wire.Mount
	device, id uint64
}

// look tells what the binds would be now.
func look(binds []sandbox.Bind) ([]bound, error) {
	if len(binds) == 0 {
		return nil, nil
	}
	all := make([]bound, len(binds))
	for i, b := range binds {
		var st unix.Stat_t
		if err := unix.Stat(b.Host, &st); err != nil {
			return nil, &os.PathError{Op: "stat", Path: b.Host, Err: err}
		}
		all[i] = boundAt(b, &st)
	}
	return all, nil
}

func boundAt(b sandbox.Bind, st *unix.Stat_t) bound {
	return bound{wire.Mount{Path: filepath.Clean(b.Path), Dir: st.Mode&unix.S_IFMT == unix.S_IFDIR}, st.Dev, st.Ino}
}

// graftAll grafts the binds of one run, and tells what it has grafted.
func graftAll(g grafter, binds []sandbox.Bind) (all []bound, fds []int, err error) {
	for _, b := range binds {
		fd, err := g.graft(source{path: b.Host})
		if err != nil {
			closeAll(fds)
			return nil, nil, err
		}
		fds = append(fds, fd)
		var st unix.Stat_t
		if err := unix.Fstat(fd, &st); err != nil {
			closeAll(fds)
			return nil, nil, &os.PathError{Op: "stat", Path: b.Host, Err: err}
		}
		all = append(all, boundAt(b, &st))
	}
	return all, fds, nil
}

// staying are the binds that stand after their run, as the slot has it too: all of them, or none.
func staying(binds []bound) []bound {
	if slices.ContainsFunc(binds, func(b bound) bool { return !wire.Stays(b.mount.Path) }) {
		return nil
	}
	return binds
}

func closeAll(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}
