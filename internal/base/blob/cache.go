package blob

import (
	"context"
	"fmt"
	"io"
)

// Cache is a store with a copy on this host of what went through it: a worker's view of a Remote.
// Path fetches a blob that is not here yet. Nothing is removed: give it a folder that lives as long
// as the worker.
type Cache struct {
	Here   *Files
	Origin Store
}

// Put implements Store: the blob is at the origin when it returns.
func (c Cache) Put(ctx context.Context, r io.Reader) (Digest, int64, error) {
	digest, size, err := c.Here.Put(ctx, r)
	if err != nil {
		return "", 0, err
	}
	local, err := c.Here.Get(ctx, digest)
	if err != nil {
		return "", 0, err
	}
	defer local.Close() //nolint:errcheck // read only
	sent, _, err := c.Origin.Put(ctx, local)
	if err == nil && sent != digest {
		err = fmt.Errorf("the origin stored %s instead of %s", sent, digest)
	}
	return digest, size, err
}

// Get implements Store.
func (c Cache) Get(ctx context.Context, digest Digest) (io.ReadCloser, error) {
	if err := c.fetch(ctx, digest); err != nil {
		return nil, err
	}
	return c.Here.Get(ctx, digest)
}

// Has implements Store.
func (c Cache) Has(ctx context.Context, digest Digest) (bool, error) {
	if there, err := c.Here.Has(ctx, digest); there || err != nil {
		return there, err
	}
	return c.Origin.Has(ctx, digest)
}

// Path implements Store.
func (c Cache) Path(ctx context.Context, digest Digest) (string, bool) {
	if c.fetch(ctx, digest) != nil {
		return "", false
	}
	return c.Here.Path(ctx, digest)
}

func (c Cache) fetch(ctx context.Context, digest Digest) error {
	if there, err := c.Here.Has(ctx, digest); there || err != nil {
		return err
	}
	from, err := c.Origin.Get(ctx, digest)
	if err != nil {
		return err
	}
	defer from.Close() //nolint:errcheck // read only
	if _, _, err := c.Here.Put(ctx, from); err != nil {
		return fmt.Errorf("fetch a blob: %w", err)
	}
	return nil
}
