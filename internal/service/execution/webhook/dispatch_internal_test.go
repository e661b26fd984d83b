package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestTwoDispatchersSendEachMessageOnce(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		c := newClock()
		first, second := newWorld(t, open("execution"), c, nil), newWorld(t, open("execution"), c, nil)
		who, v := someone(identity.Admin), newReceiver(t, nil)
		first.register(who, v.URL)
		first.tell(who, 100)
		var both sync.WaitGroup
		both.Go(first.settle)
		both.Go(second.settle)
		both.Wait()
		times := map[string]int{}
		for _, m := range v.messages() {
			times[m.header.Get("webhook-id")]++
		}
		for id, n := range times {
			if n != 1 {
				t.Errorf("%s was sent %d times", id, n)
			}
		}
		if len(times) != 100 {
			t.Errorf("%d of 100 were sent", len(times))
		}
	})
}

func TestASlowWebhookHoldsUpNobodyElse(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), newClock(), nil)
	open := make(chan struct{})
	var once sync.Once
	slow := newReceiver(t, func(int, http.ResponseWriter, *http.Request) { <-open })
	t.Cleanup(func() { once.Do(func() { close(open) }) }) // before the server is closed, which waits for its answers
	fast := newReceiver(t, nil)
	one, other := someone(identity.Admin), someone(identity.Admin)
	w.register(one, slow.URL)
	w.register(other, fast.URL)
	w.tell(one, 50)
	w.tell(other, 50)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	harness.Eventually(t, 30*time.Second, func() error {
		if n := len(fast.messages()); n < 50 {
			return errors.New("the fast one is held up")
		}
		return nil
	})
	if n := len(slow.messages()); n > perAddress {
		t.Errorf("%d messages at once are on their way to the slow one", n)
	}
	once.Do(func() { close(open) })
	harness.Eventually(t, 30*time.Second, func() error {
		if len(slow.messages()) < 50 {
			return errors.New("the slow one lacks messages")
		}
		return nil
	})
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestFailingWebhooksLeaveRoomForOthers(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), newClock(), nil)
	since := w.clock.now()
	failing, healthy := &Webhook{ID: "failing", FailingSince: &since}, &Webhook{ID: "healthy"}
	for says, c := range map[string]struct{ failing, healthy, others, roomFailing, roomHealthy int }{
		"nothing is on its way":                       {0, 0, 0, 1, perAddress},
		"each has a message on its way":               {1, 1, 0, 0, perAddress - 1},
		"the healthy one has all it may":              {0, perAddress, 0, 1, 0},
		"half of all room is taken":                   {0, 0, atOnceFailing, 0, perAddress},
		"all but two are taken":                       {0, 0, atOnce - 2, 0, 2},
		"all room is taken, and more by another turn": {0, 0, atOnce + 1, 0, 0},
	} {
		w.busy, w.all = map[ids.Webhook]int{}, 0
		w.occupy(failing.ID, c.failing)
		w.occupy(healthy.ID, c.healthy)
		w.occupy("others", c.others)
		if f, h := w.room(failing), w.room(healthy); f != c.roomFailing || h != c.roomHealthy {
			t.Errorf("%s: room for %d and %d, want %d and %d", says, f, h, c.roomFailing, c.roomHealthy)
		}
	}
}

func TestADeliveryIsCommittedOrNotSent(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		who, v := someone(identity.Admin), newReceiver(t, nil)
		w.register(who, v.URL)
		failed := errors.New("what is told did not happen")
		err := w.db.InTx(t.Context(), func(ctx context.Context) error {
			return errors.Join(w.Add(ctx, who.Organization, JudgementEnded, 1), failed)
		})
		w.settle()
		if !errors.Is(err, failed) || len(w.deliveries()) != 0 || len(v.messages()) != 0 {
			t.Errorf("%v; %d deliveries, %d messages", err, len(w.deliveries()), len(v.messages()))
		}
	})
}

func TestOnlyWhatIsAskedForIsTold(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), newClock(), nil)
	who, v := someone(identity.Admin), newReceiver(t, nil)
	w.register(who, v.URL)
	if err := w.Add(t.Context(), who.Organization, RejudgingEnded, 1); err != nil {
		t.Fatal(err)
	}
	w.tell(someone(identity.Admin), 1) // another organization's
	w.settle()
	if n := len(w.deliveries()); n != 0 {
		t.Errorf("%d deliveries", n)
	}
}

