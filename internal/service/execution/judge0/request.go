package judge0

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// request is what a client asks for, with the defaults filled in. What clients may send as bytes is kept as bytes;
// nil is what was not sent.
type request struct {
	SourceCode      []byte  `json:"source_code"`
	LanguageID      int     `json:"language_id"`
	CompilerOptions string  `json:"compiler_options"`
	Arguments       string  `json:"command_line_arguments"`
	NumberOfRuns    int     `json:"number_of_runs"`
	Stdin           []byte  `json:"stdin"`
	ExpectedOutput  []byte  `json:"expected_output"`
	CPUTimeLimit    float64 `json:"cpu_time_limit"`
	CPUExtraTime    float64 `json:"cpu_extra_time"`
	WallTimeLimit   float64 `json:"wall_time_limit"`
	MemoryLimit     float64 `json:"memory_limit"`
	StackLimit      float64 `json:"stack_limit"`
	Processes       int     `json:"max_processes_and_or_threads"`
	FileSize        int     `json:"max_file_size"`
	StderrToStdout  bool    `json:"redirect_stderr_to_stdout"`
	CallbackURL     string  `json:"callback_url"`
	AdditionalFiles []byte  `json:"additional_files"` // a zip archive
}

// faults are what is wrong with a submission, by attribute: the body of a 422.
type faults map[string][]string

func (f faults) add(attribute, format string, args ...any) {
	f[attribute] = append(f[attribute], fmt.Sprintf(format, args...))
}

// String tells them in one line.
func (f faults) String() string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(f)) {
		all = append(all, name+" "+strings.Join(f[name], ", "))
	}
	return strings.Join(all, "; ")
}

// standIn is what zero means, where it asks for no limit: the highest there is.
func standIn(n, highest float64) float64 {
	if n == 0 {
		return highest
	}
	return n
}

// reader takes a submission's attributes from a document. Like the original it takes numbers and booleans written as
// strings, too, and null for what is left out.
type reader struct {
	values map[string]any // of JSON with json.Number, or of a form
	base64 bool
	faults faults
}

// read fills in a request; its faults are told together.
func (r *reader) read() request {
	q := request{
		LanguageID:      int(r.number("language_id", 0, 0, math.MaxInt32, true)),
		CompilerOptions: r.words("compiler_options"),
		Arguments:       r.words("command_line_arguments"),
		NumberOfRuns:    int(r.number("number_of_runs", 1, 1, maxRuns, true)),
		SourceCode:      r.bytes("source_code", r.base64),
		Stdin:           r.bytes("stdin", r.base64),
		ExpectedOutput:  r.bytes("expected_output", r.base64),
		CPUTimeLimit:    standIn(r.number("cpu_time_limit", cpuTimeLimit, 0, maxCPUTimeLimit, false), maxCPUTimeLimit),
		CPUExtraTime:    r.number("cpu_extra_time", cpuExtraTime, 0, maxCPUExtraTime, false),
		WallTimeLimit:   r.number("wall_time_limit", wallTimeLimit, 1, maxWallTimeLimit, false),
		MemoryLimit:     r.number("memory_limit", memoryLimit, minMemoryLimit, maxMemoryLimit, false),
		StackLimit:      r.number("stack_limit", stackLimit, 0, maxStackLimit, false),
		Processes:       int(r.number("max_processes_and_or_threads", processes, 1, maxProcesses, true)),
		FileSize:        int(standIn(r.number("max_file_size", fileSize, 0, maxFileSize, true), maxFileSize)),
		StderrToStdout:  r.flag("redirect_stderr_to_stdout"),
		CallbackURL:     r.words("callback_url"),
		AdditionalFiles: r.bytes("additional_files", true),
	}
	if q.CPUTimeLimit < leastCPUTime {
		r.faults.add("cpu_time_limit", "must be greater than or equal to %v", leastCPUTime)
	}
	for _, name := range []string{"enable_per_process_and_thread_time_limit", "enable_per_process_and_thread_memory_limit"} {
		if r.flag(name) {
			r.faults.add(name, "this option cannot be enabled: limits are of all processes together")
		}
	}
	if r.flag("enable_network") {
		r.faults.add("enable_network", "enabling network is not allowed")
	}
	return q
}

// text is an attribute as a string; false when it was not sent.
func (r *reader) text(name string) (string, bool) {
	switch v := r.values[name].(type) {
	case nil:
		return "", false
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	r.faults.add(name, "is not a text")
	return "", false
}

func (r *reader) bytes(name string, encoded bool) []byte {
	text, ok := r.text(name)
	if !ok {
		return nil
	}
	if !encoded {
		return []byte(text)
	}
	data, err := decodeBase64(text)
	if err != nil {
		r.faults.add(name, "is not valid Base64")
	}
	return data
}

// words is a short text that must be fit for a column of text: the databases take no NUL there.
func (r *reader) words(name string) string {
	text, _ := r.text(name)
	switch {
	case utf8.RuneCountInString(text) > maxOptions:
		r.faults.add(name, "is too long (maximum is %d characters)", maxOptions)
	case strings.Contains(text, "\x00"):
		r.faults.add(name, "has a NUL character")
	}
	return text
}

// number is an attribute between two bounds, or its default when it was not sent or is empty.
func (r *reader) number(name string, standard, least, most float64, whole bool) float64 {
	text, _ := r.text(name)
	if text = strings.TrimSpace(text); text == "" {
		return standard
	}
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || math.IsNaN(n):
		r.faults.add(name, "is not a number")
	case whole && n != math.Trunc(n):
		r.faults.add(name, "must be an integer")
	case n < least:
		r.faults.add(name, "must be greater than or equal to %v", least)
	case n > most:
		r.faults.add(name, "must be less than or equal to %v", most)
	default:
		return n
	}
	return standard
}

func (r *reader) flag(name string) bool {
	switch text, _ := r.text(name); strings.ToLower(strings.TrimSpace(text)) {
	case "", "false", "f", "0", "off", "no":
		return false
	case "true", "t", "1", "on", "yes":
		return true
	}
	r.faults.add(name, "is neither true nor false")
	return false
}
