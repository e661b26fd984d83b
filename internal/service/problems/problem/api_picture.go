package problem

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/picture"
)

func (s *Service) registerPictures(api *jsonapi.API) {
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodPost, Path: "/v1/problems/{id}/pictures", Name: "addPicture", Tag: Tag, Needs: identity.AnyOf(identity.ProblemsWrite), Status: http.StatusCreated,
		Summary:  "Keep a picture (PNG, JPEG, GIF, WebP or SVG, at most 5 MiB) for the texts of a problem: ![what it shows](pictures/NAME)",
		Consumes: "application/octet-stream", Produces: jsonapi.MediaType,
	}, s.apiAddPicture)
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/problems/{id}/pictures/{name}", Name: "getPicture", Tag: Tag, Needs: identity.AnyOf(identity.ProblemsRead),
		Summary: "See a picture of a problem's texts", Produces: "image/*",
	}, s.apiGetPicture)
}

// apiAddPicture answers the picture's name as its id.
func (s *Service) apiAddPicture(w http.ResponseWriter, r *http.Request) {
	if _, err := identity.Require(r.Context(), identity.ProblemsWrite); err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, picture.MaxBytes))
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	id := ids.Problem(r.PathValue("id"))
	name, err := s.keepPicture(r.Context(), id, data)
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	self := "/v1/problems/" + string(id) + "/pictures/" + name
	body, err := json.Marshal(map[string]any{
		"data":    map[string]any{"type": "problem-pictures", "id": name, "links": map[string]string{"self": self}},
		"jsonapi": map[string]string{"version": "1.1"},
	})
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	w.Header().Set("Content-Type", jsonapi.MediaType)
	w.Header().Set("Location", self)
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(body) // the client has gone
}

func (s *Service) apiGetPicture(w http.ResponseWriter, r *http.Request) {
	who, err := identity.Require(r.Context(), identity.ProblemsRead)
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	row, err := s.getPicture(r.Context(), who.Organization, ids.Problem(r.PathValue("id")), r.PathValue("name"))
	if err == nil {
		err = picture.Serve(r.Context(), w, s.blobs, row.Name)
	}
	if err != nil {
		httpx.WriteError(w, r, err)
	}
}
