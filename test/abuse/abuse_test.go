// Package abuse plays what one person can do to all others, against a product that serves somebody who only works: what that
// one gets is what counts.
package abuse

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/exam"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// world is a product with one candidate who works, some who do what they can, and a stranger.
type world struct {
	*product.Product
	owner    *client.Client
	good     *exam.Candidate
	bad      []*exam.Candidate
	stranger *client.Client
}

// pace keeps below what one candidate may run in a minute.
var pace = exam.Pace{Types: 150 * time.Millisecond, Runs: 2100 * time.Millisecond}

// least is how long somebody works beside an abuse, however soon that is over.
const least = 4 * time.Second

func TestWhoeverOnlyWorksGetsAnswers(t *testing.T) {
	p := product.StartEmpty(t, "--log-level", "warn")
	w := &world{Product: p, stranger: client.New(t, p.URL)}
	w.stranger.HTTP.Transport = &http.Transport{MaxIdleConnsPerHost: 100}
	w.owner = w.stranger.SignIn(product.Owner, product.Password)
	assessment := exam.Publish(t, w.owner)
	w.good = exam.Invite(t, w.owner, assessment, "good", "python", 1)[0]
	w.bad = exam.Invite(t, w.owner, assessment, "bad", "python", 3)
	if err := w.good.Tab.Append(exam.Python + "# "); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		do   func(context.Context, *testing.T, *world)
	}{
		{"programs that sleep", sleepers},
		{"submissions without end", endless},
		{"a flood of edits", edits},
		{"a flood of requests with keys", keys},
		{"thousands of faults in one request", faults},
		{"slow senders and slow readers", slow},
		{"streams and sockets without number", streams},
		{"guessing of passwords", guesses},
		{"packages that unfold", packages},
	} {
		t.Run(c.name, func(t *testing.T) { w.beside(t, c.do) })
	}
}

// beside lets the good candidate work while something is done, and submit after it.
func (w *world) beside(t *testing.T, do func(context.Context, *testing.T, *world)) {
	t.Helper()
	ctx, end := context.WithTimeout(context.WithoutCancel(t.Context()), harness.Patience)
	defer end()
	good := &exam.Person{Candidate: w.good}
	worked := make(chan error, 1)
	go func() { worked <- good.Work(ctx, pace) }()
	enough := time.After(least)
	do(ctx, t, w)
	<-enough
	judged := w.submits(t)
	end()
	if err := <-worked; err != nil {
		t.Error("who works met with:", err)
	}
	if good.Letters == 0 || good.Events == 0 || len(good.Runs.Given) == 0 || good.Runs.Refused > 0 {
		t.Errorf("who works had %d letters acknowledged and %d events; %d runs were made and %d refused", good.Letters, good.Events, len(good.Runs.Given), good.Runs.Refused)
	}
	for _, r := range good.Runs.Given {
		if r.Text("status") != "ok" || r.Text("stdout") != "3\n" {
			t.Errorf("a run of who works ended so: %v", r.Attributes)
		}
	}
	if judged.Text("verdict") != "AC" {
		t.Errorf("the submission of who works was judged so: %v", judged.Attributes)
	}
	kept := w.owner.Get("/v1/documents/" + w.good.Document).Text("text")
	if n := strings.Count(kept, "x"); n < good.Letters || !strings.HasPrefix(kept, exam.Python) {
		t.Errorf("of %d letters %d are kept", good.Letters, n)
	}
}

// submits hands the good candidate's work in, and waits for the verdict.
func (w *world) submits(t *testing.T) client.Resource {
	t.Helper()
	version := w.owner.Get("/v1/documents/" + w.good.Document).Number("version")
	s := w.good.Person.Accept("submissions", map[string]any{"documentVersion": version}, map[string]client.Relationship{"answer": client.To("answers", w.good.Answer)})
	harness.Eventually(t, harness.Patience, func() error {
		if s = w.good.Person.Get("/v1/submissions/" + s.ID); s.Text("state") != "judged" {
			return fmt.Errorf("the submission is %s", s.Text("state"))
		}
		return nil
	})
	return s
}

// post sends what somebody bad sends; what it is answered with is theirs, unless it is a fault of ours.
func post(t *testing.T, by *client.Client, path string, body []byte) client.Answer {
	t.Helper()
	a, err := by.Try(http.MethodPost, path, http.Header{"Idempotency-Key": {uuid.NewString()}}, body)
	if err == nil && a.Status >= 500 && a.Status != http.StatusServiceUnavailable {
		t.Errorf("POST %s is answered with %d %s", path, a.Status, a.Body)
	}
	return a
}

func document(t *testing.T, r client.Resource) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"data": r})
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// sleepers start more programs that sleep than there are cores or slots.
func sleepers(_ context.Context, t *testing.T, w *world) {
	for _, by := range w.bad {
		for range 5 {
			post(t, by.Person, "/v1/runs", document(t, client.Resource{Type: "runs", Attributes: map[string]any{
				"language": "python", "source": "import time\ntime.sleep(60)\n", "answerId": by.Answer,
			}}))
		}
	}
}

