package invitation

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// maxImport is how many people one import invites at most.
const maxImport = 5000

// What becomes of a line, or of one address of several in it.
const (
	lineInvited = "invited" // will be, or was
	lineMerged  = "merged"  // the person stands in an earlier line, or is invited already
	lineRefused = "refused"
)

// PersonLine is what was read of one person: every line of a list is told of, an address at a time.
type PersonLine struct {
	Line   int    `json:"line" doc:"Number of the line where it begins, from 1"`
	Text   string `json:"text" doc:"Its beginning"`
	Email  string `json:"email" doc:"In the form in which it is stored; empty when refused"`
	Name   string `json:"name"`
	Result string `json:"result" enum:"invited,merged,refused"`
	Detail string `json:"detail" doc:"Why it is merged or refused"`
}

// readPeople reads what people paste: CSV, TSV or semicolons with or without a header, an address or "Name <address>" a
// line, or several of them. It is the only reader: the preview asks it too.
func readPeople(text string) (people []PersonLine, err error) {
	r := &peopleReader{seen: map[string]int{}, email: -1}
	rows := rowsOf(plain(text))
	r.separator = separatorOf(rows)
	for _, row := range rows {
		if strings.TrimSpace(row.text) != "" {
			r.read(row)
		}
		if len(r.people) > maxImport {
			return nil, errs.New(errs.Invalid, "too_many_lines", "an import has at most %d lines: split it", maxImport).At("/data/attributes/text")
		}
	}
	return r.people, nil
}

// plain takes out how a text was stored: a byte order mark, UTF-16 that was read as Latin-1 or as it is, ends of lines.
func plain(text string) string {
	if strings.Contains(text, "\x00") {
		text = narrow(text)
	}
	return strings.NewReplacer("\ufeff", "", "\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u0085", "\n").Replace(text)
}

// narrow reads UTF-16 whose bytes came as characters, each other one of them NUL where letters are Latin.
func narrow(text string) string {
	runes := []rune(text)
	little := strings.HasPrefix(text, "\u00ff\u00fe") || len(runes) > 1 && runes[1] == 0
	var units []uint16
	for i := 0; i+1 < len(runes); i += 2 {
		low, high := runes[i], runes[i+1]
		if !little {
			low, high = high, low
		}
		if low > 0xff || high > 0xff {
			return strings.ReplaceAll(text, "\x00", "")
		}
		units = append(units, uint16(low)|uint16(high)<<8) //nolint:gosec // both are bytes, as was looked at above
	}
	return string(utf16.Decode(units))
}

// row is a line, or several where a quoted cell holds line feeds.
type row struct {
	line int
	text string
}

func rowsOf(text string) (rows []row) {
	for n, line := range strings.Split(text, "\n") {
		// A quote that a line leaves open goes on in the next, as long as it is closed near by: a stray one swallows nobody.
		if last := len(rows) - 1; last >= 0 && continues(rows[last].text, line) {
			rows[last].text += "\n" + line
			continue
		}
		rows = append(rows, row{n + 1, line})
	}
	return rows
}

func continues(before, line string) bool {
	open := strings.Count(before, `"`)%2 == 1 && (strings.HasPrefix(before, `"`) || strings.ContainsAny(before, ",;\t"))
	return open && strings.Count(before, "\n") < 5 && strings.Count(line, `"`)%2 == 1 && !strings.HasPrefix(line, `"`)
}

// separatorOf is the one that most lines have outside of quotes; 0 when they have none.
func separatorOf(rows []row) rune {
	best, most := rune(0), 0
	for _, r := range []rune{'\t', ';', ','} {
		n := 0
		for _, x := range rows {
			if strings.ContainsRune(unquoted(x.text), r) {
				n++
			}
		}
		if n > most {
			best, most = r, n
		}
	}
	return best
}

func unquoted(text string) string {
	var out strings.Builder
	for i, part := range strings.Split(text, `"`) {
		if i%2 == 0 {
			out.WriteString(part)
		}
	}
	return out.String()
}

