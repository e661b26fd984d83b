package tests

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// Test is one input and the answer to it. The data are blobs; the row holds their beginnings for lists.
type Test struct {
	ID           ids.Test             `db:"id"`
	Organization ids.Organization     `db:"organization_id"`
	Problem      ids.Problem          `db:"problem_id"`
	Group        ids.TestGroup        `db:"group_id"`
	Name         string               `db:"name"`
	Explanation  string               `db:"explanation"`
	Position     int                  `db:"position"`
	InputDigest  blob.Digest          `db:"input_digest"`
	InputBytes   int64                `db:"input_bytes"`
	InputHead    string               `db:"input_head"`
	AnswerDigest blob.Digest          `db:"answer_digest"`
	AnswerBytes  int64                `db:"answer_bytes"`
	AnswerHead   string               `db:"answer_head"`
	Revision     int                  `db:"revision"`
	Judging      db.JSON[TestJudging] `db:"judging"`
}

const (
	// HeadBytes of inputs and answers are kept in the row.
	HeadBytes = 64 << 10
	// maxTestDocument bounds the document that makes a test.
	maxTestDocument = 16 << 20
	maxTests        = 1000
)

// Truncated reports whether the row lacks a part of the data.
func (test *Test) Truncated() bool {
	return test.InputBytes > HeadBytes || test.AnswerBytes > HeadBytes
}

func (test *Test) check() error {
	var f problem.Faults
	test.Name = strings.TrimSpace(test.Name)
	f.Line("name", test.Name, 1, 100)
	f.Text("explanation", test.Explanation, 16<<10)
	f.Rule(test.Position >= 0 && test.Position <= 1_000_000, "position", "a position is between 0 and 1000000")
	return f.Err()
}

// data is what a request changes of a test's data; nil leaves it as it is.
type data struct{ input, answer []byte }

func (d data) check() error {
	var f problem.Faults
	f.Rule(bytes.IndexByte(d.input, 0) < 0, "input", "this holds a NUL character: it must be text")
	f.Rule(bytes.IndexByte(d.answer, 0) < 0, "answer", "this holds a NUL character: it must be text")
	return f.Err()
}

// more is by how many bytes a test grows: what it had is given back, unless a version needs it.
func (d data) more(test *Test) (bytes int64) {
	if d.input != nil {
		bytes += int64(len(d.input)) - test.InputBytes
	}
	if d.answer != nil {
		bytes += int64(len(d.answer)) - test.AnswerBytes
	}
	return bytes
}

// keep stores the data as blobs. Blobs come before the transaction: one without a row is only waste.
func (s *Service) keep(ctx context.Context, organization ids.Organization, test *Test, d data) error {
	if err := s.space.Room(ctx, organization, d.more(test)); err != nil {
		return err
	}
	if d.input != nil {
		digest, err := blob.PutBytes(ctx, s.blobs, d.input)
		if err != nil {
			return err
		}
		test.InputDigest, test.InputBytes, test.InputHead = digest, int64(len(d.input)), head(d.input)
	}
	if d.answer != nil {
		digest, err := blob.PutBytes(ctx, s.blobs, d.answer)
		if err != nil {
			return err
		}
		test.AnswerDigest, test.AnswerBytes, test.AnswerHead = digest, int64(len(d.answer)), head(d.answer)
	}
	return nil
}

// head is the beginning of data as text that every database can keep.
func head(b []byte) string {
	if len(b) > HeadBytes {
		b = b[:HeadBytes]
		for len(b) > HeadBytes-utf8.UTFMax && !utf8.RuneStart(b[len(b)-1]) {
			b = b[:len(b)-1]
		}
		if r, _ := utf8.DecodeLastRune(b); r == utf8.RuneError {
			b = b[:len(b)-1]
		}
	}
	return strings.ToValidUTF8(strings.ReplaceAll(string(b), "\x00", "\uFFFD"), "\uFFFD")
}

func (s *Service) createTest(ctx context.Context, test *Test, d data, last bool) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	if err := errors.Join(test.check(), d.check()); err != nil {
		return err
	}
	group, err := s.getGroup(ctx, who.Organization, test.Group)
	if err != nil {
		return err
	}
	if err := s.keep(ctx, who.Organization, test, d); err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, group.Problem, func(ctx context.Context, p *problem.Problem) error {
		if err := s.addTest(ctx, p, test, last); err != nil {
			return err
		}
		return s.space.Settle(ctx, p.Organization, p.ID)
	})
}

// addTest writes a test whose data are kept already into a locked draft.
func (s *Service) addTest(ctx context.Context, p *problem.Problem, test *Test, last bool) error {
	n, next, err := s.countTests(ctx, p, test.Group)
	if err != nil {
		return err
	}
	if n >= maxTests {
		return errs.New(errs.Conflict, "too_many_tests", "a problem has at most %d tests", maxTests)
	}
	if last {
		test.Position = next
	}
	test.ID, test.Organization, test.Problem, test.Revision = ids.New[ids.Test](), p.Organization, p.ID, p.Revision
	return problem.NameTaken(s.insertTest(ctx, test), "group_id_name", "test of this group")
}

func (s *Service) updateTest(ctx context.Context, test *Test, d data, read int) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	if err := errors.Join(test.check(), d.check()); err != nil {
		return err
	}
	group, err := s.getGroup(ctx, who.Organization, test.Group)
	if err != nil {
		return err
	}
	if group.Problem != test.Problem {
		return errs.New(errs.Invalid, "invalid", "a test stays in its problem: choose one of the problem's groups").At("/data/relationships/group")
	}
	if err := s.keep(ctx, who.Organization, test, d); err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, test.Problem, func(ctx context.Context, p *problem.Problem) error {
		test.Revision = p.Revision
		n, err := s.saveTest(ctx, test, read)
		if err == nil && n == 0 {
			return problem.ChangedMeanwhile("test")
		}
		if err != nil {
			return problem.NameTaken(err, "group_id_name", "test of this group")
		}
		return s.space.Settle(ctx, p.Organization, p.ID)
	})
}

func (s *Service) deleteTest(ctx context.Context, id ids.Test) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	test, err := s.getTest(ctx, who.Organization, id)
	if err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, test.Problem, func(ctx context.Context, p *problem.Problem) error {
		if err := s.removeTest(ctx, p.Organization, id); err != nil {
			return err
		}
		return s.space.Settle(ctx, p.Organization, p.ID)
	})
}
