package jsonapi

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

type operation struct {
	Op   string                                        `json:"op"`
	Ref  *struct{ Type, ID, LID, Relationship string } `json:"ref"`
	Href string                                        `json:"href"`
	Data any                                           `json:"data"`
}

// Atomic mounts the Atomic Operations extension: all operations in one transaction, lids resolved on the way.
func (s *API) Atomic(path string) {
	op := &huma.Operation{Method: "POST", Path: path, OperationID: "atomic-operations", Tags: []string{"atomic"}, Summary: "Atomic Operations",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{MediaType + `;ext="` + AtomicExt + `"`: {Schema: &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{"atomic:operations": {Type: "array", Items: &huma.Schema{Type: "object"}}}}}}},
		Responses:   map[string]*huma.Response{"200": {Description: "Results"}, "204": {Description: "No content"}}}
	s.OpenAPI().AddOperation(op)
	s.Adapter().Handle(op, s.Middlewares().Handler(func(ctx huma.Context) {
		fail := func(err error) {
			r, w := humago.Unwrap(ctx)
			httpx.WriteError(w, r, err)
		}
		if err := checkContentType(ctx.Header("Content-Type"), AtomicExt); err != nil {
			fail(err)
			return
		}
		if err := checkAccept(ctx.Header("Accept"), AtomicExt); err != nil {
			fail(err)
			return
		}
		doc, err := body(ctx)
		if err != nil {
			fail(err)
			return
		}
		raw, _ := json.Marshal(doc["atomic:operations"])
		var ops []operation
		if err := json.Unmarshal(raw, &ops); err != nil || len(ops) == 0 {
			fail(fault(400, "malformed", "atomic:operations must be an array of operations", locate("/atomic:operations")))
			return
		}
		b, any := []byte(`{"atomic:results":[`), false
		err = s.Tx(inside(ctx), func(c context.Context) error {
			lids := map[string]string{}
			for i, o := range ops {
				at := fmt.Sprintf("body.atomic:operations[%d]", i)
				if i > 0 {
					b = append(b, ',')
				}
				n, sp, err := s.step(c, o, at, lids)
				if err != nil {
					return err
				}
				if n == nil {
					b = append(b, "{}"...)
					continue
				}
				any = true
				if b, err = n.encode(append(b, `{"data":`...), sp.plan, nil); err != nil {
					return err
				}
				b = append(b, '}')
			}
			return nil
		})
		switch {
		case err != nil:
			fail(err)
		case !any:
			ctx.SetStatus(204)
		default:
			s.send(ctx, 200, AtomicExt, append(b, "]}"...))
		}
	}))
}

func resolve(v any, lids map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		if lid, ok := v["lid"].(string); ok && v["id"] == nil {
			if id, ok := lids[fmt.Sprint(v["type"], "\x00", lid)]; ok {
				v["id"] = id
				delete(v, "lid")
			}
		}
		for _, x := range v {
			resolve(x, lids)
		}
	case []any:
		for _, x := range v {
			resolve(x, lids)
		}
	}
}

func (s *API) step(ctx context.Context, o operation, at string, lids map[string]string) (node, *spec, error) {
	data, _ := o.Data.(map[string]any)
	typ, id, rel, lid := "", "", "", ""
	if o.Ref != nil {
		typ, id, rel = o.Ref.Type, o.Ref.ID, o.Ref.Relationship
		if o.Ref.LID != "" {
			id = lids[typ+"\x00"+o.Ref.LID]
		}
	} else if data != nil {
		typ, _ = data["type"].(string)
		id, _ = data["id"].(string)
		lid, _ = data["lid"].(string)
	}
	sp := s.specs[typ]
	if sp == nil {
		return nil, nil, fault(404, "unknown_type", "no resource type "+typ, &source{pointer: pointer(at)})
	}
	resolve(o.Data, lids)
	if o.Op == "update" && id == "" && data != nil { // the lid of an earlier add
		id, _ = data["id"].(string)
	}
	base := at
	switch {
	case rel != "" && sp.update != nil: // relationship: replaced as a whole here
		n, err := sp.update(ctx, id, map[string]any{"data": map[string]any{"type": typ, "id": id, "relationships": map[string]any{rel: map[string]any{"data": o.Data}}}}, base, "")
		return n, sp, err
	case o.Op == "add" && sp.create != nil:
		if lid != "" {
			delete(data, "id")
		}
		n, err := sp.create(ctx, map[string]any{"data": data}, base)
		if err == nil && lid != "" {
			lids[typ+"\x00"+lid] = n.rid()
		}
		return n, sp, err
	case o.Op == "update" && sp.update != nil:
		n, err := sp.update(ctx, id, map[string]any{"data": data}, base, "")
		return n, sp, err
	case o.Op == "remove" && sp.remove != nil:
		return nil, sp, sp.remove(ctx, id)
	}
	return nil, nil, fault(403, "unsupported", "operation "+o.Op+" on "+typ+" is not supported", &source{pointer: pointer(at)})
}
