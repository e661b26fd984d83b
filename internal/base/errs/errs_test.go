package errs_test

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

func TestAll(t *testing.T) {
	a, b := errs.New(errs.Invalid, "a", "first"), errs.New(errs.Conflict, "b", "second")
	for says, c := range map[string]struct {
		err  error
		want string
	}{
		"nil is none":                     {nil, "[]"},
		"one is one":                      {a, "[a]"},
		"a wrapped one is one":            {fmt.Errorf("x: %w", a), "[a]"},
		"joined ones keep their order":    {errors.Join(a, b), "[a b]"},
		"joins of joins are flat":         {errors.Join(errors.Join(a, b), a), "[a b a]"},
		"one that is unknown hides all":   {errors.Join(a, io.EOF, b), "[internal]"},
		"an unknown one alone is ours":    {io.EOF, "[internal]"},
		"one with a cause keeps its kind": {b.Because(io.EOF), "[b]"},
	} {
		var codes []string
		for _, e := range errs.All(c.err) {
			codes = append(codes, e.Code)
		}
		if got := fmt.Sprint(codes); got != c.want {
			t.Errorf("%s: %s, want %s", says, got, c.want)
		}
	}
}

func TestPlacesAreCopies(t *testing.T) {
	e := errs.New(errs.TooMany, "a", "%d%%", 7)
	placed := e.At("/data").In("sort").OnHeader("Accept").After(time.Second).Because(io.EOF)
	if e.Pointer+e.Parameter+e.Header != "" || e.RetryAfter != 0 || errors.Unwrap(e) != nil {
		t.Errorf("the original changed: %+v", e)
	}
	if placed.Pointer != "/data" || placed.Parameter != "sort" || placed.Header != "Accept" || placed.RetryAfter != time.Second || !errors.Is(placed, io.EOF) || placed.Detail != "7%" {
		t.Errorf("placed %+v", placed)
	}
}
