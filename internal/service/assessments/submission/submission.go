package submission

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// States of a submission: queued → judging → judged, or cancelled, until it is judged again. Judging is told
// by progress only and never stored. A later round replaces the result of the one before when it has one.
const (
	Queued    = "queued"
	Judging   = "judging"
	Judged    = "judged"
	Cancelled = "cancelled"
)

// maxSource is the largest text that is judged, in bytes.
const maxSource = 256 << 10

// Submission names a version of a document. Outcome is the candidate's view; staff read the judgement.
type Submission struct {
	ID              ids.Submission               `db:"id"`
	Organization    ids.Organization             `db:"organization_id"`
	Attempt         ids.Attempt                  `db:"attempt_id"`
	Answer          ids.Answer                   `db:"answer_id"`
	Document        ids.Document                 `db:"document_id"`
	DocumentVersion int                          `db:"document_version"`
	Language        string                       `db:"language"`
	Source          blob.Digest                  `db:"source"`
	State           string                       `db:"state"`
	Round           int                          `db:"round"`
	Judgement       ids.Judgement                `db:"judgement_id"`
	Verdict         string                       `db:"verdict"`
	Score           float64                      `db:"score"`
	Outcome         db.JSON[judge.CandidateView] `db:"outcome"`
	CreatedAt       time.Time                    `db:"created_at"`
	JudgedAt        *time.Time                   `db:"judged_at"`
	RequestKey      string                       `db:"request_key"` // the Idempotency-Key it came with, if any
}

// Submit queues the judging of a version of the answer's document in its chosen language. Sent again under the same key
// it is the submission there is already: the key is written with the row, so that this holds after a crash between the two, too.
func (s *Service) Submit(ctx context.Context, id ids.Answer, version int, key string) (Submission, error) {
	answer, a, err := s.attempts.Work(ctx, id)
	if err != nil {
		return Submission{}, err
	}
	if known, err := s.sentBefore(ctx, answer, version, key); err != nil || known != nil {
		return dereference(known), err
	}
	if answer.Language == "" {
		return Submission{}, errs.New(errs.Conflict, "language_missing", "choose a language and write something first")
	}
	document, err := s.attempts.DocumentAt(ctx, answer, answer.Language, attempt.MainPath)
	if err != nil {
		return Submission{}, err
	}
	if document == nil || version < 0 || version > document.Version {
		return Submission{}, errs.New(errs.Invalid, "document_version_unknown", "the document has no version %d yet: wait until your edits are saved", version).At("/data/attributes/documentVersion")
	}
	if err := s.limiter.Admit(ctx, string(a.ID)); err != nil {
		return Submission{}, err
	}
	if err := s.room(ctx, a); err != nil {
		return Submission{}, err
	}
	submission, err := s.newSubmission(ctx, answer, *document, version)
	if err != nil {
		return submission, err
	}
	submission.RequestKey = key
	traces.Note(ctx, traces.Submission.String(string(submission.ID)), traces.Attempt.String(string(submission.Attempt)))
	httpx.Annotate(ctx, "submission", string(submission.ID))
	httpx.Annotate(ctx, "attempt", string(submission.Attempt))
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.attempts.StillStarted(ctx, a); err != nil {
			return err
		}
		return s.write(ctx, &a, submission, "candidate")
	})
	if errors.Is(err, errSentBefore) {
		known, err := s.sentBefore(ctx, answer, version, key)
		return dereference(known), err
	}
	return submission, err
}

// room refuses what execution has no room for. What the organization may have in a day is no candidate's business, and they can
// do nothing about it.
func (s *Service) room(ctx context.Context, a attempt.Attempt) error {
	err := execution.Room(ctx, s.log, a.Organization, s.execution.MayJudge)
	if e := errs.Of(err); e != nil && e.Code == quota.Code {
		return errs.New(errs.TooMany, quota.Code, "nothing more is judged today for the organization that invited you: what you write is kept, tell whoever invited you").After(e.RetryAfter)
	}
	return err
}

// errSentBefore says that another request with the same key was quicker.
var errSentBefore = errors.New("the submission is there already")

// requestKey is the Idempotency-Key of the request, which is at most 128 characters long, or empty.
func requestKey(ctx context.Context) string {
	if r := jsonapi.Request(ctx); r != nil {
		return r.Header.Get("Idempotency-Key")
	}
	return ""
}

// sentBefore is the submission of the attempt that came with the key; nil when there is none.
func (s *Service) sentBefore(ctx context.Context, answer attempt.Answer, version int, key string) (*Submission, error) {
	if key == "" {
		return nil, nil
	}
	found, err := s.list(ctx, db.Where("organization_id = ?", answer.Organization).And("attempt_id = ?", answer.Attempt).And("request_key = ?", key), 1)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if found[0].Answer != answer.ID || found[0].DocumentVersion != version {
		return nil, errs.New(errs.Invalid, "key_reused", "this key was used for another request: take a new one").OnHeader("Idempotency-Key")
	}
	return &found[0], nil
}

