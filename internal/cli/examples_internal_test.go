package cli

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// What a help shows is what people type. Files of an example are not there.
func TestExamplesAreTaken(t *testing.T) {
	parser := func() *kong.Kong {
		c := pristine()
		p, err := kong.New(&c, slices.Concat(readingSettings, []kong.Option{kong.Name("codecraft"), kong.Writers(io.Discard, io.Discard), kong.Exit(func(int) {})})...)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	tried := 0
	for _, command := range parser().Model.Leaves(false) {
		shown, ok := command.Target.Addr().Interface().(interface{ Examples() []string })
		if !ok {
			continue // TestEveryCommandsHelpHasExamples
		}
		for _, example := range shown.Examples() {
			typed, _, _ := strings.Cut(example, " #")
			typed, _, _ = strings.Cut(typed, " | ")
			typed, _, _ = strings.Cut(typed, " > ")
			words := strings.Fields(typed)
			if words[0] != "codecraft" {
				continue // a line of a file
			}
			if _, err := parser().Parse(words[1:]); err != nil && !strings.Contains(err.Error(), "no such file") {
				t.Errorf("%s: %v", example, err)
			}
			tried++
		}
	}
	if tried < 40 {
		t.Errorf("%d examples were tried: that is not all", tried)
	}
}
