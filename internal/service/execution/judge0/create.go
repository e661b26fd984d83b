package judge0

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

const (
	maxBody = 8 << 20
	// patience is how long a client that waits is kept while there is no room.
	patience = 30 * time.Second
)

// body reads a document: JSON, or a form as some clients send it. The status is of what is wrong with it.
func body(w http.ResponseWriter, r *http.Request) (map[string]any, int, string) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, http.StatusRequestEntityTooLarge, "the request is too large"
	case err != nil:
		return nil, http.StatusBadRequest, "the request could not be read"
	}
	values := map[string]any{}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/x-www-form-urlencoded" {
		form, err := url.ParseQuery(string(data))
		if err != nil {
			return nil, http.StatusBadRequest, "the form cannot be read"
		}
		for name := range form {
			values[name] = form.Get(name)
		}
		return values, 0, ""
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&values); err != nil || d.More() {
		return nil, http.StatusBadRequest, "the request is no JSON object"
	}
	return values, 0, ""
}

// parse makes a submission of a document's values, or tells its faults.
func (s *Service) parse(values map[string]any, base64 bool) (*submission, faults) {
	r := &reader{values: values, base64: base64, faults: faults{}}
	q := r.read()
	s.check(q, r.faults)
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	at := now()
	x := &submission{Token: uuid.NewString(), Status: inQueue, LeasedUntil: at.Add(-time.Second), CreatedAt: at}
	x.Request.V = q
	return x, nil
}

func encoded(r *http.Request) bool { return r.URL.Query().Get("base64_encoded") == "true" }

// room refuses when too much waits already, or too much was sent in the last minute.
func (s *Service) room(ctx context.Context, n int) error {
	for range n {
		if err := s.limit.Admit(ctx, ""); err != nil {
			return err
		}
	}
	queued, _, err := s.waiting(ctx)
	if err == nil && int(queued)+n > s.config.MaxQueue {
		err = errs.New(errs.Unavailable, "queue_full", "too many submissions are waiting").After(5 * time.Second)
	}
	return err
}

func (s *Service) create(w http.ResponseWriter, r *http.Request) {
	fields, ok := s.requestedFields(w, r)
	if !ok {
		return
	}
	values, status, why := body(w, r)
	if status != 0 {
		fail(w, status, why)
		return
	}
	if err := s.room(r.Context(), 1); err != nil {
		s.failWith(w, r, err)
		return
	}
	x, faults := s.parse(values, encoded(r))
	if faults != nil {
		answer(w, http.StatusUnprocessableEntity, faults)
		return
	}
	if r.URL.Query().Get("wait") == "true" {
		s.createAndWait(w, r, x, fields)
		return
	}
	if err := s.insert(r.Context(), x); err != nil {
		s.failWith(w, r, err)
		return
	}
	s.queued()
	answer(w, http.StatusCreated, map[string]string{"token": x.Token})
}

// createAndWait runs a submission while its client waits, and keeps it with its result.
func (s *Service) createAndWait(w http.ResponseWriter, r *http.Request, x *submission, fields []string) {
	started := now()
	x.StartedAt = &started
	err := s.judgeSoon(r.Context(), x)
	if err != nil && r.Context().Err() != nil {
		err = errs.New(errs.Unavailable, "timeout", "it took too long: ask without wait").Because(err)
	}
	if err != nil {
		s.failWith(w, r, err)
		return
	}
	if err := s.insert(r.Context(), x); err != nil {
		s.failWith(w, r, err)
		return
	}
	shown, ok := s.view(fields, encoded(r)).show(x)
	if !ok {
		answer(w, http.StatusCreated, map[string]string{"token": x.Token, "error": needsBase64})
		return
	}
	answer(w, http.StatusCreated, shown)
}

// judgeSoon is judge that waits for room, for as long as patience.
func (s *Service) judgeSoon(ctx context.Context, x *submission) error {
	until := time.Now().Add(patience)
	for {
		err := s.judge(ctx, x)
		if !errs.Is(err, errs.Unavailable) || time.Now().After(until) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// createBatch queues several submissions, each by itself: what is wrong with one is told in its place.
func (s *Service) createBatch(w http.ResponseWriter, r *http.Request) {
	values, status, why := body(w, r)
	if status != 0 {
		fail(w, status, why)
		return
	}
	all, _ := values["submissions"].([]any)
	if len(all) == 0 || len(all) > maxBatch {
		fail(w, http.StatusBadRequest, batchSize(len(all)))
		return
	}
	if err := s.room(r.Context(), len(all)); err != nil {
		s.failWith(w, r, err)
		return
	}
	answers, status := make([]any, len(all)), http.StatusUnprocessableEntity
	for i, one := range all {
		one, _ := one.(map[string]any) // anything else is an empty submission, whose faults are told
		x, faults := s.parse(one, encoded(r))
		if faults != nil {
			answers[i] = faults
			continue
		}
		if err := s.insert(r.Context(), x); err != nil {
			s.failWith(w, r, err)
			return
		}
		s.queued()
		answers[i], status = map[string]string{"token": x.Token}, http.StatusCreated
	}
	answer(w, status, answers)
}