func TestWhereAMessageDoesNotGo(t *testing.T) {
	inside := newReceiver(t, nil)
	closed := newReceiver(t, nil)
	closed.Close()
	redirects := newReceiver(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inside.URL, http.StatusTemporaryRedirect)
	})
	hangs := newReceiver(t, func(_ int, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	for says, c := range map[string]struct {
		url, want string
		change    func(*Config)
	}{
		"inside the operator's network": {inside.URL, "inside the operator's network", func(c *Config) { c.Networks = nil }},
		"to a metadata service":         {"http://169.254.169.254/latest", "inside the operator's network", nil},
		"by a name that leads inside":   {strings.Replace(inside.URL, "127.0.0.1", "localhost", 1), "inside the operator's network", func(c *Config) { c.Networks = nil }},
		"where nobody listens":          {closed.URL, "refused", nil},
		"where a redirect leads":        {redirects.URL, "redirects are not followed", nil},
		"where nothing is answered":     {hangs.URL, "did not answer within", func(c *Config) { c.Timeout = 50 * time.Millisecond }},
		"to a name that is none":        {"http://nowhere.invalid/", "no such host", nil},
	} {
		t.Run(says, func(t *testing.T) {
			w := newWorld(t, harness.Database(t)("execution"), newClock(), c.change)
			who := someone(identity.Admin)
			h := w.register(who, "https://example.org/")
			// Numbers that lead inside are refused when they are written down; who has one from before is not sent to it either.
			if _, err := db.Exec(t.Context(), w.db, `UPDATE webhooks SET url = $1`, c.url); err != nil {
				t.Fatal(err)
			}
			patch := `{"data":{"type":"webhooks","id":"` + h.ID + `","attributes":{"description":"from before"}}}`
			if status, text := w.ask(who, "PATCH", "/v1/webhooks/"+h.ID, patch); status != 200 {
				t.Errorf("it cannot be changed: %d %s", status, text)
			}
			w.tell(who, 1)
			w.settle()
			d := w.deliveries()[0]
			if d.Status != statusPending || len(d.Attempts.V) != 1 || !strings.Contains(d.Attempts.V[0].Error, c.want) {
				t.Errorf("the log says %+v", d.Attempts.V)
			}
			if n := len(inside.messages()); n != 0 {
				t.Errorf("%d messages got inside", n)
			}
		})
	}
}

func TestTheLogIsForgottenAfterAMonth(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		who, v := someone(identity.Admin), newReceiver(t, nil)
		w.register(who, v.URL)
		w.tell(who, 3)
		w.settle()
		w.clock.pass(29 * 24 * time.Hour)
		w.tell(who, 1)
		w.clean(t.Context())
		if n := len(w.deliveries()); n != 4 {
			t.Fatalf("%d deliveries before a month is over", n)
		}
		w.clock.pass(2 * 24 * time.Hour)
		w.clean(t.Context())
		if n := len(w.deliveries()); n != 1 {
			t.Errorf("%d deliveries after a month", n)
		}
	})
}

func TestAPingIsDeliveredAndAMessageRedelivered(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		who := someone(identity.Admin)
		v := newReceiver(t, nil)
		h := w.register(who, v.URL)
		p := w.one(who, 202, "POST", "/v1/webhooks/"+h.ID+"/ping", "")
		w.settle()
		var body struct {
			Type string
			Data struct{ WebhookID string }
		}
		all := v.messages()
		if err := json.Unmarshal([]byte(all[0].body), &body); err != nil || body.Type != "webhook.ping" || body.Data.WebhookID != h.ID {
			t.Errorf("the ping is %s: %v", all[0].body, err)
		}
		w.clock.pass(time.Hour)
		again := w.one(who, 202, "POST", "/v1/webhook-deliveries/"+p.ID+"/redelivery", "")
		if again.Attributes.Status != statusPending || again.Attributes.NextAttemptAt == nil {
			t.Errorf("sent anew, it is %+v", again.Attributes)
		}
		w.settle()
		all = v.messages()
		if len(all) != 2 || all[1].header.Get("webhook-id") != p.ID || !verified(all[1], h.Attributes.Secret) || all[1].header.Get("webhook-timestamp") == all[0].header.Get("webhook-timestamp") {
			t.Errorf("%d messages, the last %+v", len(all), all[len(all)-1].header)
		}
		d := w.one(who, 200, "GET", "/v1/webhook-deliveries/"+p.ID, "")
		if d.Attributes.Status != statusDelivered || len(d.Attributes.Attempts) != 2 || d.Attributes.Tries != 2 {
			t.Errorf("the log says %+v", d.Attributes)
		}
	})
}

func TestWhoseLeaseHasEndedWritesNothing(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		who := someone(identity.Admin)
		h := w.register(who, "https://example.org/")
		w.tell(who, 1)
		var sent []Delivery
		for range 2 {
			batch, err := w.claim(t.Context(), &Webhook{ID: ids.Webhook(h.ID), Organization: who.Organization}, w.Service.now(), 1)
			if err != nil || len(batch) != 1 {
				t.Fatal(batch, err)
			}
			sent = append(sent, batch[0])
			w.clock.pass(w.lease() + time.Second)
		}
		for i, want := range []bool{false, true} {
			if saved, err := w.saveAttempt(t.Context(), &sent[i]); err != nil || saved != want {
				t.Errorf("sender %d: written %v, want %v: %v", i+1, saved, want, err)
			}
		}
	})
}
