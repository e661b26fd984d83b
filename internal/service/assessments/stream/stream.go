package stream

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/parts/live"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/submission"
)

const (
	// boardPause gathers changes, so that a busy assessment costs a board two messages a second an attempt at most.
	boardPause = 500 * time.Millisecond
	// placeEvery is how often a stream asks for the place of what its candidate waits for.
	placeEvery = 4 * time.Second
)

type event struct {
	ID         string `json:"id"`
	Attributes any    `json:"attributes"`
}

// attemptEvents streams an attempt to its candidate or to staff: "attempt" with the state and the server's clock, "submission"
// with each result, and with each place in the queue. Ids are numbers of the timeline: a client that comes back misses nothing.
func (s *Service) attemptEvents(w http.ResponseWriter, q *http.Request) {
	ctx := q.Context()
	a, err := s.attempts.Visible(ctx, ids.Attempt(q.PathValue("id")))
	if err != nil {
		httpx.WriteError(w, q, err)
		return
	}
	watch, leave := s.attempts.Watchers().Add(string(a.ID))
	defer leave()
	last, told, waits := a.LastActivity, Places{}, true // a new stream begins now; the page has read what was before
	candidate := identity.From(ctx).Role == identity.Candidate
	look := func(ctx context.Context, out *httpx.EventStream) (err error) {
		if last, err = s.sendAttempt(ctx, out, a, last); err == nil || errs.Is(err, errs.NotFound) {
			if err = s.attempts.Startless(ctx, a.ID); errs.Is(err, errs.Gone) || errs.Is(err, errs.Conflict) {
				out.End(err)
			}
		}
		return err
	}
	live.Stream[attempt.News]{
		Watch: watch,
		Begin: func(ctx context.Context, out *httpx.EventStream) error {
			if seen, err := strconv.Atoi(out.LastEventID); err == nil {
				last = seen
			}
			return look(ctx, out)
		},
		News: func(ctx context.Context, out *httpx.EventStream, all []attempt.News) error {
			if candidate && attempt.OnlyWorked(all) {
				return nil // who types knows when
			}
			waits = true
			if err := s.sendProgress(ctx, out, all, last); err != nil {
				return err
			}
			return look(ctx, out)
		},
		Glance: func(ctx context.Context, out *httpx.EventStream) (err error) {
			if waits { // nothing is queued again without news
				waits, err = s.SendPlaces(ctx, out, a, told, strconv.Itoa(last))
			}
			return err
		},
		GlanceEvery: placeEvery,
	}.Serve(w, q)
}

// sendAttempt sends what the timeline holds after last, then the attempt as it is.
func (s *Service) sendAttempt(ctx context.Context, out *httpx.EventStream, attempt attempt.Attempt, last int) (int, error) {
	news, err := s.attempts.Timeline(ctx, attempt.Organization, []string{string(attempt.ID)}, last, 200)
	if err != nil {
		return last, err
	}
	for _, activity := range news {
		last = activity.Number
		id, _ := activity.Stored.V["submissionId"].(string)
		if activity.Kind != "submission" && activity.Kind != "judged" || id == "" {
			continue
		}
		r, err := s.submissions.Resources(ctx, []ids.Submission{ids.Submission(id)})
		if err != nil {
			return last, err
		}
		if len(r) == 1 {
			if err := out.Send(strconv.Itoa(last), "submission", event{r[0].ID, r[0].Attributes}); err != nil {
				return last, err
			}
		}
	}
	r, err := s.attempts.Resources(ctx, []ids.Attempt{attempt.ID})
	if err != nil || len(r) == 0 {
		return last, err
	}
	return last, out.Send(strconv.Itoa(last), "attempt", event{r[0].ID, r[0].Attributes})
}

func (s *Service) sendProgress(ctx context.Context, out *httpx.EventStream, all []attempt.News, last int) error {
	for _, n := range all {
		if n.Progress == nil {
			continue
		}
		r, err := s.submissions.Resources(ctx, []ids.Submission{ids.Submission(n.Progress.Subject.ID)})
		if err != nil {
			return err
		}
		if len(r) == 1 && r[0].Attributes.State == submission.Queued {
			r[0].Attributes.State, r[0].Attributes.Position = submission.Judging, 0
			if err := out.Send(strconv.Itoa(last), "submission", event{r[0].ID, r[0].Attributes}); err != nil {
				return err
			}
		}
	}
	return nil
}

