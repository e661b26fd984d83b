// Package rooms plays interviews with video, as many as are asked for, against one process of the product: in each two people send
// pictures and voices to each other, with the page's event stream open, and all of it is recorded.
package rooms

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
	"github.com/codecraft-hq/codecraft/test/report"
)

// step is what a number of rooms met with, and what the product took for them.
type step struct {
	Rooms      int     `json:"rooms"`
	Seconds    float64 `json:"seconds"`
	FirstP50Ms float64 `json:"firstP50Ms"` // from knocking to the first picture of who is there already
	FirstP95Ms float64 `json:"firstP95Ms"`
	Pictures   float64 `json:"pictures"` // a second, that each gets of the 30 that are sent
	Recorded   int     `json:"recorded"`
	Processors float64 `json:"processors"` // the product's
	MemoryMB   float64 `json:"memoryMb"`
}

// TestRooms plays CODECRAFT_ROOMS interviews (2 unless set: one number a step) for CODECRAFT_ROOMS_SECONDS each (5 unless set). Each
// recording ends as one that was looked through and has all of the call; what people wait is measured, and written where
// CODECRAFT_ROOMS_OUT and CODECRAFT_ROOMS_DOC say.
func TestRooms(t *testing.T) {
	lksdk.SetLogger(logger.GetDiscardLogger())
	sizes, length := report.Numbers(t, "CODECRAFT_ROOMS", "2"), time.Duration(report.Numbers(t, "CODECRAFT_ROOMS_SECONDS", "5")[0])*time.Second
	p := product.StartEmpty(t, append([]string{"--log-level", "warn"}, product.Video...)...)
	owner := client.New(t, p.URL)
	// Browsers keep their connections; here all come from one place.
	owner.HTTP.Transport = &http.Transport{MaxIdleConnsPerHost: 100}
	owner = owner.SignIn(product.Owner, product.Password)
	var steps []step
	for _, n := range sizes {
		t.Run(fmt.Sprint(n), func(t *testing.T) { steps = append(steps, play(t, p, owner, n, length)) })
	}
	t.Log("\n" + table(steps))
	report.Keep(t, "CODECRAFT_ROOMS", "bench-rooms", steps, map[string]string{"rooms": table(steps)})
}

// room is one interview.
type room struct {
	id     string
	people [2]*person
	first  time.Duration // how long the second one waited for a picture
}

// play has n calls at once for a while.
func play(t *testing.T, p *product.Product, owner *client.Client, n int, length time.Duration) step {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	rooms := make([]*room, n)
	for i := range rooms {
		rooms[i] = furnish(owner, fmt.Sprintf("call-%d-of-%d", i, n))
	}
	var streams sync.WaitGroup
	for _, r := range rooms {
		for _, one := range r.people {
			streams.Go(func() { one.stay(ctx, r.id) })
		}
	}
	s := step{Rooms: n}
	var firsts []time.Duration
	for _, r := range rooms { // one after another, as people come
		if err := r.meet(p.URL); err != nil {
			t.Fatal(err)
		}
		firsts = append(firsts, r.first)
	}
	s.FirstP50Ms, s.FirstP95Ms = report.Millis(firsts, 50), report.Millis(firsts, 95)
	before, pictures, begun := p.Spent(), seen(rooms), time.Now()
	<-time.After(length)
	s.Seconds = time.Since(begun).Seconds()
	after := p.Spent()
	s.Pictures = float64(seen(rooms)-pictures) / s.Seconds / float64(2*n)
	s.Processors = (after["process_cpu_seconds_total"] - before["process_cpu_seconds_total"]) / s.Seconds
	s.MemoryMB = after["process_resident_memory_bytes"] / (1 << 20)
	if s.Pictures == 0 {
		t.Error("nobody gets pictures of the other")
	}
	cancel()
	for _, r := range rooms {
		r.part(owner)
	}
	streams.Wait()
	for _, r := range rooms {
		s.Recorded += r.recorded(t, owner, length)
	}
	return s
}