// endless hands in programs that never end, as often as it is let: who comes later is judged before most of them.
func endless(ctx context.Context, t *testing.T, w *world) {
	by := w.bad[0]
	if err := by.Tab.Write("while True: pass\n"); err != nil {
		t.Fatal(err)
	}
	version, err := by.Tab.Save(ctx)
	if err != nil {
		t.Fatal(err)
	}
	accepted := 0
	for range 20 {
		a := post(t, by.Person, "/v1/submissions", document(t, client.Resource{
			Type: "submissions", Attributes: map[string]any{"documentVersion": version},
			Relationships: map[string]client.Relationship{"answer": client.To("answers", by.Answer)},
		}))
		if a.Status == http.StatusAccepted {
			accepted++
		}
	}
	if accepted == 0 || accepted == 20 {
		t.Errorf("%d of 20 submissions at once were accepted", accepted)
	}
	w.submits(t)
	waiting := 0
	for _, s := range w.owner.List("/v1/submissions?page[size]=100&filter[attempt]=" + by.Attempt) {
		if s.Text("state") != "judged" {
			waiting++
		}
	}
	// As many are ahead as the workers had when it came, and one that had its turn by then.
	if waiting < accepted/2 {
		t.Errorf("of %d endless submissions %d wait: whoever came last was judged after all others", accepted, waiting)
	}
}

// edits writes as much and as fast as it can, from several tabs.
func edits(ctx context.Context, t *testing.T, w *world) {
	ctx, end := context.WithTimeout(ctx, least)
	defer end()
	var typing sync.WaitGroup
	for _, by := range w.bad {
		for range 3 {
			typing.Go(func() {
				tab := by.Person.Typist(by.Document)
				for ctx.Err() == nil {
					if tab.Dial(ctx) != nil {
						continue
					}
					for tab.Write(strings.Repeat("#", 4000)+"\n") == nil && ctx.Err() == nil {
						if _, err := tab.Save(ctx); err != nil {
							break
						}
					}
					tab.Hang()
				}
			})
		}
	}
	typing.Wait()
}

// keys makes the product remember an answer for each of many keys.
func keys(_ context.Context, t *testing.T, w *world) {
	source := strings.Repeat("#", 60_000) + "\n"
	for i := range 300 {
		by := w.bad[i%len(w.bad)]
		post(t, by.Person, "/v1/runs", document(t, client.Resource{Type: "runs", Attributes: map[string]any{
			"language": "python", "source": source, "answerId": by.Answer,
		}}))
	}
}

// faults asks for an answer that is longer than what was sent.
func faults(_ context.Context, t *testing.T, w *world) {
	attributes := map[string]any{}
	for i := range 30_000 {
		attributes[fmt.Sprintf("unknown%d", i)] = 1
	}
	body := document(t, client.Resource{Type: "runs", Attributes: attributes})
	for range 20 {
		a := post(t, w.bad[0].Person, "/v1/runs", body)
		if a.Status < 400 || len(a.Body) > 64<<10 {
			t.Errorf("%d bytes are answered with %d and %d bytes", len(body), a.Status, len(a.Body))
		}
	}
}

// slow opens connections that send a byte now and then, and such that ask for everything and read nothing.
func slow(ctx context.Context, t *testing.T, w *world) {
	at, err := url.Parse(w.URL)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", at.Host)
		if err != nil {
			t.Error(err)
			return
		}
		t.Cleanup(func() { _ = c.Close() })
		head := "POST /v1/sessions HTTP/1.1\r\nHost: " + at.Host + "\r\nContent-Type: application/vnd.api+json\r\nContent-Length: 1000000\r\n\r\n{"
		switch i % 3 {
		case 1:
			head = strings.Repeat("GET /v1/openapi.json HTTP/1.1\r\nHost: "+at.Host+"\r\n\r\n", 20)
		case 2:
			head = "GET /v1/lang"
		}
		if _, err := io.WriteString(c, head); err != nil {
			t.Error(err)
		}
	}
}

// streams opens all that stays open, from one person.
func streams(ctx context.Context, t *testing.T, w *world) {
	by := w.bad[1]
	refused := 0
	for range 250 {
		tab := by.Person.Typist(by.Document)
		if err := tab.Dial(ctx); err != nil {
			refused++
			continue
		}
		t.Cleanup(tab.Hang)
	}
	if refused == 0 {
		t.Error("250 sockets of one person are open at once")
	}
}

// guesses tries passwords, each of which is hashed with much work.
func guesses(ctx context.Context, t *testing.T, w *world) {
	ctx, end := context.WithTimeout(ctx, least)
	defer end()
	var guessing sync.WaitGroup
	for i := range 20 {
		guessing.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				post(t, w.stranger, "/v1/sessions", document(t, client.Resource{Type: "sessions", Attributes: map[string]any{
					"email": product.Owner, "password": fmt.Sprintf("guess %d of %d", n, i),
				}}))
			}
		})
	}
	guessing.Wait()
}

// packages sends problems whose few bytes would be gigabytes: by their YAML, and by what is packed in them.
func packages(_ context.Context, t *testing.T, w *world) {
	var laughs strings.Builder
	laughs.WriteString("name: x\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	deep := "name: " + strings.Repeat("[", 100_000)
	for name, files := range map[string]map[string]string{
		"aliases of aliases": {"problem.yaml": laughs.String()},
		"lists in lists":     {"problem.yaml": deep},
		"zeros":              {"problem.yaml": "name: x\n", "data/secret/1.in": strings.Repeat("\x00", 1<<28)},
	} {
		archive := zipped(t, files)
		for range 5 {
			a := w.owner.Raw(http.MethodPost, "/v1/problem-imports", http.Header{"Content-Type": {"application/zip"}}, archive)
			if a.Status < 400 || a.Status >= 500 {
				t.Errorf("a package of %s is answered with %d %s", name, a.Status, a.Body)
			}
		}
	}
}

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var body bytes.Buffer
	archive := zip.NewWriter(&body)
	for name, text := range files {
		file, err := archive.Create("p/" + name)
		if err == nil {
			_, err = io.WriteString(file, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return body.Bytes()
}
