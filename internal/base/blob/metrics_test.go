package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// full is a disk without space.
type full struct{ blob.Store }

var errFull = errors.New("no space left on device")

func (full) Put(context.Context, io.Reader) (blob.Digest, int64, error) { return "", 0, errFull }

func TestOperationsAreCountedByWhatCameOfThem(t *testing.T) {
	registry := prometheus.NewRegistry()
	s, err := blob.Measured(files(t), registry)
	check(t, err)
	digest, err := blob.PutBytes(t.Context(), s, []byte("x"))
	check(t, err)
	_, err = blob.GetBytes(t.Context(), s, digest, limit)
	check(t, err)
	_, _ = s.Get(t.Context(), blob.Of([]byte("y")))
	_, _ = s.Has(t.Context(), digest)
	_, _, _ = s.Put(t.Context(), bytes.NewReader(content(limit+1)))
	other, err := blob.PutBytes(t.Context(), s, []byte("z"))
	check(t, err)
	check(t, s.Delete(t.Context(), other))
	if path, ok := s.Path(t.Context(), digest); !ok || path == "" {
		t.Error("a counted store has no files any more")
	}
	for series, want := range map[string]float64{
		"operation=put,result=ok": 2, "operation=delete,result=ok": 1, "operation=put,result=refused": 1, "operation=put,result=failed": 0,
		"operation=get,result=ok": 1, "operation=get,result=missing": 1, "operation=has,result=ok": 1,
	} {
		if got := harness.Figure(t, registry, "codecraft_blob_operations_total{"+series+"}"); got != want {
			t.Errorf("%s: %v, want %v", series, got, want)
		}
	}
	registry = prometheus.NewRegistry()
	s, err = blob.Measured(full{}, registry)
	check(t, err)
	if _, err := blob.PutBytes(t.Context(), s, []byte("x")); !errors.Is(err, errFull) {
		t.Errorf("the error is %v", err)
	}
	given, giveUp := context.WithCancel(t.Context())
	giveUp()
	_, _ = blob.PutBytes(given, s, []byte("x"))
	if got := harness.Figure(t, registry, "codecraft_blob_operations_total{operation=put,result=failed}"); got != 1 {
		t.Errorf("%v failed: what was given up is no failure, a full disk is", got)
	}
}
