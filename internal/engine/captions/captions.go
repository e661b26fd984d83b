// Package captions reads what was said in a recording, as captioning programs and services write it down: WebVTT, as the W3C has it,
// and SubRip (.srt).
//
// The reader is its own because what there is for Go gives up its process on a line that ends with an arrow, and passes over what it cannot
// read. Here each fault has its line.
package captions

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Cue is what is said in a stretch of time, from the zero of the file on.
type Cue struct {
	From, To time.Duration
	Speaker  string // as the file names them; mostly empty
	Text     string // plain, a line feed between its lines
}

// Bounds of a file: ten hours of somebody who pauses after each word have fewer cues.
const (
	MostCues    = 20_000
	MostOfACue  = 1_000 // characters of its text, and of its speaker
	mostOfATime = 24 * time.Hour
)

// Parse reads a file. Its cues are in order of their begin. A fault begins with its line.
func Parse(text string) ([]Cue, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	if !utf8.ValidString(text) {
		return nil, fmt.Errorf("line %d: this is not UTF-8: save the captions as UTF-8", 1+strings.Count(text[:invalid(text)], "\n"))
	}
	r := reader{lines: strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")}
	if r.isWebVTT = r.lines[0] == "WEBVTT" || strings.HasPrefix(r.lines[0], "WEBVTT ") || strings.HasPrefix(r.lines[0], "WEBVTT\t"); r.isWebVTT {
		r.block() // the header
	}
	for r.at < len(r.lines) {
		if err := r.cues(); err != nil {
			return nil, err
		}
	}
	if len(r.out) == 0 {
		return nil, fmt.Errorf("line %d: there is not one caption in it: each has a line such as 00:01.000 --> 00:04.000, and below it what is said", len(r.lines))
	}
	slices.SortStableFunc(r.out, func(a, b Cue) int { return int(a.From - b.From) })
	return r.out, nil
}

func invalid(text string) int {
	for i, r := range text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return i
			}
		}
	}
	return len(text)
}

type reader struct {
	lines    []string
	at       int
	isWebVTT bool
	out      []Cue
}

// block is the lines up to an empty one, and the number of the first.
func (r *reader) block() (lines []string, first int) {
	for r.at < len(r.lines) && strings.TrimSpace(r.lines[r.at]) == "" {
		r.at++
	}
	first = r.at + 1
	for r.at < len(r.lines) && strings.TrimSpace(r.lines[r.at]) != "" {
		lines = append(lines, r.lines[r.at])
		r.at++
	}
	return lines, first
}

// asides are blocks that nobody says.
var asides = regexp.MustCompile(`^(NOTE|STYLE|REGION)(\s|$)`)

// cues reads a block: a name or number, which is passed over, the times, and what is said.
func (r *reader) cues() error {
	lines, first := r.block()
	if len(lines) == 0 || r.isWebVTT && asides.MatchString(lines[0]) {
		return nil
	}
	if !strings.Contains(lines[0], "-->") && len(lines) > 1 {
		lines, first = lines[1:], first+1
	}
	from, to, err := times(lines[0])
	if err != nil {
		return fmt.Errorf("line %d: %w", first, err)
	}
	for _, c := range said(strings.Join(lines[1:], "\n")) {
		if c.From, c.To = from, to; utf8.RuneCountInString(c.Text) > MostOfACue || utf8.RuneCountInString(c.Speaker) > MostOfACue {
			return fmt.Errorf("line %d: a caption has at most %d characters", first, MostOfACue)
		}
		r.out = append(r.out, c)
	}
	if len(r.out) > MostCues {
		return fmt.Errorf("line %d: there are more than %d captions", first, MostCues)
	}
	return nil
}

var arrow = regexp.MustCompile(`^\s*(\S+)\s+-->\s+(\S+)(\s|$)`)

// times reads a line such as "00:01.000 --> 00:04.000 align:start".
func times(line string) (from, to time.Duration, err error) {
	m := arrow.FindStringSubmatch(line)
	if m == nil {
		return 0, 0, fmt.Errorf("%.60q is no time of a caption: write it as 00:01.000 --> 00:04.000", line)
	}
	if from, err = moment(m[1]); err != nil {
		return 0, 0, err
	}
	if to, err = moment(m[2]); err != nil {
		return 0, 0, err
	}
	if to <= from {
		return 0, 0, fmt.Errorf("a caption that begins at %s cannot end at %s", m[1], m[2])
	}
	return from, to, nil
}

// clock is hours, which may be left out, minutes, seconds and thousandths; SubRip writes a comma before these.
var clock = regexp.MustCompile(`^(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{3})$`)

func moment(written string) (time.Duration, error) {
	m := clock.FindStringSubmatch(written)
	if m == nil {
		return 0, fmt.Errorf("%.40q is no time: write hours, minutes, seconds and thousandths, as in 00:01:02.345", written)
	}
	var at time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second, time.Millisecond} {
		n, _ := strconv.Atoi("0" + m[i+1]) //nolint:errcheck // four digits at most
		at += time.Duration(n) * unit
	}
	if at > mostOfATime {
		return 0, fmt.Errorf("%s is later than a day after the begin", written)
	}
	return at, nil
}

var (
	voice = regexp.MustCompile(`<v(?:\.[^\s>]*)?\s+([^>]*)>`)
	tag   = regexp.MustCompile(`<[^>]*>`)
)

// said parts what is said at one time by who says it, and takes the marks away.
func said(text string) (out []Cue) {
	add := func(speaker, part string) {
		part = strings.TrimSpace(plain(part))
		if part != "" {
			out = append(out, Cue{Speaker: strings.TrimSpace(plain(speaker)), Text: part})
		}
	}
	speaker, from := "", 0
	for _, m := range voice.FindAllStringSubmatchIndex(text, -1) {
		add(speaker, text[from:m[0]])
		speaker, from = text[m[2]:m[3]], m[1]
	}
	add(speaker, text[from:])
	return out
}

func plain(text string) string { return html.UnescapeString(tag.ReplaceAllString(text, "")) }
