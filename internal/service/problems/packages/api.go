package packages

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// maxPackage bounds an uploaded package.
const maxPackage = 64 << 20

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodPost, Path: "/v1/problem-imports", Name: "importProblem", Tag: problem.Tag, Needs: identity.AnyOf(identity.ProblemsWrite), Status: http.StatusCreated,
		Summary:  "Make a draft of an ICPC/Kattis or Polygon problem package (a zip archive of at most 64 MiB)",
		Consumes: "application/zip", Produces: jsonapi.MediaType,
	}, s.apiImport)
}

// apiImport answers the new problem's identifier, and in meta.notes what of the package was left out.
func (s *Service) apiImport(w http.ResponseWriter, r *http.Request) {
	if _, err := identity.Require(r.Context(), identity.ProblemsWrite); err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/zip" {
		httpx.WriteError(w, r, errs.New(errs.Unsupported, "unsupported_media_type", "send a zip archive as application/zip").OnHeader("Content-Type"))
		return
	}
	archive, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPackage))
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	read, err := packages.ReadZip(bytes.NewReader(archive), int64(len(archive)), toolchain.Builtin())
	if err != nil {
		httpx.WriteError(w, r, err) // its pointer is the path of a file in the package
		return
	}
	id, notes, err := s.Import(r.Context(), read, "")
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	self := "/v1/problems/" + string(id)
	body, err := json.Marshal(map[string]any{
		"data": map[string]any{"type": "problems", "id": id, "links": map[string]string{"self": self}},
		"meta": map[string]any{"notes": append([]string{}, notes...)}, "jsonapi": map[string]string{"version": "1.1"},
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
