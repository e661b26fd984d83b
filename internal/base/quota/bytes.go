package quota

import (
	"context"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// DefaultBytes is what an organization may keep where the operator says nothing.
const DefaultBytes = 5 << 30

const (
	bytesName   = "bytes"
	bytesAnswer = time.Second // what the other service has to answer in
)

// Bytes bounds what an organization keeps until it removes it: one service keeps tests and pictures, another recordings. Each counts
// its own and asks the other for the rest, so that both together have one limit.
type Bytes struct {
	Limit int64
	Own   func(context.Context, ids.Organization) (int64, error) // how many are kept here
	Bus   *bus.Bus
	Other string // the service that keeps the rest
}

// Used tells how many an organization keeps here.
func (b Bytes) Used(ctx context.Context, organization ids.Organization) (Usage, error) {
	own, err := b.Own(ctx, organization)
	return Usage{Name: bytesName, Used: own, Limit: b.Limit}, err
}

// Room refuses what an organization has no room for.
func (b Bytes) Room(ctx context.Context, organization ids.Organization, n int64) error {
	used, err := b.all(ctx, organization)
	if err != nil || used+n <= b.Limit {
		return err
	}
	return b.Refusal(used, n)
}

// Any refuses what nobody knows the size of yet, where nothing is left at all.
func (b Bytes) Any(ctx context.Context, organization ids.Organization, what string) error {
	used, err := b.all(ctx, organization)
	if err != nil || used < b.Limit {
		return err
	}
	return b.refusal(used, what+" needs some")
}

// Refusal says what is left of what is used, and what to do.
func (b Bytes) Refusal(used, needed int64) error {
	return b.refusal(used, "this needs "+size(needed))
}

func (b Bytes) refusal(used int64, need string) error {
	return errs.New(errs.Conflict, "organization_bytes_used", "your organization may keep %s of tests, pictures and recordings, of which %s are left, and %s: delete tests, problems that were never published, or recordings, or ask whoever runs this installation to raise --organization-bytes",
		size(b.Limit), size(max(0, b.Limit-used)), need)
}

func (b Bytes) all(ctx context.Context, organization ids.Organization) (int64, error) {
	own, err := b.Own(ctx, organization)
	if err != nil {
		return 0, err
	}
	rest, err := b.rest(ctx, organization)
	return own + rest, err
}

// rest is what the other service keeps; nothing where that does not answer: that one of them is down is nobody's fault who is here.
func (b Bytes) rest(ctx context.Context, organization ids.Organization) (int64, error) {
	soon, cancel := context.WithTimeout(ctx, bytesAnswer)
	defer cancel()
	all, err := Ask(soon, b.Bus, b.Other, organization)
	if errs.Is(err, errs.Unavailable) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("ask %s how much an organization keeps: %w", b.Other, err)
	}
	for _, u := range all {
		if u.Name == bytesName {
			return u.Used, nil
		}
	}
	return 0, nil
}

// size is a number of bytes as people read it.
func size(bytes int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
	n, unit := float64(bytes), 0
	for n >= 1024 && unit < len(units)-1 {
		n, unit = n/1024, unit+1
	}
	if unit == 0 {
		return fmt.Sprintf("%d bytes", bytes)
	}
	return fmt.Sprintf("%.1f %s", n, units[unit])
}
