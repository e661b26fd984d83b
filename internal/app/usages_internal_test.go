package app

import (
	"context"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestUsagesOfAllServicesArePutTogether(t *testing.T) {
	b, org, midnight := harness.Bus(t), ids.New[ids.Organization](), time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	told := func(name string, window time.Duration, ends time.Time) func(context.Context, ids.Organization) (quota.Usage, error) {
		return func(_ context.Context, of ids.Organization) (quota.Usage, error) {
			used := int64(0)
			if of == org {
				used = 3
			}
			return quota.Usage{Name: name, Used: used, Limit: 5, Window: window, EndsAt: ends}, nil
		}
	}
	mails := told("mails", quota.Day, midnight)
	for service, quotas := range map[string][]func(context.Context, ids.Organization) (quota.Usage, error){
		"auth": {mails}, "assessments": {mails}, "interviews": {mails, told("bytes", 0, time.Time{})}, "problems": {told("bytes", 0, time.Time{})},
	} {
		stop, err := quota.Serve(b, service, quotas...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = stop() })
	}
	if _, err := (usages{b}).of(t.Context(), org); !errs.Is(err, errs.Unavailable) {
		t.Errorf("without execution it is answered %v", err)
	}
	if _, err := quota.Serve(b, "execution", told("judgings", quota.Day, midnight), told("runs", quota.Minute, midnight)); err != nil {
		t.Fatal(err)
	}
	all, err := usages{b}.of(t.Context(), org)
	if err != nil {
		t.Fatal(err)
	}
	windows := map[string]int64{"auth-mails": 86400, "assessments-mails": 86400, "interviews-mails": 86400, "interviews-bytes": 0, "problems-bytes": 0, "execution-judgings": 86400, "execution-runs": 60}
	if len(all) != len(windows) {
		t.Fatalf("there are %d: %+v", len(all), all)
	}
	for _, r := range all {
		a, want := r.Attributes, windows[r.ID]
		if r.ID != a.Service+"-"+a.Name || a.Used != 3 || a.Limit != 5 || (a.WindowSeconds == nil) != (want == 0) || (a.ResetsAt == nil) != (want == 0) {
			t.Errorf("%s is %+v", r.ID, a)
		}
		if want != 0 && (*a.WindowSeconds != want || !a.ResetsAt.Equal(midnight)) {
			t.Errorf("%s begins anew after %d s, at %v", r.ID, *a.WindowSeconds, a.ResetsAt)
		}
	}
	others, err := usages{b}.of(t.Context(), ids.New[ids.Organization]())
	if err != nil || len(others) == 0 || others[0].Attributes.Used != 0 {
		t.Errorf("another organization is told %+v, %v", others, err)
	}
}
