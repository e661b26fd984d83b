package webhook

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestASecretIsToldOnce(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		var log bytes.Buffer
		w.Service.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		who, v := someone(identity.Admin), newReceiver(t, always(http.StatusGone))
		h := w.register(who, v.URL)
		first := h.Attributes.Secret
		if !strings.HasPrefix(first, "whsec_") {
			t.Fatalf("the secret is %q", first)
		}
		second := w.one(who, 200, "POST", "/v1/webhooks/"+h.ID+"/secret", "").Attributes.Secret
		w.tell(who, 1)
		w.settle()
		texts := []string{log.String(), fmt.Sprint(w.deliveries())}
		for _, path := range []string{"/v1/webhooks", "/v1/webhooks/" + h.ID, "/v1/webhook-deliveries", "/v1/webhook-deliveries?include=webhook"} {
			status, text := w.ask(who, "GET", path, "")
			if status != 200 || !strings.Contains(text, h.ID) {
				t.Errorf("GET %s: %d %s", path, status, text)
			}
			texts = append(texts, text)
		}
		_, text := w.ask(who, "PATCH", "/v1/webhooks/"+h.ID, `{"data":{"type":"webhooks","id":"`+h.ID+`","attributes":{"description":"x"}}}`)
		for _, text := range append(texts, text) {
			if strings.Contains(text, "whsec_") || strings.Contains(text, first[6:]) || strings.Contains(text, second[6:]) {
				t.Errorf("a secret is told again: %s", text)
			}
		}
		if !strings.Contains(log.String(), "disabled") {
			t.Error("nothing was logged: the check checks nothing")
		}
	})
}

func TestAWebhookIsItsOrganizationsOwn(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), newClock(), nil)
	who, v := someone(identity.Admin), newReceiver(t, nil)
	h := w.register(who, v.URL)
	d := w.one(who, 202, "POST", "/v1/webhooks/"+h.ID+"/ping", "")
	patch := `{"data":{"type":"webhooks","id":"` + h.ID + `","attributes":{"url":"https://evil.example/"}}}`
	requests := []struct{ method, path, body string }{
		{"GET", "/v1/webhooks/" + h.ID, ""}, {"PATCH", "/v1/webhooks/" + h.ID, patch}, {"DELETE", "/v1/webhooks/" + h.ID, ""},
		{"POST", "/v1/webhooks/" + h.ID + "/secret", ""}, {"POST", "/v1/webhooks/" + h.ID + "/ping", ""},
		{"GET", "/v1/webhook-deliveries/" + d.ID, ""}, {"POST", "/v1/webhook-deliveries/" + d.ID + "/redelivery", ""},
	}
	for _, q := range requests {
		if status, text := w.ask(someone(identity.Owner), q.method, q.path, q.body); status != http.StatusNotFound {
			t.Errorf("a stranger's %s %s: %d %s", q.method, q.path, status, text)
		}
		for _, role := range []identity.Role{identity.Author, identity.Recruiter, identity.Interviewer, identity.Candidate} {
			lesser := who
			lesser.Role = role
			if status, text := w.ask(lesser, q.method, q.path, q.body); status != http.StatusForbidden {
				t.Errorf("%s's %s %s: %d %s", role, q.method, q.path, status, text)
			}
		}
	}
	for _, path := range []string{"/v1/webhooks", "/v1/webhook-deliveries"} {
		if _, text := w.ask(someone(identity.Owner), "GET", path, ""); strings.Contains(text, h.ID) {
			t.Errorf("a stranger's GET %s lists it: %s", path, text)
		}
	}
	if f := w.one(who, 200, "GET", "/v1/webhooks/"+h.ID, ""); f.Attributes.URL != v.URL {
		t.Error("a stranger has changed it:", f.Attributes.URL)
	}
}