// furnish schedules an interview that is recorded, and lets a candidate and who asks them in.
func furnish(owner *client.Client, name string) *room {
	interview := owner.Create("interviews", map[string]any{
		"title": name, "startsAt": time.Now().Format(time.RFC3339), "durationMinutes": 60, "timeZone": "Europe/Berlin", "recorded": true,
	}, nil)
	r := &room{id: interview.ID}
	to := map[string]client.Relationship{"interview": client.To("interviews", interview.ID)}
	for i, role := range []string{"interviewer", "candidate"} {
		invited := owner.Create("interview-participants", map[string]any{"email": role + "-" + name + "@calls.example", "name": role, "role": role}, to)
		link := invited.Text("link")
		entry := owner.As("").Create("interview-entries", map[string]any{"invitationToken": link[strings.LastIndex(link, "/")+1:]}, nil)
		r.people[i] = &person{
			guest: owner.As(entry.Text("accessToken")), interview: to, tab: role + "-" + name,
			seen: make(chan struct{}), stop: make(chan struct{}),
		}
		if r.people[i].knock().Text("state") == "waiting" {
			owner.Patch("interview-participants", invited.ID, map[string]any{"state": "admitted"})
		}
	}
	return r
}

// meet has one come, and then the other, who waits for a picture.
func (r *room) meet(url string) error {
	if err := r.people[0].enter(url); err != nil {
		return err
	}
	knocked := time.Now()
	if err := r.people[1].enter(url); err != nil {
		return err
	}
	late := time.NewTimer(harness.Patience)
	defer late.Stop()
	select {
	case <-r.people[1].seen:
	case <-late.C:
		return fmt.Errorf("interview %s: no picture came", r.id)
	}
	r.first = time.Since(knocked)
	return nil
}

// part ends the call.
func (r *room) part(owner *client.Client) {
	var all sync.WaitGroup
	for _, one := range r.people {
		all.Go(one.leave)
	}
	all.Wait()
	owner.Patch("interviews", r.id, map[string]any{"state": "ended"})
}

// recorded is 1 when the call's recording has all of it, of both.
func (r *room) recorded(t *testing.T, owner *client.Client, length time.Duration) int {
	t.Helper()
	var recording client.Resource
	harness.Eventually(t, 2*time.Minute, func() error {
		all := owner.List("/v1/recordings?filter[interview]=" + r.id)
		if len(all) != 1 || all[0].Text("state") == "recording" || all[0].Text("state") == "verifying" {
			return fmt.Errorf("the recordings are %v", all)
		}
		recording = all[0]
		return nil
	})
	files := recording.Items("files")
	if recording.Text("state") != "recorded" || len(files) != 2 {
		t.Errorf("interview %s is %s with %d files: %s", r.id, recording.Text("state"), len(files), recording.Text("reason"))
		return 0
	}
	for _, f := range files {
		// Who records comes a moment after those who talk.
		if lasts, _ := f["durationMs"].(float64); lasts < 0.9*float64(length.Milliseconds()) || f["hasPictures"] != true || f["hasSound"] != true {
			t.Errorf("interview %s: of a call of %s there is %v", r.id, length, f)
			return 0
		}
	}
	return 1
}

func seen(rooms []*room) (all int64) {
	for _, r := range rooms {
		for _, one := range r.people {
			all += one.pictures.Load()
		}
	}
	return all
}

func table(steps []step) string {
	var b strings.Builder
	b.WriteString("| Calls of two | First picture p50 | First picture p95 | Pictures a second | Recorded | Product's processors | Memory |\n|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, s := range steps {
		fmt.Fprintf(&b, "| %d | %.0f ms | %.0f ms | %.1f | %d | %.2f | %.0f MB |\n", s.Rooms, s.FirstP50Ms, s.FirstP95Ms, s.Pictures, s.Recorded, s.Processors, s.MemoryMB)
	}
	return b.String()
}
