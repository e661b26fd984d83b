package judge0

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// submission is one row, found by its token.
type submission struct {
	Token         string           `db:"token"`
	Status        int              `db:"status"`
	Request       db.JSON[request] `db:"request"`
	Result        db.JSON[result]  `db:"result"`
	Tries         int              `db:"tries"`
	LeasedUntil   time.Time        `db:"leased_until"`
	CreatedAt     time.Time        `db:"created_at"`
	StartedAt     *time.Time       `db:"started_at"`
	FinishedAt    *time.Time       `db:"finished_at"`
	CallbackAt    *time.Time       `db:"callback_at"` // when the callback is due; nil when nothing is
	CallbackTries int              `db:"callback_tries"`
}

// result is what came of a submission; outputs are bytes, since a program may write NUL.
type result struct {
	Stdout        []byte   `json:"stdout,omitempty"`
	Stderr        []byte   `json:"stderr,omitempty"`
	CompileOutput []byte   `json:"compile_output,omitempty"`
	Message       string   `json:"message,omitempty"`
	ExitCode      *int     `json:"exit_code,omitempty"`
	ExitSignal    *int     `json:"exit_signal,omitempty"`
	Time          *float64 `json:"time,omitempty"` // seconds
	WallTime      *float64 `json:"wall_time,omitempty"`
	Memory        *int64   `json:"memory,omitempty"` // kilobytes
}

// view is how a submission is shown: which of its fields, and whether texts are in Base64.
type view struct {
	fields []string
	base64 bool
	names  func(number int) string // of languages
}

var defaultFields = []string{"stdout", "time", "memory", "stderr", "token", "compile_output", "message", "status"}

// shown is every field of a submission.
var shown = map[string]func(v view, s *submission) any{
	"token":                  func(_ view, s *submission) any { return s.Token },
	"status_id":              func(_ view, s *submission) any { return s.Status },
	"status":                 func(_ view, s *submission) any { return statuses[s.Status-1] },
	"language_id":            func(_ view, s *submission) any { return s.Request.V.LanguageID },
	"language":               func(v view, s *submission) any { return v.language(s.Request.V.LanguageID) },
	"source_code":            func(v view, s *submission) any { return v.text(s.Request.V.SourceCode) },
	"stdin":                  func(v view, s *submission) any { return v.text(s.Request.V.Stdin) },
	"expected_output":        func(v view, s *submission) any { return v.text(s.Request.V.ExpectedOutput) },
	"stdout":                 func(v view, s *submission) any { return v.text(s.Result.V.Stdout) },
	"stderr":                 func(v view, s *submission) any { return v.text(s.Result.V.Stderr) },
	"compile_output":         func(v view, s *submission) any { return v.text(s.Result.V.CompileOutput) },
	"message":                func(v view, s *submission) any { return v.text(notEmpty(s.Result.V.Message)) },
	"exit_code":              func(_ view, s *submission) any { return s.Result.V.ExitCode },
	"exit_signal":            func(_ view, s *submission) any { return s.Result.V.ExitSignal },
	"time":                   func(_ view, s *submission) any { return seconds(s.Result.V.Time) },
	"wall_time":              func(_ view, s *submission) any { return seconds(s.Result.V.WallTime) },
	"memory":                 func(_ view, s *submission) any { return s.Result.V.Memory },
	"created_at":             func(_ view, s *submission) any { return instant(&s.CreatedAt) },
	"queued_at":              func(_ view, s *submission) any { return instant(&s.CreatedAt) },
	"started_at":             func(_ view, s *submission) any { return instant(s.StartedAt) },
	"finished_at":            func(_ view, s *submission) any { return instant(s.FinishedAt) },
	"number_of_runs":         func(_ view, s *submission) any { return s.Request.V.NumberOfRuns },
	"cpu_time_limit":         func(_ view, s *submission) any { return decimal(s.Request.V.CPUTimeLimit) },
	"cpu_extra_time":         func(_ view, s *submission) any { return decimal(s.Request.V.CPUExtraTime) },
	"wall_time_limit":        func(_ view, s *submission) any { return decimal(s.Request.V.WallTimeLimit) },
	"memory_limit":           func(_ view, s *submission) any { return int64(s.Request.V.MemoryLimit) },
	"stack_limit":            func(_ view, s *submission) any { return int64(s.Request.V.StackLimit) },
	"max_file_size":          func(_ view, s *submission) any { return s.Request.V.FileSize },
	"compiler_options":       func(_ view, s *submission) any { return orNull(s.Request.V.CompilerOptions) },
	"command_line_arguments": func(_ view, s *submission) any { return orNull(s.Request.V.Arguments) },
	"callback_url":           func(_ view, s *submission) any { return orNull(s.Request.V.CallbackURL) },
	"additional_files": func(_ view, s *submission) any {
		return view{base64: true}.text(s.Request.V.AdditionalFiles)
	},
	"redirect_stderr_to_stdout":                  func(_ view, s *submission) any { return s.Request.V.StderrToStdout },
	"max_processes_and_or_threads":               func(_ view, s *submission) any { return s.Request.V.Processes },
	"enable_network":                             func(view, *submission) any { return false },
	"enable_per_process_and_thread_time_limit":   func(view, *submission) any { return false },
	"enable_per_process_and_thread_memory_limit": func(view, *submission) any { return false },
}

// ours are fields that clients of this version do not know and some stumble over: only who names them is shown them.
var ours = []string{"queued_at", "started_at"}

// fieldsOf reads the parameter fields: a list, * for all, or nothing for the usual ones.
func fieldsOf(text string) (fields, unknown []string) {
	if strings.TrimSpace(text) == "" {
		return defaultFields, nil
	}
	for _, name := range strings.Split(text, ",") {
		switch name = strings.TrimSpace(name); {
		case name == "*":
			return slices.DeleteFunc(slices.Sorted(maps.Keys(shown)), func(name string) bool { return slices.Contains(ours, name) }), nil
		case name == "":
		case shown[name] == nil:
			unknown = append(unknown, name)
		default:
			fields = append(fields, name)
		}
	}
	return fields, unknown
}

// notText is a value that JSON cannot carry without Base64.
type notText struct{}

// show is a submission as clients see it; false when one of its texts needs Base64.
func (v view) show(s *submission) (map[string]any, bool) {
	out := map[string]any{}
	for _, name := range v.fields {
		value := shown[name](v, s)
		if _, bad := value.(notText); bad {
			return nil, false
		}
		out[name] = value
	}
	return out, true
}

func (v view) text(data []byte) any {
	switch {
	case data == nil:
		return nil
	case v.base64:
		return data // JSON carries bytes in Base64
	case !utf8.Valid(data):
		return notText{}
	}
	return string(data)
}

func (v view) language(number int) any {
	return map[string]any{"id": number, "name": v.names(number)}
}

func notEmpty(text string) []byte {
	if text == "" {
		return nil
	}
	return []byte(text)
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// seconds and decimal are written as strings, as Judge0 does.
func seconds(n *float64) any {
	if n == nil {
		return nil
	}
	return strconv.FormatFloat(*n, 'f', 3, 64)
}

func decimal(n float64) string {
	text := strconv.FormatFloat(n, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

func instant(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}
