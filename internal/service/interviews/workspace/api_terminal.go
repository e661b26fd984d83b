package workspace

import (
	"context"
	"encoding/base64"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// TerminalAttributes is the resource: what the terminal of a run has shown, whose id it has.
type TerminalAttributes struct {
	Outputs []TerminalOutputAttribute `json:"outputs" readOnly:"true" doc:"In their order; the first 512 KiB are kept"`
}

// TerminalOutputAttribute is one of them.
type TerminalOutputAttribute struct {
	AtMs int64  `json:"atMs" doc:"Milliseconds since the startedAt of the timeline's entry"`
	Data string `json:"data" doc:"Bytes as a terminal takes them, in base64; it goes on where the one before it ended, also within a character"`
}

// ResourceType is the JSON:API type.
func (TerminalAttributes) ResourceType() string { return "interview-terminals" }

func (s *Service) registerTerminals(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[TerminalAttributes, OfInterview]{
		Path: "/v1/interview-terminals", Tag: tag, Read: reviewers,
		Get: func(ctx context.Context, wanted []string) ([]jsonapi.Resource[TerminalAttributes, OfInterview], error) {
			if err := identity.Admit(ctx, reviewers); err != nil {
				return nil, err
			}
			all, err := s.tapes(ctx, wanted)
			return listing.Show(all, showTape), err
		},
	})
}

func showTape(x *Tape) jsonapi.Resource[TerminalAttributes, OfInterview] {
	a := TerminalAttributes{Outputs: make([]TerminalOutputAttribute, len(x.Outputs))}
	for i, o := range x.Outputs {
		a.Outputs[i] = TerminalOutputAttribute{AtMs: o.AtMs, Data: base64.StdEncoding.EncodeToString(o.Data)}
	}
	return jsonapi.Resource[TerminalAttributes, OfInterview]{ID: x.Subject, Attributes: a, Relationships: of(x.Interview)}
}
