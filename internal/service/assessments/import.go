package assessments

import (
	"context"
	"encoding/csv"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// maxImport is how many people one import invites at most.
const maxImport = 5000

// person is one line of an import that could be read.
type person struct {
	line        int
	email, name string
}

// badLine is one that could not, and why.
type badLine struct {
	Line   int    `json:"line" doc:"Number of the line, from 1"`
	Text   string `json:"text" doc:"Its beginning"`
	Detail string `json:"detail" doc:"What is wrong with it"`
}

// readPeople reads what people paste: CSV, TSV or semicolons with or without a header, or one "Name <address>" or address a line.
func readPeople(text string) (people []person, bad []badLine, err error) {
	lines := strings.Split(strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n"), "\n")
	separator := separatorOf(lines)
	emailColumn, nameColumn, seen := -1, -1, map[string]bool{}
	for n, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		fields := fieldsOf(line, separator)
		if len(people)+len(bad) == 0 && emailColumn < 0 {
			if e, m := header(fields); e >= 0 {
				emailColumn, nameColumn = e, m
				continue
			}
		}
		p, why := readPerson(fields, emailColumn, nameColumn)
		switch {
		case why != "":
			bad = append(bad, badLine{n + 1, clip(line, 80), why})
		case seen[p.email]:
			bad = append(bad, badLine{n + 1, clip(line, 80), "this address stands in an earlier line"})
		default:
			p.line, seen[p.email] = n+1, true
			people = append(people, p)
		}
		if len(people)+len(bad) > maxImport {
			return nil, nil, errs.New(errs.Invalid, "too_many_lines", "an import has at most %d lines: split it", maxImport).At("/data/attributes/text")
		}
	}
	return people, bad, nil
}

// separatorOf is the one that most lines have; 0 when they have none.
func separatorOf(lines []string) rune {
	best, most := rune(0), 0
	for _, r := range []rune{'\t', ';', ','} {
		n := 0
		for _, line := range lines {
			if strings.ContainsRune(line, r) {
				n++
			}
		}
		if n > most {
			best, most = r, n
		}
	}
	return best
}

func fieldsOf(line string, separator rune) []string {
	if separator == 0 {
		return []string{strings.TrimSpace(line)}
	}
	reader := csv.NewReader(strings.NewReader(line))
	reader.Comma, reader.LazyQuotes, reader.TrimLeadingSpace = separator, true, true
	fields, err := reader.Read()
	if err != nil {
		return []string{line}
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields
}

// header finds the columns by their names; -1 when the fields are no header.
func header(fields []string) (email, name int) {
	find := func(names ...string) int {
		return slices.IndexFunc(fields, func(f string) bool { return slices.Contains(names, strings.ToLower(f)) })
	}
	return find("email", "e-mail", "mail", "email address", "e-mail address", "address"), find("name", "full name", "candidate", "candidate name")
}

func readPerson(fields []string, emailColumn, nameColumn int) (p person, why string) {
	if emailColumn < 0 {
		emailColumn = slices.IndexFunc(fields, func(f string) bool { return strings.Contains(f, "@") })
		nameColumn = slices.IndexFunc(fields, func(f string) bool { return f != "" && !strings.Contains(f, "@") })
	} else if emailColumn < len(fields) && fields[emailColumn] == "" || emailColumn >= len(fields) {
		// A line of another form, such as "Name <address>", among rows.
		emailColumn = slices.IndexFunc(fields, func(f string) bool { return strings.Contains(f, "@") })
	}
	if emailColumn < 0 {
		return p, "there is no e-mail address in this line"
	}
	email, written, err := address(fields[emailColumn])
	if err != nil {
		return p, errs.Of(err).Detail
	}
	p.email, p.name = email, written
	if nameColumn >= 0 && nameColumn < len(fields) && nameColumn != emailColumn && fields[nameColumn] != "" {
		p.name = fields[nameColumn]
	}
	p.name = clip(p.name, 200)
	return p, ""
}

// importPeople invites everybody whose line can be read and who is not invited yet.
func (s *Service) importPeople(ctx context.Context, to ids.Assessment, text string) (sent []invitation, skipped int, bad []badLine, err error) {
	p, a, err := s.invitable(ctx, to)
	if err != nil {
		return nil, 0, nil, err
	}
	people, bad, err := readPeople(text)
	if err != nil {
		return nil, 0, nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		sent, skipped = nil, 0
		known, err := s.invitedEmails(ctx, p.Organization, a.ID)
		if err != nil {
			return err
		}
		for _, x := range people {
			if known[x.email] {
				skipped++
				continue
			}
			i, err := s.send(ctx, p, a, x.email, x.name)
			if err != nil {
				return err
			}
			sent = append(sent, i)
		}
		return nil
	})
	return sent, skipped, bad, err
}
