package interviews

import (
	"context"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// eachFull runs a test in which an organization may keep so few bytes that any recording takes more.
func eachFull(t *testing.T, test func(t *testing.T, w *world)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		test(t, newWorld(t, open, func(d *Deps) { d.Config.OrganizationBytes = 1000 }))
	})
}

func (w *world) plan(who context.Context, recorded bool) (schedule.Interview, error) {
	i := schedule.Interview{Title: "Systems", StartsAt: w.at, DurationMinutes: 60, TimeZone: "UTC", Recorded: recorded}
	return i, w.schedule.Create(who, &i)
}

// full holds a refusal to its words.
func full(t *testing.T, err error) {
	t.Helper()
	wants(t, err, "organization_bytes_used")
	e := errs.Of(err)
	if e == nil {
		t.FailNow()
	}
	for _, words := range []string{"1000 bytes of tests, pictures and recordings", "0 bytes are left", "a recording needs some", "--organization-bytes"} {
		if !strings.Contains(e.Detail, words) {
			t.Errorf("the refusal does not say %q: %s", words, e.Detail)
		}
	}
	if e.Kind != errs.Conflict || e.Pointer != "/data/attributes/recorded" {
		t.Errorf("the refusal is %+v", e)
	}
}

func (s stored) used(t *testing.T) int64 {
	t.Helper()
	used, err := s.bytes.Used(t.Context(), s.org)
	must(t, err)
	if used.Name != "bytes" || used.Limit != 1000 || used.Window != 0 {
		t.Errorf("it is told %+v", used)
	}
	return used.Used
}

func TestRecordingsCountAmongTheBytesOfAnOrganization(t *testing.T) {
	eachFull(t, func(t *testing.T, w *world) {
		s := w.stored(t) // it is kept whole, though it is more than there may be
		var bytes int64
		for _, file := range s.now(t).Attributes["files"].([]any) {
			bytes += int64(file.(map[string]any)["bytes"].(float64))
		}
		if used := s.used(t); bytes <= 1000 || used != bytes {
			t.Errorf("%d bytes are told of %d", used, bytes)
		}

		_, err := w.plan(w.staff, true)
		full(t, err)
		plain, err := w.plan(w.staff, false)
		must(t, err)
		recorded := plain
		recorded.Recorded = true
		full(t, w.schedule.Update(w.staff, &recorded, plain))
		renamed, err := w.schedule.Get(t.Context(), w.org, s.ID)
		must(t, err)
		before := renamed
		renamed.Title = "Systems, again"
		must(t, w.schedule.Update(w.staff, &renamed, before)) // is to be recorded as it was
		elsewhere := identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Recruiter})
		_, err = w.plan(elsewhere, true)
		must(t, err)

		if answer := s.admin.Raw("DELETE", s.path, nil, nil); answer.Status != 204 {
			t.Fatalf("the removal is answered %d", answer.Status)
		}
		if used := s.used(t); used != 0 {
			t.Errorf("%d bytes are left of one that is removed", used)
		}
		_, err = w.plan(w.staff, true)
		must(t, err)
	})
}

// What was planned while there was room is recorded when there is none any more.
func TestWhatWasPlannedIsRecordedWithoutRoom(t *testing.T) {
	eachFull(t, func(t *testing.T, w *world) {
		planned, first := w.recorded(t), w.stored(t)
		_, err := w.plan(w.staff, true)
		full(t, err)
		planned.look(t)
		if planned.light(t) != recording.On {
			t.Errorf("the light is %s", planned.light(t))
		}
		planned.end(t)
		must(t, w.recordings.DeliverAll(t.Context()))
		if n := len(first.list(first.host, "recordings")); n != 1 {
			t.Errorf("there are %d recordings of the first", n)
		}
		if all := planned.list(planned.host, "recordings"); len(all) != 1 || all[0].Text("state") != recording.Recorded {
			t.Errorf("of the second there are %+v", all)
		}
	})
}

func TestTestsAndPicturesTakeTheRoomOfRecordings(t *testing.T) {
	eachFull(t, func(t *testing.T, w *world) {
		_, err := w.plan(w.staff, true) // while problems does not answer
		must(t, err)
		kept := int64(999)
		stop, err := quota.Serve(w.bus, "problems", func(_ context.Context, of ids.Organization) (quota.Usage, error) {
			if of != w.org {
				return quota.Usage{Name: "bytes"}, nil
			}
			return quota.Usage{Name: "bytes", Used: kept}, nil
		})
		must(t, err)
		t.Cleanup(func() { must(t, stop()) })
		_, err = w.plan(w.staff, true)
		must(t, err)
		kept++
		_, err = w.plan(w.staff, true)
		full(t, err)
	})
}

func TestRecordingsOfAnOlderReleaseAreCounted(t *testing.T) {
	eachFull(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		counted := s.used(t)
		for range 2 {
			if n, err := db.Exec(t.Context(), w.db, `UPDATE recordings SET bytes = NULL`); err != nil || n != 1 {
				t.Fatal(n, err)
			}
			if used := s.used(t); used != counted {
				t.Errorf("%d bytes are told of %d", used, counted)
			}
		}
	})
}
