package httpx

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// MediaType is the media type of JSON:API documents.
const MediaType = "application/vnd.api+json"

// ErrorSource says which part of the request is at fault: exactly one of its members is set.
type ErrorSource struct {
	Pointer   string `json:"pointer,omitempty" doc:"JSON pointer into the request document"`
	Parameter string `json:"parameter,omitempty" doc:"Query parameter"`
	Header    string `json:"header,omitempty" doc:"Request header"`
}

// ErrorLinks says where errors of this type are described.
type ErrorLinks struct {
	Type string `json:"type"`
}

// ErrorObject is a JSON:API error object.
type ErrorObject struct {
	ID     string         `json:"id" doc:"The request, to quote when asking for help"`
	Status string         `json:"status" doc:"HTTP status"`
	Code   string         `json:"code" doc:"Stable name of the fault, for programs"`
	Title  string         `json:"title"`
	Detail string         `json:"detail" doc:"What is wrong and what to do"`
	Source *ErrorSource   `json:"source,omitempty"`
	Links  *ErrorLinks    `json:"links,omitempty"`
	Meta   map[string]any `json:"meta,omitempty"`
}

// statusClientGone is nginx's number for a request whose client went away before the answer: neither side's fault.
const statusClientGone = 499

var statuses = map[errs.Kind]int{
	errs.Invalid:              http.StatusUnprocessableEntity,
	errs.Malformed:            http.StatusBadRequest,
	errs.Unauthorized:         http.StatusUnauthorized,
	errs.Forbidden:            http.StatusForbidden,
	errs.NotFound:             http.StatusNotFound,
	errs.Conflict:             http.StatusConflict,
	errs.Gone:                 http.StatusGone,
	errs.Precondition:         http.StatusPreconditionFailed,
	errs.TooLarge:             http.StatusRequestEntityTooLarge,
	errs.Unsupported:          http.StatusUnsupportedMediaType,
	errs.TooMany:              http.StatusTooManyRequests,
	errs.Unavailable:          http.StatusServiceUnavailable,
	errs.Internal:             http.StatusInternalServerError,
	errs.NotAcceptable:        http.StatusNotAcceptable,
	errs.NotAllowed:           http.StatusMethodNotAllowed,
	errs.PreconditionRequired: http.StatusPreconditionRequired,
	errs.TooSlow:              http.StatusRequestTimeout,
	errs.Cancelled:            statusClientGone,
}

// Status is the HTTP status of a kind; a kind this release does not know is ours to answer for.
func Status(kind errs.Kind) int {
	if status, ok := statuses[kind]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// mostErrors are told of at once: who sends thousands of faults is not answered with more than they sent.
const mostErrors = 50

// WriteError answers with an error document: the only place where an error of any kind meets a client.
// What is internal goes to the request's log line and is shown as nothing but the request's id.
func WriteError(w http.ResponseWriter, r *http.Request, err error) {
	all := errs.All(Known(r.Context(), err))
	status, wait := commonStatus(all), time.Duration(0)
	for _, e := range all {
		wait = max(wait, e.RetryAfter)
	}
	objects := make([]ErrorObject, min(len(all), mostErrors))
	for i, e := range all[:len(objects)] {
		objects[i] = errorObject(e)
		objects[i].ID = RequestID(r.Context())
	}
	if status >= http.StatusInternalServerError {
		Annotate(r.Context(), "error", err.Error())
	}
	Annotate(r.Context(), "code", objects[0].Code)
	body, _ := json.Marshal(struct {
		Errors  []ErrorObject     `json:"errors"`
		JSONAPI map[string]string `json:"jsonapi"`
	}{objects, map[string]string{"version": "1.1"}}) // strings only: cannot fail
	h := w.Header()
	if wait > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	}
	if status == http.StatusUnauthorized && h.Get("WWW-Authenticate") == "" {
		h.Set("WWW-Authenticate", "Bearer")
	}
	h.Del("Content-Length")
	h.Set("Content-Type", MediaType)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client has gone
}

// Known gives the standard library's own failures their kinds. Once the client of ctx has gone, what could not be had any more is
// Cancelled, however the code that was given up has put it; what is our fault, like a panic, stays so.
func Known(ctx context.Context, err error) error {
	var tooLarge *http.MaxBytesError
	switch gone := errors.Is(ctx.Err(), context.Canceled); {
	case gone && (errors.Is(err, context.Canceled) || errs.Is(err, errs.Unavailable)):
		return errs.New(errs.Cancelled, "cancelled", "the client went away before it was answered").Because(err)
	case errors.As(err, &tooLarge):
		return errs.New(errs.TooLarge, "body_too_large", "the request body is over %d bytes: send less", tooLarge.Limit).OnHeader("Content-Length")
	case !errs.Is(err, errs.Internal):
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return errs.New(errs.Unavailable, "timeout", "this took too long and was given up: try again").After(retryTimeout).Because(err)
	case errors.Is(err, context.Canceled):
		return errs.New(errs.Unavailable, "cancelled", "this was given up before it was done: try again").After(retryTimeout).Because(err)
	}
	return err
}

const retryTimeout = 2 * time.Second

func errorObject(e *errs.Error) ErrorObject {
	status := Status(e.Kind)
	o := ErrorObject{Status: strconv.Itoa(status), Code: e.Code, Title: http.StatusText(status), Detail: e.Detail}
	if status == statusClientGone {
		o.Title = "Client Closed Request"
	}
	if status == http.StatusInternalServerError {
		o.Code, o.Detail = string(errs.Internal), "internal error"
	}
	if e.Type != "" {
		o.Links, o.Meta = &ErrorLinks{e.Type}, e.Meta
	}
	if e.Pointer != "" || e.Parameter != "" || e.Header != "" {
		o.Source = &ErrorSource{Pointer: e.Pointer, Parameter: e.Parameter, Header: e.Header}
	}
	return o
}

// commonStatus is the status the errors share, or the most general one of their class, as JSON:API advises.
func commonStatus(all []*errs.Error) int {
	status := Status(all[0].Kind)
	for _, e := range all[1:] {
		switch s := Status(e.Kind); {
		case s == status:
		case max(s, status) >= http.StatusInternalServerError:
			status = http.StatusInternalServerError
		default:
			status = http.StatusBadRequest
		}
	}
	return status
}
