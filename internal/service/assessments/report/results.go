package report

import (
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/invitation"
)

// apiExport writes a line an invitation: who, how far, and the score of each problem.
func (s *Service) apiExport(w http.ResponseWriter, q *http.Request) {
	rows, title, err := s.Results(q.Context(), ids.Assessment(q.PathValue("id")))
	if err != nil {
		httpx.WriteError(w, q, err)
		return
	}
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, title)
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="results-`+name+`.csv"`)
	out := csv.NewWriter(w)
	for _, row := range rows {
		for i := range row {
			row[i] = inert(row[i])
		}
		if out.Write(row) != nil {
			return // the client has gone
		}
	}
	out.Flush()
}

// inert keeps a spreadsheet from taking a cell that a candidate wrote for a formula (OWASP, CSV injection).
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// Results are the lines of an assessment's export, the first of them its header, and the assessment's title.
func (s *Service) Results(ctx context.Context, id ids.Assessment) (rows [][]string, title string, err error) {
	p, err := identity.Require(ctx, identity.AttemptsRead)
	if err != nil {
		return nil, "", err
	}
	assessment, err := s.catalog.Get(ctx, p.Organization, id)
	if err != nil {
		return nil, "", err
	}
	header := []string{"name", "email", "state", "invited at", "started at", "finished at", "score", "of"}
	var versions []ids.ProblemVersion
	for _, i := range assessment.Items() {
		versions = append(versions, i.Version)
	}
	pinned, err := s.catalog.Pinned(ctx, p.Organization, versions)
	if err != nil {
		return nil, "", err
	}
	for _, i := range assessment.Items() {
		header = append(header, pinned[i.Version].Title)
	}
	rows = [][]string{header}
	var after ids.Invitation
	for {
		page, err := s.invitations.List(ctx, p.Organization, []string{string(id)}, nil, after, 500)
		if err != nil || len(page) == 0 {
			return rows, assessment.Title, err
		}
		after = page[len(page)-1].ID
		lines, err := s.resultLines(ctx, p, assessment, page)
		if err != nil {
			return nil, "", err
		}
		rows = append(rows, lines...)
	}
}

func (s *Service) resultLines(ctx context.Context, p identity.Principal, assessment catalog.Assessment, page []invitation.Invitation) ([][]string, error) {
	var wanted []ids.Attempt
	for _, i := range page {
		if i.Attempt != nil {
			wanted = append(wanted, ids.Attempt(*i.Attempt))
		}
	}
	attempts, err := s.attempts.ByIDs(ctx, p.Organization, wanted)
	if err != nil {
		return nil, err
	}
	answers, err := s.attempts.Answers(ctx, p.Organization, wanted)
	if err != nil {
		return nil, err
	}
	byInvitation, scores := map[ids.Invitation]attempt.Attempt{}, map[ids.Attempt]map[ids.Item]attempt.Answer{}
	for _, a := range attempts {
		byInvitation[a.Invitation], scores[a.ID] = a, map[ids.Item]attempt.Answer{}
	}
	for _, x := range answers {
		scores[x.Attempt][x.Item] = x
	}
	var rows [][]string
	for _, i := range page {
		a, begun := byInvitation[i.ID]
		row := []string{i.Name, i.Email, i.State, stamp(&i.SentAt), stamp(a.StartedAt), stamp(a.FinishedAt), "", ""}
		if begun && a.StartedAt != nil {
			row[6], row[7] = number(a.Score), number(a.MaxScore)
		}
		for _, item := range assessment.Items() {
			cell := ""
			if x, ok := scores[a.ID][item.ID]; ok && x.SubmissionCount > 0 {
				cell = number(x.Score)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.RFC3339)
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