func dereference(submission *Submission) Submission {
	if submission == nil {
		return Submission{}
	}
	return *submission
}

// newSubmission reads the text from the log and stores it as a blob, outside of any transaction.
func (s *Service) newSubmission(ctx context.Context, answer attempt.Answer, document attempt.Document, version int) (Submission, error) {
	text, err := s.attempts.Text(ctx, document.ID, version)
	if err != nil {
		return Submission{}, err
	}
	switch {
	case strings.TrimSpace(text) == "":
		return Submission{}, errs.New(errs.Invalid, "source_empty", "there is nothing to judge yet: write your solution first")
	case len(text) > maxSource:
		return Submission{}, errs.New(errs.Invalid, "source_too_large", "the source has %d bytes, more than %d", len(text), maxSource)
	case strings.ContainsRune(text, 0):
		return Submission{}, errs.New(errs.Invalid, "source_binary", "the source holds a NUL character: remove it")
	}
	digest, err := blob.PutBytes(ctx, s.blobs, []byte(text))
	if err != nil {
		return Submission{}, err
	}
	return Submission{
		ID: ids.New[ids.Submission](), Organization: answer.Organization, Attempt: answer.Attempt, Answer: answer.ID, Document: document.ID,
		DocumentVersion: version, Language: document.Language, Source: digest, State: Queued, Round: 1, CreatedAt: s.now(),
	}, nil
}

// write writes the row, the request to judge it and the activity, in the transaction of ctx.
func (s *Service) write(ctx context.Context, a *attempt.Attempt, submission Submission, by string) error {
	found, version, err := s.planOf(ctx, submission)
	if err != nil {
		return err
	}
	if err := s.insert(ctx, submission); err != nil {
		return err
	}
	if err := s.attempts.CountSubmission(ctx, submission.Organization, submission.Answer); err != nil {
		return err
	}
	if err := s.askForJudging(ctx, submission, a.Assessment, found, version, ""); err != nil {
		return err
	}
	data := map[string]any{"submissionId": submission.ID, "language": submission.Language, "documentVersion": submission.DocumentVersion, "by": by, "problemVersionId": version}
	return s.attempts.Record(ctx, a, attempt.Activity{Kind: "submission", Answer: submission.Answer, Data: data})
}

// Subject is what is judged of the submission.
func (submission Submission) Subject() execution.Subject {
	return execution.Subject{Kind: execution.SubjectKindSubmission, ID: string(submission.ID), Round: submission.Round}
}

// askForJudging puts the request into the outbox. Asked again it is another message, and the same subject: what is judged stays one.
func (s *Service) askForJudging(ctx context.Context, submission Submission, of ids.Assessment, plan blob.Digest, version ids.ProblemVersion, again string) error {
	assessment, err := s.catalog.Get(ctx, submission.Organization, of)
	if err != nil {
		return err
	}
	request := execution.JudgingRequest{
		Organization: submission.Organization, Scope: string(submission.Attempt), Language: submission.Language, Plan: plan, RequestID: httpx.RequestID(ctx),
		Subject: submission.Subject(), Files: []execution.SourceFile{{Path: "", Digest: submission.Source}},

		Priority: execution.PrioritySubmission,
	}
	if request.Preview = assessment.PreviewOf != ""; !request.Preview {
		request.Assessment, request.ProblemVersion = of, version
	}
	id := fmt.Sprintf("judging-%s-%s-%d%s", request.Subject.Kind, submission.ID, submission.Round, again)
	return outbox.Add(ctx, s.db, execution.SubjectJudgingRequested, id, request)
}

// planOf is the judging plan of the submission's problem.
func (s *Service) planOf(ctx context.Context, submission Submission) (plan blob.Digest, version ids.ProblemVersion, err error) {
	version, err = s.attempts.VersionOf(ctx, submission.Organization, submission.Answer)
	if err != nil {
		return "", "", err
	}
	found, err := s.catalog.Pinned(ctx, submission.Organization, []ids.ProblemVersion{version})
	return found[version].Plan, version, err
}

// AtEnd stores what was typed and not submitted. The func that it answers, called in the transaction of the attempt's end,
// looks for what was typed meanwhile and submits all of it.
func (s *Service) AtEnd(ctx context.Context, a attempt.Attempt) (write func(context.Context, *attempt.Attempt) error, err error) {
	ready, err := s.unsubmitted(ctx, a, nil)
	return func(ctx context.Context, a *attempt.Attempt) error {
		all, err := s.unsubmitted(ctx, *a, ready)
		for i := 0; err == nil && i < len(all); i++ {
			err = s.write(ctx, a, all[i], "end")
		}
		return err
	}, err
}

