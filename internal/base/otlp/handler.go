package otlp

import (
	"context"
	"log/slog"
	"strings"
	"unicode/utf8"
)

// maxValue bounds a text of a line, in bytes: a stack fits, and collectors refuse long lines for good.
const maxValue = 8 << 10

// handler hands lines to a sender.
type handler struct {
	slog.Handler // writes a line as JSON into the sender's text
	to           *Logs
}

// Also is a log that writes where the given one does, and has lines from a level on sent, too.
func (s *Logs) Also(log *slog.Logger, from slog.Leveler) *slog.Logger {
	lines := slog.NewJSONHandler(&s.text, &slog.HandlerOptions{Level: from, ReplaceAttr: s.harmless})
	return slog.New(slog.NewMultiHandler(log.Handler(), handler{lines, s}))
}

// Handle implements slog.Handler.
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	return h.to.take(ctx, h.Handler, r)
}

// WithAttrs implements slog.Handler.
func (h handler) WithAttrs(all []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(all), h.to}
}

// WithGroup implements slog.Handler.
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name), h.to} }

// harmless takes out of texts what must not leave the host, and cuts them: libraries' errors name addresses with passwords in them.
func (s *Logs) harmless(_ []string, a slog.Attr) slog.Attr {
	switch err, isError := a.Value.Any().(error); {
	case isError:
		return slog.String(a.Key, clipped(s.hide(err.Error())))
	case a.Value.Kind() == slog.KindString:
		return slog.String(a.Key, clipped(s.hide(a.Value.String())))
	}
	return a
}

// clipped is the beginning of a text, without half a letter.
func clipped(text string) string {
	if len(text) <= maxValue {
		return text
	}
	end := maxValue
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

// take has a line written, and waits for none to be sent.
func (s *Logs) take(ctx context.Context, by slog.Handler, r slog.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text.Reset()
	if err := by.Handle(ctx, r); err != nil {
		return err
	}
	text := strings.TrimSuffix(s.text.String(), "\n")
	if s.closed || len(text) > maxLine || s.size+len(text) > maxWaiting {
		s.lose(1)
		return nil
	}
	s.waiting, s.size = append(s.waiting, line{r.Time, r.Level, text}), s.size+len(text)
	s.awaken()
	return nil
}
