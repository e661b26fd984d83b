package report

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Numbers are those of a variable of the environment, with commas between them, or otherwise others.
func Numbers(t testing.TB, name, otherwise string) (all []int) {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		text = otherwise
	}
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 1 {
			t.Fatalf("%s=%q: numbers from 1 on, with commas between them", name, text)
		}
		all = append(all, n)
	}
	return all
}

// Millis is a percentile in milliseconds; 0 of nothing.
func Millis(all []time.Duration, percent int) float64 {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	return float64(all[min(len(all)-1, len(all)*percent/100)].Microseconds()) / 1000
}

// Keep writes what a test has measured as JSON into the file that the variable NAME_OUT names, and its tables into the document that
// NAME_DOC names, unless the test has failed; target is the one of make that measures. Without these variables nothing is kept.
func Keep(t testing.TB, name, target string, measured any, tables map[string]string) {
	t.Helper()
	if out := os.Getenv(name + "_OUT"); out != "" {
		text, err := json.MarshalIndent(measured, "", "  ")
		if err := errors.Join(err, os.WriteFile(out, append(text, '\n'), 0o644)); err != nil {
			t.Error(err)
		}
	}
	if doc := os.Getenv(name + "_DOC"); doc != "" && !t.Failed() {
		if err := Tables(doc, target, tables); err != nil {
			t.Error(err)
		}
	}
}
