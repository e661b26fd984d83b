package attempt

import (
	"context"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/picture"
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
	if !versions[answer.Version].Shows(name) {
		return errs.Missing("picture", name)
	}
	return nil
}
