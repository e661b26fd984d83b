package interviews

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const spoken = "WEBVTT\n\n00:02.000 --> 00:03.500\n<v Iris>And then?\n\n00:00.500 --> 00:01.000\nI count &amp; add\n"

// captions are what is attached to the recording, in words.
func (s stored) captions(who *client.Client) (all []string) {
	for _, c := range s.list(who, "captions") {
		line := c.Text("language")
		for _, x := range c.Attributes["cues"].([]any) {
			cue := x.(map[string]any)
			line += fmt.Sprintf(" [%v-%v %v: %v]", cue["fromMs"], cue["toMs"], cue["speaker"], cue["text"])
		}
		all = append(all, line)
	}
	return all
}

func (s stored) attached(attributes map[string]any) map[string]any {
	all := map[string]any{"recordingId": s.id, "language": "en", "text": spoken}
	for name, value := range attributes {
		all[name] = value
	}
	return all
}

func TestCaptionsOfARecording(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		file := s.now(t).Attributes["files"].([]any)[0].(map[string]any)
		whole := s.host.Create("captions", s.attached(nil), s.to)
		if whole.Text("author") != "Grace Hopper" || whole.Attributes["text"] != nil {
			t.Errorf("it is answered %+v", whole)
		}
		s.host.Create("captions", s.attached(map[string]any{"file": file["name"], "language": "de-CH"}), s.to)
		begin := file["offsetMs"].(float64)
		want := []string{
			"en [500-1000 : I count & add] [2000-3500 Iris: And then?]",
			fmt.Sprintf("de-CH [%v-%v Kim: I count & add] [%v-%v Iris: And then?]", begin+500, begin+1000, begin+2000, begin+3500),
		}
		if got := s.captions(s.admin); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("there are %q, not %q", got, want)
		}
		if a := s.host.Raw("DELETE", "/v1/captions/"+whole.ID, nil, nil); a.Status != http.StatusNoContent {
			t.Errorf("removed: %d %s", a.Status, a.Body)
		}
		if got := s.captions(s.host); len(got) != 1 || got[0] != want[1] {
			t.Errorf("left are %q", got)
		}
		if a := s.admin.Raw("DELETE", s.path, nil, nil); a.Status != http.StatusNoContent || s.now(t).Text("state") != recording.Removed {
			t.Fatalf("the recording is removed: %d", a.Status)
		}
		if got := s.captions(s.host); len(got) != 0 {
			t.Errorf("they outlive their recording: %q", got)
		}
	})
}

// TestCaptionsOfWhatIsHeldStay: what is on hold is kept as it is, and who removes captions of what is not is kept.
func TestCaptionsOfWhatIsHeldStay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		one := s.host.Create("captions", s.attached(nil), s.to)
		remove := func(who *client.Client) client.Answer {
			return who.Raw(http.MethodDelete, "/v1/captions/"+one.ID, nil, nil)
		}
		s.hold(t, s.admin, true)
		for name, who := range map[string]*client.Client{"an interviewer": s.host, "an admin": s.admin} {
			if a := remove(who); a.Status != http.StatusConflict || code(a) != "recording_held" {
				t.Errorf("%s removes them: %d %s", name, a.Status, a.Body)
			}
		}
		if got := s.captions(s.host); len(got) != 1 {
			t.Errorf("there are %q", got)
		}
		s.hold(t, s.admin, false)
		if a := remove(s.host); a.Status != http.StatusNoContent || len(s.captions(s.host)) != 0 {
			t.Errorf("released, they are removed: %d %s", a.Status, a.Body)
		}
		want := []string{"interviewers: held Grace Hopper", "interviewers: released Grace Hopper", "interviewers: captions-removed Grace Hopper"}
		if got := s.retained(t); !slices.Equal(got, want) {
			t.Errorf("the timeline tells %q", got)
		}
	})
}

// meanwhile is auth that has something happen while it is asked for a name.
type meanwhile struct {
	sessions

	do func()
}

func (m *meanwhile) Names(ctx context.Context, q auth.NamesOf) (auth.Names, error) {
	if do := m.do; do != nil {
		m.do = nil
		do()
	}
	return m.sessions.Names(ctx, q)
}

func TestCaptionsOfARecordingThatIsRemovedMeanwhile(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		names := &meanwhile{}
		s := newWorld(t, open, func(d *Deps) { d.Auth = names }).stored(t)
		names.do = func() {
			if a := s.admin.Raw("DELETE", s.path, nil, nil); a.Status != http.StatusNoContent {
				t.Errorf("the recording is not removed: %d %s", a.Status, a.Body)
			}
		}
		if a := send(s.host, http.MethodPost, "/v1/captions", "captions", "", s.attached(nil), s.to); code(a) != "recording_removed" {
			t.Errorf("attached: %d %s", a.Status, a.Body)
		}
		if got := s.captions(s.host); len(got) != 0 {
			t.Errorf("they outlive their recording: %q", got)
		}
	})
}

func TestCaptionsThatCannotBeAttached(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		stranger := s.as(t, identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner}))
		for name, c := range map[string]struct {
			who        *client.Client
			attributes map[string]any
			status     int
			code       string
		}{
			"what is no captions, with its line":  {s.host, map[string]any{"text": "WEBVTT\n\n00:01 --> 00:02\nx"}, http.StatusUnprocessableEntity, "captions_unreadable"},
			"of a recording that is not there":    {s.host, map[string]any{"recordingId": ids.New[string]()}, http.StatusUnprocessableEntity, "recording_elsewhere"},
			"of a file that it does not have":     {s.host, map[string]any{"file": "other.webm"}, http.StatusUnprocessableEntity, "captions_of_nothing"},
			"in a language that is none":          {s.host, map[string]any{"language": "english (the best)"}, http.StatusUnprocessableEntity, "invalid"},
			"by the candidate":                    {s.kim, nil, http.StatusForbidden, "permission_missing"},
			"by somebody of another organization": {stranger, nil, http.StatusNotFound, "interview_not_found"},
		} {
			a := send(c.who, http.MethodPost, "/v1/captions", "captions", "", s.attached(c.attributes), s.to)
			if a.Status != c.status || code(a) != c.code {
				t.Errorf("%s: %d %s", name, a.Status, a.Body)
			}
		}
		one := s.host.Create("captions", s.attached(nil), s.to)
		for who, status := range map[*client.Client]int{s.kim: http.StatusForbidden, stranger: http.StatusNotFound} {
			for _, method := range []string{http.MethodGet, http.MethodDelete} {
				if a := who.Raw(method, "/v1/captions/"+one.ID, nil, nil); a.Status != status {
					t.Errorf("%s by who has no right to: %d %s", method, a.Status, a.Body)
				}
			}
		}
		if got := s.captions(s.host); len(got) != 1 {
			t.Errorf("there are %q", got)
		}
	})
}
