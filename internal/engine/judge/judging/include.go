package judging

import (
	"context"
	"path"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Included is the program with the files that the plan lays beside it. They replace its own of the same name. Of the
// request it needs Plan, Program, Toolchain and Blobs.
func (q Request) Included(ctx context.Context) (toolchain.Request, error) {
	r := q.Program
	included, ok := q.Plan.Include[r.Language]
	if !ok {
		included = q.Plan.Include[""]
	}
	if len(included) == 0 {
		return r, nil
	}
	r.Files = slices.Clone(r.Files)
	if len(r.Files) == 1 && r.Files[0].Name == "" {
		tool, err := q.Toolchain.Table().Get(r.Language)
		if err != nil {
			return r, err
		}
		r.Files[0].Name = nameBeside(tool.Language, included)
	}
	for _, f := range included {
		data, err := q.whole(ctx, f.Digest)
		if err != nil {
			return r, err
		}
		r.Files = slices.DeleteFunc(r.Files, func(own toolchain.File) bool { return own.Name == f.Name })
		r.Files = append(r.Files, toolchain.File{Name: f.Name, Data: data})
	}
	return r, nil
}

// nameBeside is what a source without a name is called: what the language calls it, unless that is another file's.
func nameBeside(l toolchain.Language, included []judge.NamedBlob) string {
	name := l.Source.Name
	if slices.ContainsFunc(included, func(f judge.NamedBlob) bool { return f.Name == name }) {
		name = "solution" + path.Ext(name)
	}
	return name
}
