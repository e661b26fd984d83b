package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// verified is how a receiver checks a message, written after the specification and not after the code under test.
func verified(m received, secret string) bool {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 {
		return false
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", m.header.Get("webhook-id"), m.header.Get("webhook-timestamp"), m.body)
	for _, one := range strings.Fields(m.header.Get("webhook-signature")) {
		sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(one, "v1,"))
		if err == nil && strings.HasPrefix(one, "v1,") && hmac.Equal(sum, mac.Sum(nil)) {
			return true
		}
	}
	return false
}

func TestAMessageIsSigned(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		who, v := someone(identity.Admin), newReceiver(t, nil)
		h := w.register(who, v.URL)
		w.tell(who, 1)
		w.settle()
		all := v.messages()
		if len(all) != 1 || !verified(all[0], h.Attributes.Secret) {
			t.Fatalf("%+v does not verify", all)
		}
		if want := `{"type":"judgement.ended","timestamp":"2030-01-02T03:04:05Z","data":{"n":0}}`; all[0].body != want {
			t.Errorf("the body is %s, want %s", all[0].body, want)
		}
		if at := all[0].header.Get("webhook-timestamp"); at != fmt.Sprint(w.clock.now().Unix()) {
			t.Error("the timestamp is", at)
		}
		all[0].body += " "
		if verified(all[0], h.Attributes.Secret) {
			t.Error("a changed message verifies: the check checks nothing")
		}
		if d := w.deliveries(); d[0].Status != statusDelivered || d[0].Attempts.V[0].ResponseStatus != 200 || d[0].FinishedAt == nil {
			t.Errorf("the log says %+v", d[0])
		}
	})
}

func TestASecretThatIsRotatedSignsForADay(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		who, v := someone(identity.Owner), newReceiver(t, nil)
		h := w.register(who, v.URL)
		before := h.Attributes.Secret
		after := w.one(who, 200, "POST", "/v1/webhooks/"+h.ID+"/secret", "").Attributes.Secret
		if after == before || !strings.HasPrefix(after, "whsec_") {
			t.Fatalf("the new secret is %q", after)
		}
		w.tell(who, 1)
		w.settle()
		w.clock.pass(oldSecretLasts)
		w.tell(who, 1)
		w.settle()
		all := v.messages()
		if !verified(all[0], before) || !verified(all[0], after) {
			t.Error("within a day, both secrets are to verify")
		}
		if verified(all[1], before) || !verified(all[1], after) {
			t.Error("after a day, only the new secret is to verify")
		}
	})
}

func TestAMessageIsSentAgainUntilItIsTaken(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		who := someone(identity.Admin)
		v := newReceiver(t, func(n int, w http.ResponseWriter, _ *http.Request) {
			if n < 4 {
				http.Error(w, strings.Repeat("busy", 1000), http.StatusInternalServerError)
			}
		})
		h := w.register(who, v.URL)
		w.tell(who, 1)
		for try := range 3 {
			w.settle()
			if got := len(v.messages()); got != try+1 {
				t.Fatalf("%d messages after %d tries", got, try+1)
			}
			d := w.deliveries()[0]
			wait, least := d.NextAt.Sub(w.clock.now()), delays[try]-time.Duration(jitter*float64(delays[try]))
			if d.Status != statusPending || wait < least || wait > delays[try]+delays[try]/5 {
				t.Errorf("try %d: %s for %v, want about %v", try+1, d.Status, wait, delays[try])
			}
			w.clock.pass(wait - time.Second)
			w.settle()
			if got := len(v.messages()); got != try+1 {
				t.Fatalf("%d messages before try %d was due", got, try+2)
			}
			w.clock.pass(time.Second)
		}
		w.settle()
		all, d := v.messages(), w.deliveries()[0]
		if len(all) != 4 || d.Status != statusDelivered || len(d.Attempts.V) != 4 || d.Attempts.V[0].ResponseStatus != 500 || len(d.Attempts.V[0].Response) != responseKept {
			t.Errorf("after %d messages the log says %+v", len(all), d)
		}
		for _, m := range all {
			if m.header.Get("webhook-id") != string(d.ID) || !verified(m, h.Attributes.Secret) {
				t.Errorf("a try has the id %s: %v", m.header.Get("webhook-id"), verified(m, h.Attributes.Secret))
			}
		}
	})
}

