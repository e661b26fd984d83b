package assessments

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestALinkIsEnteredSoOftenAMinute(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	of := w.publish(t, nil)
	kim, err := w.invitations.Invite(w.staff, of.ID, "kim@candidates.example", "")
	must(t, err)
	lee, err := w.invitations.Invite(w.staff, of.ID, "lee@candidates.example", "")
	must(t, err)
	refused := 0
	for range 60 {
		if _, err := w.follow(t, kim.Link); err != nil {
			if e := errs.Of(err); e.Kind != errs.TooMany || e.RetryAfter <= 0 {
				t.Fatal(err)
			}
			refused++
		}
	}
	if refused == 0 || refused == 60 {
		t.Errorf("%d of 60 are refused", refused)
	}
	if _, err := w.follow(t, lee.Link); err != nil {
		t.Errorf("another one's link: %v", err)
	}
}
