package scenario

import (
	"bytes"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// TestARequestIsDoneOnceAcrossACrash sends the same POST before and after the process that answered was killed: the whole
// product, or the service behind web.
func TestARequestIsDoneOnceAcrossACrash(t *testing.T) {
	t.Run("in one process", func(t *testing.T) {
		p := product.StartEmpty(t)
		doneOnce(t, p, func() {
			p.Kill()
			p.Restart()
		})
	})
	t.Run("in split processes", func(t *testing.T) {
		p := product.StartEmptySplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)})
		doneOnce(t, p, func() {
			p.KillModule("problems")
			p.RestartModule("problems")
			p.AwaitModules()
		})
	})
}

func doneOnce(t *testing.T, p *product.Product, crash func()) {
	t.Helper()
	owner := client.New(t, p.URL).SignIn(product.Owner, product.Password)
	post := func(key, title string) client.Answer {
		t.Helper()
		body := fmt.Appendf(nil, `{"data":{"type":"problems","attributes":{"title":%q,"difficulty":"easy"}}}`, title)
		a := owner.Raw(http.MethodPost, "/v1/problems", http.Header{"Idempotency-Key": {key}}, body)
		if a.Status != http.StatusCreated {
			t.Fatalf("answered %d %s", a.Status, a.Body)
		}
		return a
	}
	key := uuid.NewString()
	first := post(key, "Sent again")
	crash()
	again := post(key, "Sent again")
	if again.Header.Get("Idempotency-Replayed") != "true" || !bytes.Equal(again.Body, first.Body) {
		t.Errorf("after the crash: %v %s\nfirst: %s", again.Header, again.Body, first.Body)
	}
	for _, name := range []string{"Location", "Etag", "Content-Type"} {
		if got, want := again.Header.Get(name), first.Header.Get(name); got != want || want == "" {
			t.Errorf("%s is %q, was %q", name, got, want)
		}
	}
	other := post(uuid.NewString(), "Sent anew")
	if problems := owner.List("/v1/problems"); len(problems) != 2 || other.Header.Get("Location") == first.Header.Get("Location") {
		t.Errorf("there are %d problems: %+v", len(problems), problems)
	}
}