func TestAfterAboutADayAMessageIsGivenUp(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), newClock(), nil)
	who, v := someone(identity.Admin), newReceiver(t, always(http.StatusBadGateway))
	h := w.register(who, v.URL)
	w.tell(who, 1)
	began := w.clock.now()
	for range delays {
		w.settle()
		w.clock.pass(w.deliveries()[0].NextAt.Sub(w.clock.now()))
	}
	w.settle()
	d := w.deliveries()[0]
	if d.Status != statusFailed || d.Tries != len(delays)+1 || d.FinishedAt == nil {
		t.Errorf("after the last try it is %s, with %d tries", d.Status, d.Tries)
	}
	if took := w.clock.now().Sub(began); took < 18*time.Hour || took > 30*time.Hour {
		t.Errorf("it was tried for %v", took)
	}
	if f := w.one(who, 200, "GET", "/v1/webhooks/"+h.ID, ""); f.Attributes.Status != statusActive || f.Attributes.FailingSince == nil {
		t.Errorf("the webhook is %+v", f.Attributes)
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), newClock(), nil)
	for says, want := range map[string]time.Duration{
		"3600": time.Hour,
		w.clock.now().Add(2 * time.Hour).Format(http.TimeFormat): 2 * time.Hour,
		"864000":                        24 * time.Hour, // no longer than a day
		"soon":                          0,
		"-5":                            0,
		"Mon, 02 Jan 2006 15:04:05 GMT": 0,
	} {
		who := someone(identity.Admin)
		v := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", says)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		w.register(who, v.URL)
		w.tell(who, 1)
		w.settle()
		for _, d := range w.deliveries() {
			wait := d.NextAt.Sub(w.clock.now())
			if d.Organization == who.Organization && (want > 0 && wait != want || want == 0 && wait > 2*delays[0]) {
				t.Errorf("Retry-After %q: the next try is after %v, want %v", says, wait, want)
			}
		}
	}
}

func TestAWebhookThatIsGoneIsDisabledAtOnce(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		who, v := someone(identity.Admin), newReceiver(t, always(http.StatusGone))
		h := w.register(who, v.URL)
		w.tell(who, 1)
		w.settle()
		f := w.one(who, 200, "GET", "/v1/webhooks/"+h.ID, "")
		if f.Attributes.Status != statusDisabled || !strings.Contains(f.Attributes.Reason, "410") {
			t.Errorf("the webhook is %+v", f.Attributes)
		}
		w.tell(who, 1)
		w.clock.pass(48 * time.Hour)
		w.settle()
		if d := w.deliveries(); len(d) != 1 || d[0].Status != statusFailed || len(v.messages()) != 1 {
			t.Errorf("a disabled webhook has %+v", d)
		}
	})
}

func TestAWebhookThatTakesNothingForDaysIsDisabled(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), newClock(), nil)
	who := someone(identity.Admin)
	healthy := false
	v := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		if !healthy {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	h := w.register(who, v.URL)
	daily := func(days int) {
		for range days {
			w.tell(who, 1)
			w.settle()
			w.clock.pass(24 * time.Hour)
		}
	}
	daily(4)
	healthy = true
	daily(1) // what is taken begins the count anew
	healthy = false
	daily(5)
	if f := w.one(who, 200, "GET", "/v1/webhooks/"+h.ID, ""); f.Attributes.Status != statusActive {
		t.Fatalf("it was disabled too early: %s", f.Attributes.Reason)
	}
	daily(1)
	f := w.one(who, 200, "GET", "/v1/webhooks/"+h.ID, "")
	if f.Attributes.Status != statusDisabled || !strings.Contains(f.Attributes.Reason, "since 2030-01-") {
		t.Errorf("it is %s: %s", f.Attributes.Status, f.Attributes.Reason)
	}
	f = w.one(who, 200, "PATCH", "/v1/webhooks/"+h.ID, `{"data":{"type":"webhooks","id":"`+h.ID+`","attributes":{"status":"active"}}}`)
	if f.Attributes.Status != statusActive || f.Attributes.Reason != "" {
		t.Errorf("made active again, it is %s: %s", f.Attributes.Status, f.Attributes.Reason)
	}
}

func TestACrashBetweenSendingAndNotingSendsTheSameMessageAgain(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		c := newClock()
		w := newWorld(t, open("execution"), c, nil)
		who := someone(identity.Admin)
		ctx, crash := context.WithCancel(t.Context())
		v := newReceiver(t, func(n int, _ http.ResponseWriter, r *http.Request) {
			if n == 1 {
				crash() // it has arrived, and its sender is no more
				<-r.Context().Done()
			}
		})
		w.register(who, v.URL)
		w.tell(who, 1)
		if err := w.round(ctx); err != nil {
			t.Fatal(err)
		}
		w.sending.Wait()
		other := newWorld(t, open("execution"), c, nil)
		other.settle()
		if n := len(v.messages()); n != 1 {
			t.Fatalf("%d messages although the lease holds", n)
		}
		c.pass(w.lease() + time.Second)
		other.settle()
		all := v.messages()
		if len(all) != 2 || all[0].header.Get("webhook-id") != all[1].header.Get("webhook-id") || all[0].body != all[1].body {
			t.Fatalf("%d messages: %+v", len(all), all)
		}
		if d := other.deliveries()[0]; d.Status != statusDelivered || d.Tries != 2 {
			t.Errorf("it is %s after %d tries", d.Status, d.Tries)
		}
	})
}
