package blob

import (
	"context"
	"io"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Measured is a store whose operations are counted.
func Measured(s Store, registry prometheus.Registerer) (Store, error) {
	m := measured{s, prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "codecraft_blob_operations_total", Help: "Blobs that were put, got, asked for and deleted, by what came of it; what a caller gave up is no failure.",
	}, []string{"operation", "result"})}
	for _, operation := range []string{"put", "get", "has", "delete"} {
		for _, result := range []string{"ok", "missing", "refused", "failed"} {
			m.operations.WithLabelValues(operation, result)
		}
	}
	return m, registry.Register(m.operations)
}

type measured struct {
	Store
	operations *prometheus.CounterVec // operation, result
}

func (m measured) count(ctx context.Context, operation string, err error) {
	result := "failed"
	switch {
	case err == nil, ctx.Err() != nil:
		result = "ok"
	case errs.Is(err, errs.NotFound):
		result = "missing"
	case errs.Is(err, errs.TooLarge), errs.Is(err, errs.Invalid), errs.Is(err, errs.Malformed):
		result = "refused"
	}
	m.operations.WithLabelValues(operation, result).Inc()
}

// Put implements Store.
func (m measured) Put(ctx context.Context, r io.Reader) (Digest, int64, error) {
	digest, size, err := m.Store.Put(ctx, r)
	m.count(ctx, "put", err)
	return digest, size, err
}

// Get implements Store.
func (m measured) Get(ctx context.Context, digest Digest) (io.ReadCloser, error) {
	r, err := m.Store.Get(ctx, digest)
	m.count(ctx, "get", err)
	return r, err
}

// Has implements Store.
func (m measured) Has(ctx context.Context, digest Digest) (bool, error) {
	there, err := m.Store.Has(ctx, digest)
	m.count(ctx, "has", err)
	return there, err
}

// Delete implements Store.
func (m measured) Delete(ctx context.Context, digest Digest) error {
	err := m.Store.Delete(ctx, digest)
	m.count(ctx, "delete", err)
	return err
}