// boardEvents streams an assessment's attempts to staff: every row first, then "ready", then rows as they change.
func (s *Service) boardEvents(w http.ResponseWriter, q *http.Request) {
	ctx := q.Context()
	p, err := identity.Require(ctx, identity.AttemptsRead)
	if err != nil {
		httpx.WriteError(w, q, err)
		return
	}
	assessment, err := s.catalog.Get(ctx, p.Organization, ids.Assessment(q.PathValue("id")))
	if err != nil {
		httpx.WriteError(w, q, err)
		return
	}
	watch, leave := s.attempts.Watchers().Add(string(assessment.ID))
	defer leave()
	live.Stream[attempt.News]{
		Watch: watch, Pause: boardPause,
		Begin: func(ctx context.Context, out *httpx.EventStream) error { return s.sendBoard(ctx, out, p, assessment) },
		News: func(ctx context.Context, out *httpx.EventStream, all []attempt.News) error {
			var attempts []ids.Attempt
			for _, n := range all {
				attempts = append(attempts, n.Attempt)
			}
			if len(attempts) == 0 {
				return nil
			}
			return s.sendRows(ctx, out, attempts)
		},
	}.Serve(w, q)
}

func (s *Service) sendBoard(ctx context.Context, out *httpx.EventStream, p identity.Principal, assessment catalog.Assessment) error {
	var after ids.Attempt
	for {
		page, err := s.attempts.List(ctx, p.Organization, []string{string(assessment.ID)}, nil, after, 200)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return out.Send("", "ready", struct{}{})
		}
		var wanted []ids.Attempt
		for _, a := range page {
			wanted = append(wanted, a.ID)
		}
		after = wanted[len(wanted)-1]
		if err := s.sendRows(ctx, out, wanted); err != nil {
			return err
		}
	}
}

func (s *Service) sendRows(ctx context.Context, out *httpx.EventStream, wanted []ids.Attempt) error {
	rows, err := s.attempts.Resources(ctx, wanted)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := out.Send("", "attempt", event{r.ID, r.Attributes}); err != nil {
			return err
		}
	}
	return nil
}

// Listen hears how far judging has come.
func (s *Service) Listen(ears *run.Ears) {
	ears.Add(s.bus.Subscribe(execution.SubjectJudgementProgress+"*", s.onProgress))
}

// onProgress passes on that a submission is being judged, without counts: they would tell of hidden tests.
func (s *Service) onProgress(ctx context.Context, m bus.Message) {
	var p execution.Progress
	if !s.attempts.Watchers().Any() || m.Decode(&p) != nil || p.Subject.Kind != execution.SubjectKindSubmission {
		return
	}
	n, err := s.submissions.ByID(ctx, p.Organization, ids.Submission(p.Subject.ID))
	if err == nil {
		s.attempts.Watchers().Tell(string(n.Attempt), p.Subject.ID, attempt.News{Progress: &p})
	}
}

// Places are what one stream has told of its attempt's queued submissions.
type Places map[ids.Submission]int

// SendPlaces sends queued submissions whose place is another one than was told. It answers whether any waits.
func (s *Service) SendPlaces(ctx context.Context, out *httpx.EventStream, attempt attempt.Attempt, told Places, last string) (bool, error) {
	all, err := s.submissions.Waiting(ctx, attempt)
	if err != nil {
		return true, err
	}
	for _, n := range all {
		place := s.submissions.Place(ctx, n)
		if place == 0 || place == told[n.ID] {
			continue
		}
		r, err := s.submissions.Show(ctx, []submission.Submission{n})
		if err != nil {
			return true, err
		}
		told[n.ID], r[0].Attributes.Position = place, place
		if err := out.Send(last, "submission", event{r[0].ID, r[0].Attributes}); err != nil {
			return true, err
		}
	}
	return len(all) > 0, nil
}
