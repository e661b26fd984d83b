package judge

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// compareExact compares byte for byte. One newline at the very end is neither missed nor counted.
func compareExact(output, answer io.Reader) (*Difference, error) {
	got, want := bufio.NewReaderSize(output, 64<<10), bufio.NewReaderSize(answer, 64<<10)
	line, column := 1, 1
	for {
		g, errG := got.ReadByte()
		w, errW := want.ReadByte()
		if err := firstError(errG, errW); err != nil {
			return nil, err
		}
		if errG == nil && errW == nil && g == w {
			column++
			if g == '\n' {
				line, column = line+1, 1
			}
			continue
		}
		endG, err := ended(got, g, errG)
		if err != nil {
			return nil, err
		}
		endW, err := ended(want, w, errW)
		if err != nil || endG && endW {
			return nil, err
		}
		d := &Difference{Line: line, Column: column, Got: restOfLine(got, g, errG), Expected: restOfLine(want, w, errW)}
		d.Reason = fmt.Sprintf("line %d, column %d: expected %s, got %s", line, column, quote(d.Expected), quote(d.Got))
		return d, nil
	}
}

// ended tells whether nothing but one last newline is left.
func ended(r *bufio.Reader, b byte, err error) (bool, error) {
	if err == io.EOF {
		return true, nil
	}
	if b != '\n' {
		return false, nil
	}
	if _, err = r.Peek(1); err != io.EOF {
		return false, err
	}
	return true, nil
}

func restOfLine(r *bufio.Reader, b byte, err error) string {
	if err != nil {
		return ""
	}
	rest, _ := r.Peek(excerptOfToken + 1)
	rest = append([]byte{b}, rest...)
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i+1]
	}
	return shorten(rest, int64(len(rest)))
}

// excerptOfToken is how much of a word a difference shows.
const excerptOfToken = 80

func shorten(b []byte, size int64) string {
	if size <= excerptOfToken {
		return readable(b)
	}
	b = b[:excerptOfToken]
	for i := 0; i < utf8.UTFMax && len(b) > 0 && !utf8.Valid(b[max(len(b)-utf8.UTFMax, 0):]); i++ {
		b = b[:len(b)-1]
	}
	return readable(b) + "…"
}

func quote(s string) string {
	if s == "" {
		return "the end"
	}
	return strings.ReplaceAll(strconv.Quote(s), `\"`, `"`)
}
