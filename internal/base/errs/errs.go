// Package errs is the one error type that crosses service and process boundaries.
//
// What crosses intact: Kind, Code, Detail, Pointer, Parameter, Header, RetryAfter, Type, Meta.
// What is lost: the wrapped cause, which is logged where it happened and never shown.
package errs

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind is a closed, append-only list.
type Kind string

// The kinds, each with the HTTP status it becomes.
const (
	Invalid      Kind = "invalid"      // 422: a value breaks a rule; Pointer says which
	Malformed    Kind = "malformed"    // 400: the request cannot be read
	Unauthorized Kind = "unauthorized" // 401: nobody is signed in, or the token has ended
	Forbidden    Kind = "forbidden"    // 403: signed in, but not allowed
	NotFound     Kind = "not_found"    // 404: it does not exist, or not for this organization
	Conflict     Kind = "conflict"     // 409: it clashes with what is there
	Gone         Kind = "gone"         // 410: it was there and has ended for good
	Precondition Kind = "precondition" // 412: If-Match does not hold
	TooLarge     Kind = "too_large"    // 413
	Unsupported  Kind = "unsupported"  // 415
	TooMany      Kind = "too_many"     // 429: RetryAfter says when to come again
	Unavailable  Kind = "unavailable"  // 503: RetryAfter says when to come again
	Internal     Kind = "internal"     // 500: ours; never shown

	NotAllowed           Kind = "not_allowed"           // 405: the path is served, but not by this method
	NotAcceptable        Kind = "not_acceptable"        // 406: there is no answer in a form the client takes
	PreconditionRequired Kind = "precondition_required" // 428: If-Match must be sent
	TooSlow              Kind = "too_slow"              // 408: the request came so slowly that it was given up
	Cancelled            Kind = "cancelled"             // 499: who asked has gone; nobody reads this
)

// Error is a failure a person can act on: Detail says what is wrong and what to do.
type Error struct {
	Kind       Kind          `json:"kind"`
	Code       string        `json:"code"`                // stable, snake_case, for programs
	Detail     string        `json:"detail"`              // a sentence, for people
	Pointer    string        `json:"pointer,omitempty"`   // JSON pointer into the request document
	Parameter  string        `json:"parameter,omitempty"` // query parameter or path variable
	Header     string        `json:"header,omitempty"`    // request header
	RetryAfter time.Duration `json:"retryAfter,omitempty"`

	Type  string         `json:"type,omitempty"` // address of a published description of errors of this type
	Meta  map[string]any `json:"meta,omitempty"` // what such a description asks to be told
	cause error
}

func (e *Error) Error() string {
	if e.cause != nil {
		return e.Detail + ": " + e.cause.Error()
	}
	return e.Detail
}

func (e *Error) Unwrap() error { return e.cause }

// New makes an error; detail is formatted with args.
func New(kind Kind, code, detail string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Detail: fmt.Sprintf(detail, args...)}
}

// At says which value of the request document is at fault.
func (e *Error) At(pointer string) *Error { c := *e; c.Pointer = pointer; return &c }

// In says which query parameter is at fault.
func (e *Error) In(parameter string) *Error { c := *e; c.Parameter = parameter; return &c }

// OnHeader says which request header is at fault.
func (e *Error) OnHeader(name string) *Error { c := *e; c.Header = name; return &c }

// After says when it may be tried again.
func (e *Error) After(d time.Duration) *Error { c := *e; c.RetryAfter = d; return &c }

// Typed says which published type of error it is, and what is told with it.
func (e *Error) Typed(address string, meta map[string]any) *Error {
	c := *e
	c.Type, c.Meta = address, meta
	return &c
}

// Because keeps the cause for the log.
func (e *Error) Because(cause error) *Error { c := *e; c.cause = cause; return &c }

// Of finds the Error in err's chain; anything else is Internal, with err as its cause. Nil stays nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return New(Internal, "internal", "internal error").Because(err)
}

// All finds every Error that errors.Join put together, in order, so that one answer can name all
// faults of a request. One that is unknown or internal hides the others: then the fault is ours.
func All(err error) []*Error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []*Error{Of(err)}
	}
	var all []*Error
	for _, one := range joined.Unwrap() {
		for _, e := range All(one) {
			if e.Kind == Internal {
				return []*Error{e}
			}
			all = append(all, e)
		}
	}
	return all
}

// Is reports whether err is of the kind.
func Is(err error, kind Kind) bool { return err != nil && Of(err).Kind == kind }

// Missing is NotFound for a noun; the same answer for "never was" and "not yours".
func Missing(noun, id string) *Error {
	return New(NotFound, strings.ReplaceAll(noun, " ", "_")+"_not_found", "there is no %s %q here", noun, id)
}
