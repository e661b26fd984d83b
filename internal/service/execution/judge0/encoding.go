package judge0

import (
	"encoding/base64"
	"strings"
)

// decodeBase64 takes the standard and the URL alphabet, padded or not, and broken into lines.
func decodeBase64(text string) ([]byte, error) {
	text = strings.NewReplacer("\n", "", "\r", "", "\t", "", " ", "", "-", "+", "_", "/").Replace(text)
	return base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
}

// splitWords splits a line as a shell does, with quotes and backslashes and nothing else of a shell: no variable is
// put in and no command run. A quote that is not closed goes to the end.
func splitWords(line string) []string {
	var words []string
	var word strings.Builder
	began, escaped, quote := false, false, rune(0)
	end := func() {
		if began {
			words = append(words, word.String())
		}
		word.Reset()
		began = false
	}
	for _, c := range line {
		switch {
		case escaped:
			word.WriteRune(c)
			escaped = false
		case c == '\\' && quote != '\'':
			began, escaped = true, true
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(c)
		case c == '\'' || c == '"':
			began, quote = true, c
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			end()
		default:
			word.WriteRune(c)
			began = true
		}
	}
	end()
	return words
}
