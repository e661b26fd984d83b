package judge0

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

const needsBase64 = "some attributes of this submission are no UTF-8: ask with base64_encoded=true"

const maxPage = 100

func batchSize(n int) string {
	if n == 0 {
		return "there should be at least one submission in a batch"
	}
	return fmt.Sprintf("number of submissions in a batch should be less than or equal to %d", maxBatch)
}

func (s *Service) view(fields []string, base64 bool) view {
	return view{fields: fields, base64: base64, names: func(number int) string {
		l, _ := languageNumbered(languageTable(s.runner.Languages()), number)
		return l.Name
	}}
}

// requestedFields reads the parameter fields, and refuses what no submission has.
func (s *Service) requestedFields(w http.ResponseWriter, r *http.Request) ([]string, bool) {
	fields, unknown := fieldsOf(r.URL.Query().Get("fields"))
	if len(unknown) > 0 {
		fail(w, http.StatusBadRequest, "invalid fields: ["+strings.Join(unknown, ", ")+"]")
	}
	return fields, len(unknown) == 0
}

func (s *Service) show(w http.ResponseWriter, r *http.Request) {
	fields, ok := s.requestedFields(w, r)
	if !ok {
		return
	}
	x, ok := s.get(w, r)
	if !ok {
		return
	}
	shown, ok := s.view(fields, encoded(r)).show(x)
	if !ok {
		fail(w, http.StatusBadRequest, needsBase64)
		return
	}
	answer(w, http.StatusOK, shown)
}

// get finds the submission of the path, or answers that there is none.
func (s *Service) get(w http.ResponseWriter, r *http.Request) (*submission, bool) {
	token := r.PathValue("token")
	if uuid.Validate(token) == nil {
		found, err := s.find(r.Context(), token)
		if err != nil {
			s.failWith(w, r, err)
			return nil, false
		}
		if len(found) == 1 {
			return &found[0], true
		}
	}
	fail(w, http.StatusNotFound, "there is no submission with this token")
	return nil, false
}

// showBatch answers submissions in the order of their tokens, null for one that is not found.
func (s *Service) showBatch(w http.ResponseWriter, r *http.Request) {
	fields, ok := s.requestedFields(w, r)
	if !ok {
		return
	}
	text := r.Header.Get("Tokens")
	if text == "" {
		text = r.URL.Query().Get("tokens")
	}
	var tokens []string
	if text = strings.TrimSpace(text); text != "" {
		tokens = strings.Split(text, ",")
	}
	if len(tokens) == 0 || len(tokens) > maxBatch {
		fail(w, http.StatusBadRequest, batchSize(len(tokens)))
		return
	}
	var sane []string
	for i, token := range tokens {
		tokens[i] = strings.TrimSpace(token)
		if uuid.Validate(tokens[i]) == nil {
			sane = append(sane, tokens[i])
		}
	}
	found, err := s.find(r.Context(), sane...)
	if err != nil {
		s.failWith(w, r, err)
		return
	}
	byToken := map[string]map[string]any{}
	v := s.view(fields, encoded(r))
	for i := range found {
		shown, ok := v.show(&found[i])
		if !ok {
			fail(w, http.StatusBadRequest, needsBase64)
			return
		}
		byToken[found[i].Token] = shown
	}
	out := make([]map[string]any, len(tokens))
	for i, token := range tokens {
		out[i] = byToken[token]
	}
	answer(w, http.StatusOK, map[string]any{"submissions": out})
}

// list answers a page of all submissions, the newest first.
func (s *Service) list(w http.ResponseWriter, r *http.Request) {
	fields, ok := s.requestedFields(w, r)
	if !ok {
		return
	}
	page, ok := positive(w, r, "page", 1, 1_000_000)
	if !ok {
		return
	}
	size, ok := positive(w, r, "per_page", 20, maxPage)
	if !ok {
		return
	}
	found, total, err := s.page(r.Context(), (page-1)*size, size)
	if err != nil {
		s.failWith(w, r, err)
		return
	}
	out := make([]map[string]any, len(found))
	v := s.view(fields, encoded(r))
	for i := range found {
		if out[i], ok = v.show(&found[i]); !ok {
			fail(w, http.StatusBadRequest, needsBase64)
			return
		}
	}
	pages := (total + size - 1) / size
	meta := map[string]any{"current_page": page, "next_page": nil, "prev_page": nil, "total_pages": pages, "total_count": total}
	if page < pages {
		meta["next_page"] = page + 1
	}
	if page > 1 {
		meta["prev_page"] = page - 1
	}
	answer(w, http.StatusOK, map[string]any{"submissions": out, "meta": meta})
}

// positive reads a number of the query; more than most is most.
func positive(w http.ResponseWriter, r *http.Request, name string, standard, most int) (int, bool) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return standard, true
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		fail(w, http.StatusBadRequest, fmt.Sprintf("invalid %s: %.40s", name, text))
		return 0, false
	}
	return min(n, most), true
}

// delete answers what it deletes, once more.
func (s *Service) delete(w http.ResponseWriter, r *http.Request) {
	fields, ok := s.requestedFields(w, r)
	if !ok {
		return
	}
	x, ok := s.get(w, r)
	if !ok {
		return
	}
	if x.Status <= processing {
		st := statuses[x.Status-1]
		fail(w, http.StatusBadRequest, fmt.Sprintf("submission cannot be deleted because its status is %d (%s)", st.ID, st.Description))
		return
	}
	if err := s.remove(r.Context(), x.Token); err != nil {
		s.failWith(w, r, err)
		return
	}
	shown, _ := s.view(fields, true).show(x)
	answer(w, http.StatusOK, shown)
}
