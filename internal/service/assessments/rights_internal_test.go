package assessments

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// written is a started attempt with a document that holds one edit.
func (w *world) written(t *testing.T) (context.Context, attempt.Attempt, attempt.Document) {
	t.Helper()
	ctx, a, answers := w.begun(t)
	_, err := w.attempts.ChooseLanguage(ctx, answers[0].ID, "python")
	must(t, err)
	d, err := w.attempts.OpenDocument(ctx, answers[0].ID, "python", "")
	must(t, err)
	w.edit(t, d, "print(1)\n")
	return ctx, a, d
}

// typed appends one letter at a version, as a room does.
func (w *world) typed(ctx context.Context, id ids.Document, version int) error {
	snapshot, err := collab.AtVersion(ctx, w.attempts.DocumentLog(), id, version)
	if err != nil {
		return err
	}
	changes, err := edit.Replace(snapshot.Text.Len(), 0, 0, "#")
	if err != nil {
		return err
	}
	return w.attempts.DocumentLog().Append(ctx, id, version, []collab.Update{{Version: version + 1, At: w.now(), Client: "c", Seq: int64(version + 1), Changes: changes}})
}

func TestAnEditAfterTheEndIsRefused(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		ctx, a, d := w.written(t)
		room, err := w.attempts.OpenRoom(ctx, d.ID) // as a socket does that was opened before the end
		must(t, err)
		defer room.Close()
		_, err = w.attempts.SetState(ctx, a.ID, attempt.Finished)
		must(t, err)
		text, version := room.Text()
		changes, err := edit.Replace(text.Len(), 0, 0, "late")
		must(t, err)
		_, err = room.Push(ctx, collab.Author{Client: "c", Actor: "candidate"}, collab.Push{Base: version, Seq: 2, Entries: []collab.Entry{{Changes: changes}}})
		wants(t, err, "attempt_closed")
		if now, err := w.attempts.DocumentAt(ctx, attempt.Answer{Organization: w.org, ID: d.Answer}, "python", "main"); err != nil || now.Version != 1 {
			t.Errorf("after the end the document is %+v, %v", now, err)
		}
	})
}

// once does something before the first blob is stored.
type once struct {
	blob.Store
	do func()
}

func (o *once) Put(ctx context.Context, r io.Reader) (blob.Digest, int64, error) {
	if do := o.do; do != nil {
		o.do = nil
		do()
	}
	return o.Store.Put(ctx, r)
}

func TestWhatIsTypedWhileAnAttemptIsFinishedIsHandedIn(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		ctx, a, d := w.written(t)
		w.blobs.Store = &once{w.blobs.Store, func() { must(t, w.typed(t.Context(), d.ID, 1)) }}
		_, err := w.attempts.SetState(ctx, a.ID, attempt.Finished)
		must(t, err)
		w.handedIn(t, a, 2)
	})
}

// handedIn wants one submission, of the version.
func (w *world) handedIn(t *testing.T, a attempt.Attempt, version int) {
	t.Helper()
	all, err := w.submissions.Waiting(t.Context(), a)
	must(t, err)
	if len(all) != 1 || all[0].DocumentVersion != version {
		t.Errorf("handed in: %+v, want version %d", all, version)
	}
}

// Edits race the end: each is either acknowledged and handed in, or refused.
func TestNoAcknowledgedEditMissesTheEnd(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		for round := range 8 {
			a := w.enterNew(t, w.publish(t, nil), fmt.Sprintf("kim%d@candidates.example", round))
			ctx := w.candidate(t, a)
			_, err := w.attempts.SetState(ctx, a.ID, attempt.Started)
			must(t, err)
			answers, err := w.attempts.Answers(ctx, w.org, []ids.Attempt{a.ID})
			must(t, err)
			_, err = w.attempts.ChooseLanguage(ctx, answers[0].ID, "python")
			must(t, err)
			d, err := w.attempts.OpenDocument(ctx, answers[0].ID, "python", "")
			must(t, err)
			acknowledged, begun := 0, make(chan struct{})
			var typist sync.WaitGroup
			typist.Go(func() {
				for range 1000 {
					err := w.typed(ctx, d.ID, acknowledged)
					if err != nil {
						wants(t, err, "attempt_closed")
						return
					}
					if acknowledged++; acknowledged == 3 {
						close(begun)
					}
				}
			})
			<-begun
			_, err = w.attempts.SetState(ctx, a.ID, attempt.Finished)
			must(t, err)
			typist.Wait()
			w.handedIn(t, a, acknowledged)
		}
	})
}

// The rights of now are asked for inside each write's transaction: what passed the first look is refused by the second.
func TestWritesAskForTheRightsOfNow(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		t.Run("a submission that the end overtakes", func(t *testing.T) {
			ctx, a, d := w.written(t)
			w.blobs.Store = &once{w.blobs.Store, func() {
				_, err := w.attempts.SetState(ctx, a.ID, attempt.Finished)
				must(t, err)
			}}
			_, err := w.submissions.Submit(ctx, d.Answer, 1, "")
			wants(t, err, "attempt_closed")
			w.handedIn(t, a, 1)
		})
		t.Run("a document and a language after the end", func(t *testing.T) {
			ctx, a, d := w.written(t)
			_, err := w.attempts.SetState(ctx, a.ID, attempt.Finished)
			must(t, err)
			err = w.db.InTx(ctx, func(ctx context.Context) error { return w.attempts.StillStarted(ctx, a) })
			wants(t, err, "attempt_closed")
			_, err = w.attempts.OpenDocument(ctx, d.Answer, "cpp", "")
			wants(t, err, "attempt_closed")
		})
		t.Run("a start whose invitation was withdrawn meanwhile", func(t *testing.T) {
			a := w.enterNew(t, w.publish(t, nil), "kim@candidates.example")
			must(t, w.invitations.Revoke(w.staff, a.Invitation))
			_, err := w.attempts.SetState(w.candidate(t, a), a.ID, attempt.Started)
			wants(t, err, "invitation_revoked")
			a, err = w.attempts.ByID(t.Context(), w.org, a.ID)
			if err != nil || a.State != attempt.Ready {
				t.Errorf("it is %s, %v", a.State, err)
			}
		})
		t.Run("a start that closing overtakes", func(t *testing.T) {
			of := w.publish(t, nil)
			a := w.enterNew(t, of, "kim@candidates.example")
			of.State = catalog.Closed
			must(t, w.catalog.Update(w.staff, &of, catalog.Published, false))
			changed, err := w.attempts.MarkStarted(t.Context(), a, w.now(), w.now())
			if changed || err != nil {
				t.Errorf("it started all the same: %v", err)
			}
			_, err = w.attempts.SetState(w.candidate(t, a), a.ID, attempt.Started)
			wants(t, err, "assessment_closed")
		})
	})
}

// Starts and withdrawals race: an attempt runs only where its invitation stands.
func TestAStartAndAWithdrawalAgree(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		of := w.publish(t, nil)
		for round := range 8 {
			a := w.enterNew(t, of, fmt.Sprintf("kim%d@candidates.example", round))
			var started, revoked error
			var both sync.WaitGroup
			both.Go(func() { _, started = w.attempts.SetState(w.candidate(t, a), a.ID, attempt.Started) })
			both.Go(func() { revoked = w.invitations.Revoke(w.staff, a.Invitation) })
			both.Wait()
			if (started == nil) == (revoked == nil) {
				t.Errorf("started: %v, revoked: %v", started, revoked)
			}
			if err := errors.Join(started, revoked); !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Gone) {
				t.Errorf("refused with %v", err)
			}
		}
	})
}
