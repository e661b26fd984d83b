package telemetry

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	maxRecent = 50  // warnings and errors that are kept
	maxWords  = 600 // bytes of one of their texts
)

// Problem is a warning or an error of the log, with as much of it as may leave the host: a few constant keys, and none that
// somebody may add one day.
type Problem struct {
	At      time.Time `json:"at"`
	Level   string    `json:"level"` // warning, error
	Message string    `json:"message"`
	Error   string    `json:"error,omitempty"`
	Code    string    `json:"code,omitempty"` // of the answer
	Request string    `json:"request,omitempty"`
	Trace   string    `json:"trace,omitempty"`
	Route   string    `json:"route,omitempty"` // a pattern, and never a path
	Status  string    `json:"status,omitempty"`
	Service string    `json:"service,omitempty"`
	Unit    string    `json:"unit,omitempty"`
	// What it was about.
	Subject   string `json:"subject,omitempty"` // on the bus
	Language  string `json:"language,omitempty"`
	Run       string `json:"run,omitempty"`       // its id
	Judgement string `json:"judgement,omitempty"` // its id
}

// Recent keeps the last warnings and errors of a log.
type Recent struct {
	hide func(string) string

	mu  sync.Mutex
	all []Problem // the oldest first
}

// NewRecent keeps none yet. hide is asked about every text that came from an error: libraries name addresses with passwords in them.
func NewRecent(hide func(string) string) *Recent { return &Recent{hide: hide} }

// Problems are those that are kept, the newest first.
func (r *Recent) Problems() []Problem {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]Problem, 0, len(r.all))
	for i := len(r.all) - 1; i >= 0; i-- {
		all = append(all, r.all[i])
	}
	return all
}

func (r *Recent) add(p Problem) {
	p.Message = clipped(r.hide(p.Message))
	for _, text := range p.known() {
		*text = clipped(r.hide(*text))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, p)
	r.all = r.all[max(0, len(r.all)-maxRecent):]
}

// clipped is the beginning of a text, without half a letter.
func clipped(text string) string {
	if len(text) <= maxWords {
		return text
	}
	end := maxWords
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// Watch is a log that writes where the given one does, and keeps its warnings and errors, also those below its level.
func (r *Recent) Watch(log *slog.Logger) *slog.Logger {
	return slog.New(watched{Handler: log.Handler(), recent: r})
}

type watched struct {
	slog.Handler
	recent *Recent
	before []slog.Attr // those of With
	within bool        // a group of WithGroup: its keys are not those that are known here
}

// Enabled implements slog.Handler.
func (w watched) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn || w.Handler.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (w watched) Handle(ctx context.Context, line slog.Record) error {
	if line.Level >= slog.LevelWarn {
		w.recent.add(w.problem(line))
	}
	if !w.Handler.Enabled(ctx, line.Level) {
		return nil
	}
	return w.Handler.Handle(ctx, line)
}

// WithAttrs implements slog.Handler.
func (w watched) WithAttrs(all []slog.Attr) slog.Handler {
	w.Handler = w.Handler.WithAttrs(all)
	if !w.within {
		w.before = append(w.before[:len(w.before):len(w.before)], all...)
	}
	return w
}

// WithGroup implements slog.Handler.
func (w watched) WithGroup(name string) slog.Handler {
	w.Handler = w.Handler.WithGroup(name)
	w.within = w.within || name != ""
	return w
}

func (w watched) problem(line slog.Record) Problem {
	p := Problem{At: line.Time.UTC(), Level: "warning", Message: line.Message}
	if line.Level >= slog.LevelError {
		p.Level = "error"
	}
	for _, a := range w.before {
		p.take(a)
	}
	if !w.within {
		line.Attrs(func(a slog.Attr) bool {
			p.take(a)
			return true
		})
	}
	return p
}

// take keeps an attribute if it is one of those that are shown. One without a name is a group of attributes (slog).
func (p *Problem) take(a slog.Attr) {
	v := a.Value.Resolve()
	if v.Kind() == slog.KindGroup {
		if a.Key == "" {
			for _, inner := range v.Group() {
				p.take(inner)
			}
		}
		return
	}
	into := p.known()[a.Key]
	if into != nil {
		*into = fmt.Sprint(v.Any())
	}
}

// known are the keys of a line that are shown, and where each is kept.
func (p *Problem) known() map[string]*string {
	return map[string]*string{
		"error": &p.Error, "code": &p.Code, "request": &p.Request, "trace": &p.Trace, "route": &p.Route, "status": &p.Status, "service": &p.Service,
		"unit": &p.Unit, "subject": &p.Subject, "language": &p.Language, "run": &p.Run, "judgement": &p.Judgement,
	}
}