// cells are a row's, as encoding/csv reads them.
func cells(text string, separator rune) []string {
	if separator == 0 {
		return []string{text}
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.LazyQuotes, reader.TrimLeadingSpace, reader.FieldsPerRecord = separator, true, true, -1
	fields, err := reader.Read()
	if err != nil && !errors.Is(err, io.EOF) || len(fields) == 0 {
		return []string{text}
	}
	for i := range fields {
		fields[i] = strings.Join(strings.Fields(mail.Visible(fields[i])), " ")
	}
	return fields
}

// peopleReader goes through the rows of one list.
type peopleReader struct {
	separator rune
	people    []PersonLine
	seen      map[string]int // the line of each address
	begun     bool
	email     int // column of the header; -1 without one
	columns   int // of the header
	names     []int
}

func (r *peopleReader) read(x row) {
	if strings.Count(x.text, `"`)%2 == 1 {
		x.text = strings.ReplaceAll(x.text, `"`, "") // a stray one quotes nothing
	}
	fields := cells(x.text, r.separatorIn(x.text))
	if !r.begun {
		r.begun = true
		if email, names := header(fields); email >= 0 {
			r.email, r.names, r.columns = email, names, len(fields)
			return
		}
	}
	if r.email >= 0 && r.email < len(fields) && r.table(x, fields) {
		return
	}
	// One person whose name holds the separator, before several people and before columns without a header.
	if address, name, err := mail.Address(strings.Join(strings.Fields(x.text), " ")); err == nil {
		r.add(x, address, name)
		return
	}
	r.loose(x, fields)
}

// separatorIn is that of the list, but for a line that has tabs in its place: lists are pasted together.
func (r *peopleReader) separatorIn(text string) rune {
	if bare := unquoted(text); strings.ContainsRune(bare, '\t') && !strings.ContainsRune(bare, r.separator) {
		return '\t'
	}
	return r.separator
}

// table reads a row under a header; false where its column holds no single address, or there are more beside the columns.
func (r *peopleReader) table(x row, fields []string) bool {
	if slices.ContainsFunc(fields[min(r.columns, len(fields)):], func(f string) bool { return strings.Contains(f, "@") }) {
		return false
	}
	address, written, err := mail.Address(fields[r.email])
	if err != nil {
		return false
	}
	var name []string
	for _, i := range r.names {
		if i < len(fields) && fields[i] != "" {
			name = append(name, fields[i])
		}
	}
	if len(name) == 0 {
		name = []string{written}
	}
	r.add(x, address, strings.Join(name, " "))
	return true
}

// loose reads a row without a header: each cell with an address is a person, whose name is written there or, where there
// is one person only, in the other cells.
func (r *peopleReader) loose(x row, fields []string) {
	if people := addresses(x.text); len(people) > 1 {
		for _, p := range people {
			r.one(x, p, "")
		}
		return
	}
	var with, without []string
	for _, f := range fields {
		switch {
		case strings.Contains(f, "@"):
			with = append(with, f)
		case f != "":
			without = append(without, f)
		}
	}
	switch len(with) {
	case 0:
		r.refuse(x, "there is no e-mail address in this line")
	case 1:
		name := ""
		if len(without) > 0 {
			name = without[0]
		}
		r.one(x, with[0], name)
	default:
		for _, f := range with {
			r.one(x, f, "")
		}
	}
}

// addresses are the parts of a line that holds several, by comma, semicolon or nothing but spaces between bare ones.
func addresses(text string) []string {
	var parts []string
	from, quoted, angled := 0, false, false
	for i, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '<' || c == '>':
			angled = c == '<'
		case (c == ',' || c == ';' || c == '\t') && !quoted && !angled && strings.Contains(text[from:i], "@"):
			parts, from = append(parts, text[from:i]), i+1
		}
	}
	parts = append(parts, text[from:])
	if len(parts) == 1 && !strings.ContainsAny(text, `<>"`) && len(strings.Fields(text)) == strings.Count(text, "@") {
		parts = strings.Fields(text)
	}
	return slices.DeleteFunc(parts, func(p string) bool { return !strings.Contains(p, "@") })
}

func (r *peopleReader) one(x row, text, name string) {
	address, written, err := mail.Address(text)
	if err != nil {
		r.refuse(x, errs.Of(err).Detail)
		return
	}
	if name == "" {
		name = written
	}
	r.add(x, address, name)
}

func (r *peopleReader) refuse(x row, why string) {
	r.people = append(r.people, PersonLine{Line: x.line, Text: catalog.Clip(x.text, 80), Result: lineRefused, Detail: why})
}

func (r *peopleReader) add(x row, address, name string) {
	p := PersonLine{Line: x.line, Text: catalog.Clip(x.text, 80), Email: address, Name: catalog.Clip(oneLine(name), 200), Result: lineInvited}
	if before, ok := r.seen[address]; ok {
		p.Result, p.Detail = lineMerged, fmt.Sprintf("the same person as in line %d", before)
	} else {
		r.seen[address] = x.line
	}
	r.people = append(r.people, p)
}

// oneLine is a name as a header of a mail and a cell of a table can hold it.
func oneLine(name string) string { return strings.Join(strings.Fields(mail.Visible(name)), " ") }

// header finds the columns by their names; -1 when the fields are no header.
func header(fields []string) (email int, names []int) {
	find := func(names ...string) int {
		return slices.IndexFunc(fields, func(f string) bool {
			return slices.Contains(names, strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(f)))
		})
	}
	email = find("email", "e mail", "mail", "email address", "e mail address", "address", "mail address")
	if whole := find("name", "full name", "candidate", "candidate name", "display name"); whole >= 0 {
		return email, []int{whole}
	}
	for _, part := range []int{find("first name", "firstname", "given name", "forename"), find("last name", "lastname", "surname", "family name")} {
		if part >= 0 {
			names = append(names, part)
		}
	}
	return email, names
}
