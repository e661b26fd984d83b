package execution_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// told is a message as a receiver reads it.
type told struct {
	Type string
	Data map[string]any
}

// ear takes messages.
type ear struct {
	mu  sync.Mutex
	all []told
}

func (e *ear) of(kind string) (some []told) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, one := range e.all {
		if one.Type == kind {
			some = append(some, one)
		}
	}
	return some
}

func listen(t *testing.T) (*ear, string) {
	e := &ear{}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var one told
		if err := json.Unmarshal(body, &one); err != nil {
			t.Errorf("a message is %q: %v", body, err)
		}
		e.mu.Lock()
		defer e.mu.Unlock()
		e.all = append(e.all, one)
	}))
	t.Cleanup(server.Close)
	return e, server.URL
}

func TestWebhooksAreToldOfJudgements(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), func(c *execution.Config) {
			c.Webhooks.HTTP, c.Webhooks.Networks = true, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		})
		e, url := listen(t)
		staff, admin := member(identity.Recruiter), member(identity.Admin)
		admin.Organization = staff.Organization
		body := `{"data":{"type":"webhooks","attributes":{"url":"` + url + `","events":["judgement.ended","judgement.cancelled","rejudging.ended"]}}}`
		if status, doc := w.raw(admin, "POST", "/v1/webhooks", jsonapi.MediaType, []byte(body)); status != 201 {
			t.Fatalf("%d %+v", status, doc.Errors)
		}
		heard := func(kind string, n int) []told {
			t.Helper()
			harness.Eventually(t, 20*time.Second, func() error {
				return unless(len(e.of(kind)) >= n, fmt.Sprintf("%d of %d %s", len(e.of(kind)), n, kind))
			})
			return e.of(kind)
		}
		n := startBench(t, w.bus, 1)
		q := w.submission(staff.Organization)
		w.publish(q)
		n.wait(t, 1)
		waits := w.submission(staff.Organization)
		w.publish(waits)
		cancelled := w.judgementsOf(waits.Subject.ID, 1)[0]
		if status, _ := w.do(staff, "DELETE", "/v1/judgements/"+string(cancelled), nil); status != 204 {
			t.Fatalf("cancelling is answered %d", status)
		}
		if one := heard("judgement.cancelled", 1)[0].Data; one["id"] != string(cancelled) || one["verdict"] != "" {
			t.Errorf("of the cancelled one is told %v", one)
		}
		n.let(100)
		first := heard("judgement.ended", 1)[0].Data
		if first["subjectId"] != q.Subject.ID || first["verdict"] != "AC" || first["round"] != 1.0 || first["finishedAt"] == nil {
			t.Errorf("of the first is told %v", first)
		}
		if status, doc := w.rejudge(staff, "judgementId", first["id"].(string)); status != 202 {
			t.Fatalf("%d %+v", status, doc.Errors)
		}
		r := heard("rejudging.ended", 1)[0].Data
		if second := heard("judgement.ended", 2)[1].Data; second["round"] != 2.0 || second["rejudgingId"] != r["id"] {
			t.Errorf("of the second round is told %v", second)
		}
		if r["judgementId"] != first["id"] || r["total"] != 1.0 || r["changed"] != 0.0 {
			t.Errorf("of the rejudging is told %v", r)
		}
		w.publish(w.submission(member(identity.Admin).Organization)) // of strangers
		w.publish(q)                                                 // asked for twice, judged once
		tried := w.submission(staff.Organization)
		tried.Preview = true // a member's own try is nobody's news
		w.publish(tried)
		last := w.submission(staff.Organization)
		w.publish(last)
		if third := heard("judgement.ended", 3)[2].Data; third["subjectId"] != last.Subject.ID {
			t.Errorf("of the third is told %v, want %s", third, last.Subject.ID)
		}
		if got := [3]int{len(e.of("judgement.ended")), len(e.of("judgement.cancelled")), len(e.of("rejudging.ended"))}; got != [3]int{3, 1, 1} {
			t.Errorf("%v messages, want 3, 1 and 1", got)
		}
	})
}
