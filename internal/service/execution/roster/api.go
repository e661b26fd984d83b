package roster

import (
	"context"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// LanguageAttributes is a row of the language table in the API; its id is the language's.
type LanguageAttributes struct {
	Name      string   `json:"name" readOnly:"true"`
	Version   string   `json:"version" readOnly:"true" doc:"Of the compiler or interpreter; empty when it is not available"`
	Available bool     `json:"available" readOnly:"true" doc:"Whether a worker has it"`
	Install   string   `json:"install" readOnly:"true" doc:"How to get it, when it is not available"`
	Editor    string   `json:"editor" readOnly:"true" doc:"Mode of the code editor"`
	FileName  string   `json:"fileName" readOnly:"true"`
	Hello     string   `json:"hello" readOnly:"true" doc:"A first program"`
	Flags     []string `json:"compilerFlags" readOnly:"true" doc:"What a run may ask of the compiler: regular expressions that match a whole flag"`
}

// ResourceType implements jsonapi.Named.
func (LanguageAttributes) ResourceType() string { return "languages" }

// tag is the heading in the documents.
const tag = "execution"

type languageResource = jsonapi.Resource[LanguageAttributes, jsonapi.None]

// Register mounts the endpoint of the languages.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[LanguageAttributes, jsonapi.None]{
		Path: "/v1/languages", Tag: tag, PageSize: 500, MaxPage: 500,
		Read: identity.AnyOf(identity.RunsCreate),
		List: func(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[LanguageAttributes, jsonapi.None], err error) {
			if err := signedIn(ctx); err != nil {
				return page, err
			}
			return listing.Table(q, listing.Show(s.Languages(), resourceOfLanguage))
		},
		Get: func(ctx context.Context, which []string) ([]languageResource, error) {
			if err := signedIn(ctx); err != nil {
				return nil, err
			}
			var out []languageResource
			for _, l := range s.Languages() {
				if slices.Contains(which, l.ID) {
					out = append(out, resourceOfLanguage(&l))
				}
			}
			return out, nil
		},
	})
}

// signedIn lets everybody in who may run programs: members and candidates alike.
func signedIn(ctx context.Context) error {
	_, err := identity.Require(ctx, identity.RunsCreate)
	return err
}

func resourceOfLanguage(l *wire.Language) languageResource {
	return languageResource{ID: l.ID, Attributes: LanguageAttributes{
		Name: l.Name, Version: l.Version, Available: l.Available, Install: l.Install, Editor: l.Editor, FileName: l.FileName, Hello: l.Hello,
		Flags: slices.Concat([]string{}, l.Flags),
	}}
}
