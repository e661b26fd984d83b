package attempt

import (
	"context"
	"net/http"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/picture"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
)

// answerPicture serves a picture to whoever may read the text that shows it.
func (s *Service) answerPicture(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	err := s.maySeePicture(r.Context(), ids.Answer(r.PathValue("id")), name)
	if err == nil {
		err = picture.Serve(r.Context(), w, s.blobs, name)
	}
	if err != nil {
		httpx.WriteError(w, r, err)
	}
}

func (s *Service) maySeePicture(ctx context.Context, id ids.Answer, name string) error {
	found, err := s.visibleAnswers(ctx, []ids.Answer{id})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return errs.Missing("answer", string(id))
	}
	answer := found[0]
	versions, err := s.catalog.Pinned(ctx, answer.Organization, []ids.ProblemVersion{answer.Version})
	if err != nil {
		return err
	}
	if !shows(versions[answer.Version], name) {
		return errs.Missing("picture", name)
	}
	return nil
}

// shows reports whether a candidate reads a text of the version that has the picture.
func shows(v problems.Version, name string) bool {
	has := func(text string) bool { return strings.Contains(text, "pictures/"+name) }
	if has(v.Statement) {
		return true
	}
	for _, sample := range v.Samples {
		if has(sample.Explanation) {
			return true
		}
	}
	return false
}
