package captions_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/captions"
)

const second = time.Second

func TestCaptionsAsProgramsWriteThem(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []captions.Cue
	}{
		"WebVTT, with a title, notes, styles, names of cues and settings": {
			"WEBVTT - Kim\nKind: captions\n\nNOTE\nby a machine\n\nSTYLE\n::cue { color: lime }\n\nfirst\n00:01.000 --> 00:02.500 align:start position:10%\nHello <b>there</b>,\nKim &amp; all\n\n01:00:00.000 --> 01:00:01.000\nBye",
			[]captions.Cue{{From: second, To: 2500 * time.Millisecond, Text: "Hello there,\nKim & all"}, {From: time.Hour, To: time.Hour + second, Text: "Bye"}},
		},
		"voices, two of them at once": {
			"WEBVTT\n\n00:00.000 --> 00:01.000\n<v Iris>Ready?</v>\n<v.loud Kim Lee>Yes",
			[]captions.Cue{{To: second, Speaker: "Iris", Text: "Ready?"}, {To: second, Speaker: "Kim Lee", Text: "Yes"}},
		},
		"SubRip, with carriage returns and a mark of byte order": {
			"\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>One</i>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nTwo\r\n",
			[]captions.Cue{{From: second, To: 2 * second, Text: "One"}, {From: 3 * second, To: 4 * second, Text: "Two"}},
		},
		"out of order, one of them silent": {
			"WEBVTT\n\n00:05.000 --> 00:06.000\nlater\n\n00:03.000 --> 00:04.000\n\n00:01.000 --> 00:02.000\nsooner",
			[]captions.Cue{{From: second, To: 2 * second, Text: "sooner"}, {From: 5 * second, To: 6 * second, Text: "later"}},
		},
		"what looks like a mark is text once it is written so": {
			"WEBVTT\n\n00:00.000 --> 00:01.000\nwrite a &lt;b&gt; here",
			[]captions.Cue{{To: second, Text: "write a <b> here"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := captions.Parse(c.text); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestCaptionsThatCannotBeReadHaveTheirLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                                        "line 1: there is not one caption",
		"WEBVTT\n\n":                              "line 3: there is not one caption",
		"WEBVTT\n\n00:01.000 -->\nx":              `line 3: "00:01.000 -->" is no time of a caption`,
		"WEBVTT\n\n-->\n":                         "line 3: ",
		"WEBVTT\n\n1\n00:01 --> 00:02\nx":         `line 4: "00:01" is no time`,
		"WEBVTT\n\n00:02.000 --> 00:01.000\nx":    "line 3: a caption that begins at 00:02.000 cannot end at 00:01.000",
		"WEBVTT\n\nonly words":                    `line 3: "only words" is no time of a caption`,
		"WEBVTT\n\nwords\nand more\nof them":      `line 4: "and more" is no time of a caption`,
		"WEBVTT\n\n00:00.000 --> 9999:00:00.000":  "line 3: 9999:00:00.000 is later than a day",
		"WEBVTT\n\n00:00.000 --> 00:01.000\n\xff": "line 4: this is not UTF-8",
		"<html><body>\n<p>404</p>":                "line 2: ",
		"WEBVTT\n\n00:00.000 --> 00:01.000\n" + strings.Repeat("a", captions.MostOfACue+1): "line 3: a caption has at most",
		"WEBVTT\n" + strings.Repeat("\n00:00.000 --> 00:01.000\na\n", captions.MostCues+1): "there are more than",
	} {
		if got, err := captions.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, %v; want %q", text, got, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("WEBVTT\n\n00:00.000 --> 00:01.000\n<v Kim>Hello")
	f.Add("1\n00:00:01,000 --> 00:00:02,000\nOne\n")
	f.Fuzz(func(t *testing.T, text string) {
		cues, err := captions.Parse(text)
		if (err == nil) != (len(cues) > 0) {
			t.Errorf("%d captions and %v", len(cues), err)
		}
		for i, c := range cues {
			if c.Text == "" || c.To <= c.From || i > 0 && c.From < cues[i-1].From {
				t.Errorf("%+v", c)
			}
		}
	})
}