// unsubmitted makes submissions of what was typed after the last one of each answer, for the end of an attempt.
// Where the last submission counts, one that the candidate made is not replaced by a half-finished edit. Those that are
// ready, from a look before, are taken where nothing was typed since.
func (s *Service) unsubmitted(ctx context.Context, a attempt.Attempt, ready []Submission) ([]Submission, error) {
	assessment, err := s.catalog.Get(ctx, a.Organization, a.Assessment)
	if err != nil {
		return nil, err
	}
	answers, err := s.attempts.Answers(ctx, a.Organization, []ids.Attempt{a.ID})
	if err != nil {
		return nil, err
	}
	var all []Submission
	for _, answer := range answers {
		if answer.Language == "" || assessment.Scoring == catalog.Last && answer.SubmissionCount > 0 {
			continue
		}
		document, err := s.attempts.DocumentAt(ctx, answer, answer.Language, attempt.MainPath)
		if err != nil {
			return nil, err
		}
		if document == nil || document.Version == 0 {
			continue // nothing was typed
		}
		done, err := s.submittedVersion(ctx, document.Organization, document.ID)
		if err != nil {
			return nil, err
		}
		if done >= document.Version {
			continue
		}
		if i := slices.IndexFunc(ready, func(n Submission) bool { return n.Document == document.ID && n.DocumentVersion == document.Version }); i >= 0 {
			all = append(all, ready[i])
			continue
		}
		submission, err := s.newSubmission(ctx, answer, *document, document.Version)
		if errs.Is(err, errs.Invalid) {
			continue // empty or not text: there is nothing to judge
		}
		if err != nil {
			return nil, err
		}
		all = append(all, submission)
	}
	return all, nil
}

// TakeIn takes in a result, once: a judgement that is known already, or of an earlier round, changes nothing.
// A round that was cancelled leaves the result of the one before as it is.
func (s *Service) TakeIn(ctx context.Context, j execution.Judgement) error {
	submission, err := s.ByID(ctx, j.Organization, ids.Submission(j.Subject.ID))
	if errs.Is(err, errs.NotFound) {
		return errs.New(errs.Gone, "submission_unknown", "there is no submission %s", j.Subject.ID)
	}
	if err != nil {
		return err
	}
	if submission.Round > j.Subject.Round || submission.State != Queued && submission.Round == j.Subject.Round || j.Cancelled && submission.State != Queued {
		return nil
	}
	a, err := s.attempts.ByID(ctx, submission.Organization, submission.Attempt)
	if err != nil {
		return err
	}
	assessment, err := s.catalog.Get(ctx, a.Organization, a.Assessment)
	if err != nil {
		return err
	}
	worths, err := s.attempts.Worths(ctx, submission.Organization, []ids.Answer{submission.Answer})
	if err != nil {
		return err
	}
	w, view := worths[submission.Answer], judge.Redact(j.Outcome)
	return s.db.InTx(ctx, func(ctx context.Context) error {
		changed, err := s.storeOutcome(ctx, submission, j, view)
		if err != nil || !changed {
			return err
		}
		s.db.AfterCommit(ctx, func() {
			s.log.Info("submission judged", "submission", submission.ID, httpx.Whence(ctx), "organization", submission.Organization,
				"attempt", submission.Attempt, "judgement", j.ID, "round", j.Subject.Round, "verdict", view.Verdict)
		})
		if err := s.count(ctx, submission, assessment.Scoring, w); err != nil {
			return err
		}
		if err := s.attempts.SumScore(ctx, &a); err != nil {
			return err
		}
		data := map[string]any{
			"submissionId": submission.ID, "verdict": view.Verdict, "judgementId": j.ID,
			"score": w.Earned(view.Score, string(view.Verdict)), "maxScore": w.Points(),
		}
		if j.Subject.Round > 1 {
			data["round"], data["verdictBefore"], data["scoreBefore"] = j.Subject.Round, submission.Verdict, w.Earned(submission.Score, submission.Verdict)
		}
		if j.Cancelled {
			data["cancelled"] = true
		}
		return s.attempts.Record(ctx, &a, attempt.Activity{Kind: "judged", Answer: submission.Answer, Data: data})
	})
}

// visible answers those of the ids that the principal may see.
func (s *Service) visible(ctx context.Context, wanted []ids.Submission) ([]Submission, error) {
	where, err := attempt.Visible(ctx, wanted)
	if err != nil {
		return nil, err
	}
	return s.list(ctx, where, 0)
}

// OnJudgement takes in the result of a submission.
func (s *Service) OnJudgement(ctx context.Context, d bus.Delivery) error {
	var j execution.Judgement
	if err := d.Decode(&j); err != nil {
		return err
	}
	if j.Subject.Kind != execution.SubjectKindSubmission {
		return nil
	}
	traces.Note(ctx, traces.Submission.String(j.Subject.ID), traces.Judgement.String(string(j.ID)), traces.Organization.String(string(j.Organization)))
	return s.TakeIn(ctx, j)
}
