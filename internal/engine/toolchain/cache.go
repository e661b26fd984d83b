package toolchain

import (
	"container/list"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// cache keeps compiled programs in folders of <root>. The root is this process's own and begins
// empty, so that nothing is run that this process did not make; a lock on it tells other
// processes that it is in use.
type cache struct {
	dir   string // what is shared with other processes
	root  string
	lock  *os.File
	limit int64

	mu      sync.Mutex
	size    int64
	entries map[scopedKey]*list.Element
	recent  *list.List // of *cacheEntry, the most recently used first
}

// scopedKey is a program of somebody: the same program of somebody else is another one.
type scopedKey struct{ scope, key string }

// program is where a compiled program is on the disk, and where in it it begins.
type program struct {
	dir   string
	start start
}

type cacheEntry struct {
	scopedKey
	program
	size      int64
	users     int  // artifacts not yet released
	forgotten bool // removed with its last user
}

func openCache(dir string, limit int64) (*cache, error) {
	c := &cache{dir: dir, limit: limit, entries: map[scopedKey]*list.Element{}, recent: list.New()}
	if err := c.claim(); err != nil {
		return nil, errs.New(errs.Internal, "toolchain_dir", "the folder for compiled programs cannot be used").Because(err)
	}
	return c, nil
}

// claim makes and locks this process's root, and removes those that no living process holds.
func (c *cache) claim() error {
	if err := os.MkdirAll(filepath.Join(c.dir, "warm"), 0o755); err != nil {
		return err
	}
	all, err := LockFolder(c.dir, unix.LOCK_EX) // one claim at a time: a new root is not locked at once
	if err != nil {
		return err
	}
	defer all.Close()
	left, err := filepath.Glob(filepath.Join(c.dir, "programs-*"))
	if err != nil {
		return err
	}
	for _, root := range left {
		if lock, err := LockFolder(root, unix.LOCK_EX|unix.LOCK_NB); err == nil {
			_ = os.RemoveAll(root)
			_ = lock.Close()
		}
	}
	if c.root, err = os.MkdirTemp(c.dir, "programs-"); err != nil {
		return err
	}
	if c.lock, err = LockFolder(c.root, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return err
	}
	return os.Chmod(c.root, 0o755) // programs run under other users
}

// LockFolder takes the lock of a folder, as flock does, until what it answers is closed or this process and all that inherit it are gone.
func LockFolder(dir string, how int) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), how); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

func (c *cache) close() error {
	err := os.RemoveAll(c.root)
	return errors.Join(err, c.lock.Close())
}

func digest(parts ...any) string {
	data, err := json.Marshal(parts)
	if err != nil {
		panic(err) // strings, bytes and numbers always encode
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// rowKey names everything of a language that decides what comes out of a compilation.
func (t *Tool) rowKey() string {
	l := &t.Language
	return digest(l.ID, t.Version, t.Path, l.Compile, l.Check, l.Env, l.Warm.Args, l.Source, l.Main, l.Otherwise, l.Beside)
}

// key names everything that decides what comes out of a compilation; row is the language's part. Every text has its
// length before it, so that no two works are written alike.
func (w *work) key(row string) string {
	all := sha256.New()
	text := func(s string) {
		var size [8]byte
		binary.LittleEndian.PutUint64(size[:], uint64(len(s)))
		all.Write(size[:])
		_, _ = io.WriteString(all, s)
	}
	text(row)
	text(w.entry)
	text(strconv.FormatBool(w.skipCheck))
	text(strconv.Itoa(len(w.flags)))
	for _, f := range w.flags {
		text(f)
	}
	for i := range w.files {
		text(w.files[i].Name)
		text(string(w.files[i].Data))
	}
	return hex.EncodeToString(all.Sum(nil))
}

// begin makes an empty folder for a compilation.
func (c *cache) begin() (string, error) {
	dir, err := os.MkdirTemp(c.root, "")
	if err == nil {
		err = os.Chmod(dir, 0o755) // programs run under other users
	}
	return dir, err
}

// get finds a program of the scope and holds it until release.
func (c *cache) get(scope, key string) (made program, release func(), ok bool) {
	if scope == "" {
		return made, nil, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.entries[scopedKey{scope, key}]
	if !ok {
		return made, nil, false
	}
	c.recent.MoveToFront(element)
	made, release = c.hold(element.Value.(*cacheEntry))
	return made, release, true
}

func (c *cache) hold(e *cacheEntry) (made program, release func()) {
	e.users++
	return e.program, sync.OnceFunc(func() { c.let(e) })
}

func (c *cache) let(e *cacheEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.users--; e.users == 0 && e.forgotten {
		_ = os.RemoveAll(e.dir)
	}
	c.shrink()
}

// put takes over a folder made by begin. A program without scope lives until its release.
func (c *cache) put(scope, key string, made program) (kept program, release func()) {
	if scope == "" {
		return made, sync.OnceFunc(func() { _ = os.RemoveAll(made.dir) })
	}
	size := folderSize(made.dir)
	c.mu.Lock()
	defer c.mu.Unlock()
	k := scopedKey{scope, key}
	if element, ok := c.entries[k]; ok { // compiled twice at once: the first stays
		_ = os.RemoveAll(made.dir)
		return c.hold(element.Value.(*cacheEntry))
	}
	e := &cacheEntry{scopedKey: k, program: made, size: size}
	c.entries[k] = c.recent.PushFront(e)
	c.size += size
	e.users++ // so that it is not the one that has to go
	c.shrink()
	e.users--
	return c.hold(e)
}

// shrink drops the least recently used programs that nobody uses.
func (c *cache) shrink() {
	for element := c.recent.Back(); element != nil && c.size > c.limit; {
		previous := element.Prev()
		if e := element.Value.(*cacheEntry); e.users == 0 {
			c.drop(element)
		}
		element = previous
	}
}

func (c *cache) drop(element *list.Element) {
	e := element.Value.(*cacheEntry)
	c.recent.Remove(element)
	delete(c.entries, e.scopedKey)
	c.size -= e.size
	e.forgotten = true
	if e.users == 0 {
		_ = os.RemoveAll(e.dir)
	}
}

func folderSize(dir string) int64 {
	var size int64
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if info, err := d.Info(); err == nil {
			size += max(info.Size(), 4096)
		}
		return nil
	})
	return size
}

func writeFiles(dir string, files []File) error {
	for _, f := range files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// warmRoot holds what was warmed up; it outlives the process.
func (c *cache) warmRoot() string { return filepath.Join(c.dir, "warm") }
