package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

// blobCache gives blobs as files of this host: the store's own where it has them here, else copies in a
// folder, of which those not used for longest go when there are too many.
type blobCache struct {
	store blob.Store
	dir   string
	max   int64

	mu    sync.Mutex
	size  int64
	files map[blob.Digest]*cachedBlob
}

type cachedBlob struct {
	bytes int64
	used  time.Time
	holds int
}

// newBlobCache takes over what an earlier process has left in the folder.
func newBlobCache(store blob.Store, dir string, max int64) (*blobCache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the cache of blobs: %w", err)
	}
	c := &blobCache{store: store, dir: dir, max: max, files: map[blob.Digest]*cachedBlob{}}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read the cache of blobs: %w", err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !blob.Digest(e.Name()).Valid() {
			_ = os.Remove(filepath.Join(dir, e.Name())) // an unfinished copy
			continue
		}
		c.files[blob.Digest(e.Name())] = &cachedBlob{bytes: info.Size(), used: info.ModTime()}
		c.size += info.Size()
	}
	return c, nil
}

func (c *blobCache) file(d blob.Digest) string { return filepath.Join(c.dir, string(d)) }

// held are the blobs one judging works with: they stay until release.
type held struct {
	cache *blobCache
	mu    sync.Mutex
	all   []blob.Digest
}

func (c *blobCache) hold() *held { return &held{cache: c} }

// path is a file that holds the blob until release.
func (h *held) path(ctx context.Context, digest string) (string, error) {
	d := blob.Digest(digest)
	if path, ok := h.cache.store.Path(ctx, d); ok {
		return path, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.cache.take(d) {
		if err := h.cache.fetch(ctx, d); err != nil {
			return "", err
		}
	}
	h.all = append(h.all, d)
	return h.cache.file(d), nil
}

func (h *held) release() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cache.mu.Lock()
	defer h.cache.mu.Unlock()
	for _, d := range h.all {
		h.cache.files[d].holds--
	}
	h.all = nil
}

// take holds a blob that is there.
func (c *blobCache) take(d blob.Digest) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.files[d]
	if f == nil {
		return false
	}
	f.holds++
	f.used = time.Now()
	return true
}

// fetch copies a blob here and holds it. Two that fetch the same one at once do it twice and keep one.
func (c *blobCache) fetch(ctx context.Context, d blob.Digest) error {
	from, err := c.store.Get(ctx, d)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.CreateTemp(c.dir, "unfinished-*")
	if err != nil {
		return fmt.Errorf("copy a blob: %w", err)
	}
	n, err := io.Copy(to, from) // reading to the end verifies the digest
	if err = errors.Join(err, to.Chmod(0o444), to.Close()); err == nil {
		err = os.Rename(to.Name(), c.file(d))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("copy a blob: %w", err), os.Remove(to.Name()))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if f := c.files[d]; f != nil {
		f.holds++
		f.used = time.Now()
		return nil
	}
	c.files[d] = &cachedBlob{bytes: n, used: time.Now(), holds: 1}
	c.size += n
	return c.evict()
}

// evict drops copies that nobody holds until the rest fits. The lock is held.
func (c *blobCache) evict() error {
	if c.size <= c.max {
		return nil
	}
	var idle []blob.Digest
	for d, f := range c.files {
		if f.holds == 0 {
			idle = append(idle, d)
		}
	}
	slices.SortFunc(idle, func(a, b blob.Digest) int { return c.files[a].used.Compare(c.files[b].used) })
	for _, d := range idle {
		if c.size <= c.max {
			break
		}
		if err := os.Remove(c.file(d)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("drop a copy of a blob: %w", err)
		}
		c.size -= c.files[d].bytes
		delete(c.files, d)
	}
	return nil
}