func TestWhatAWebhookMayBe(t *testing.T) {
	strict := newWorld(t, harness.Database(t)("execution"), newClock(), func(c *Config) { c.HTTP, c.Networks = false, nil })
	who := someone(identity.Admin)
	for says, c := range map[string]struct {
		url, events string
		status      int
	}{
		"an https address":          {"https://example.org/a?b=c", `["judgement.ended","rejudging.ended"]`, 201},
		"not encrypted":             {"http://example.org/", `["judgement.ended"]`, 422},
		"another scheme":            {"file:///etc/passwd", `["judgement.ended"]`, 422},
		"no host":                   {"https:///a", `["judgement.ended"]`, 422},
		"a user and password":       {"https://a:b@example.org/", `["judgement.ended"]`, 422},
		"a fragment":                {"https://example.org/#a", `["judgement.ended"]`, 422},
		"an event that is none":     {"https://example.org/", `["judgement.began"]`, 422},
		"no events":                 {"https://example.org/", `[]`, 422},
		"the ping, which all take":  {"https://example.org/", `["webhook.ping"]`, 422},
		"the same event twice":      {"https://example.org/", `["judgement.ended","judgement.ended"]`, 422},
		"a public number":           {"https://93.184.215.14/", `["judgement.ended"]`, 201},
		"this machine":              {"https://127.0.0.1:8080/", `["judgement.ended"]`, 422},
		"a private network":         {"https://10.1.2.3/", `["judgement.ended"]`, 422},
		"a metadata service":        {"https://169.254.169.254/latest", `["judgement.ended"]`, 422},
		"this machine in IPv6":      {"https://[::1]/", `["judgement.ended"]`, 422},
		"IPv4 within IPv6":          {"https://[::ffff:10.0.0.1]/", `["judgement.ended"]`, 422},
		"a link, with a zone":       {"https://[fe80::1%25eth0]/", `["judgement.ended"]`, 422},
		"an address that is no URL": {"https://exa mple.org/", `["judgement.ended"]`, 422},
	} {
		status, text := strict.ask(who, "POST", "/v1/webhooks", `{"data":{"type":"webhooks","attributes":{"url":"`+c.url+`","events":`+c.events+`}}}`)
		if status != c.status || status == 422 && !strings.Contains(text, `"pointer":"/data/attributes/`) {
			t.Errorf("%s: %d, want %d: %s", says, status, c.status, text)
		}
	}
	for range maxWebhooks - 2 {
		strict.register(who, "https://example.org/")
	}
	if status, text := strict.ask(who, "POST", "/v1/webhooks", `{"data":{"type":"webhooks","attributes":{"url":"https://example.org/","events":["judgement.ended"]}}}`); status != 409 || !strings.Contains(text, "webhooks_full") {
		t.Errorf("one too many: %d %s", status, text)
	}
}

func TestADisabledWebhookIsSentNothing(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), newClock(), nil)
	who, v := someone(identity.Admin), newReceiver(t, nil)
	h := w.register(who, v.URL)
	w.tell(who, 1)
	set := func(status string) found {
		return w.one(who, 200, "PATCH", "/v1/webhooks/"+h.ID, `{"data":{"type":"webhooks","id":"`+h.ID+`","attributes":{"status":"`+status+`"}}}`)
	}
	if f := set(statusDisabled); f.Attributes.Reason != byMember {
		t.Error("the reason is", f.Attributes.Reason)
	}
	w.settle()
	d := w.deliveries()[0]
	for _, path := range []string{"/v1/webhooks/" + h.ID + "/ping", "/v1/webhook-deliveries/" + string(d.ID) + "/redelivery"} {
		if status, text := w.ask(who, "POST", path, ""); status != 409 || !strings.Contains(text, "webhook_disabled") {
			t.Errorf("POST %s: %d %s", path, status, text)
		}
	}
	if d.Status != statusFailed || len(v.messages()) != 0 {
		t.Errorf("%s, %d messages", d.Status, len(v.messages()))
	}
	set(statusActive)
	w.one(who, 202, "POST", "/v1/webhook-deliveries/"+string(d.ID)+"/redelivery", "")
	w.settle()
	if len(v.messages()) != 1 {
		t.Errorf("%d messages after it is active again", len(v.messages()))
	}
}

func TestTheLogIsPagedAndFiltered(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), newClock(), nil)
		who, bad, good := someone(identity.Admin), newReceiver(t, always(500)), newReceiver(t, nil)
		first, second := w.register(who, bad.URL), w.register(who, good.URL)
		w.tell(who, 7)
		w.settle()
		w.clock.pass(time.Minute)
		for query, want := range map[string]int{
			"": 14, "filter[webhook]=" + first.ID: 7, "filter[status]=delivered": 7, "filter[status]=failed": 0,
			"filter[webhook]=" + second.ID + "&filter[status]=pending": 0, "filter[event]=judgement.ended": 14, "filter[event]=webhook.ping": 0,
		} {
			seen := map[string]bool{}
			for path := "/v1/webhook-deliveries?page[size]=3&" + query; path != ""; {
				ids, next := w.page(who, path)
				for _, id := range ids {
					seen[id] = true
				}
				path = next
			}
			if len(seen) != want {
				t.Errorf("%q lists %d, want %d", query, len(seen), want)
			}
		}
		if status, text := w.ask(who, "DELETE", "/v1/webhooks/"+first.ID, ""); status != 204 {
			t.Errorf("deleting it: %d %s", status, text)
		}
		if n := len(w.deliveries()); n != 7 {
			t.Errorf("%d deliveries are left of the other webhook's 7", n)
		}
	})
}
