package judge

import (
	"context"
	"regexp"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// withIncluded is the program with the files that the plan lays beside it. They replace its own of the same name.
func (j *judging) withIncluded(ctx context.Context) (toolchain.Request, error) {
	r := j.Program
	included, ok := j.Plan.Include[r.Language]
	if !ok {
		included = j.Plan.Include[""]
	}
	if len(included) == 0 {
		return r, nil
	}
	r.Files = slices.Clone(r.Files)
	if len(r.Files) == 1 && r.Files[0].Name == "" {
		tool, err := j.Toolchain.Table().Get(r.Language)
		if err != nil {
			return r, err
		}
		r.Files[0].Name = nameOf(tool.Language, r.Files[0].Data)
	}
	for _, f := range included {
		data, err := j.whole(ctx, f.Digest)
		if err != nil {
			return r, err
		}
		r.Files = slices.DeleteFunc(r.Files, func(own toolchain.File) bool { return own.Name == f.Name })
		r.Files = append(r.Files, toolchain.File{Name: f.Name, Data: data})
	}
	return r, nil
}

// nameOf is what a single source is called, which the toolchain decides by itself only while it is the only file.
func nameOf(l toolchain.Language, source []byte) string {
	for _, rule := range l.Source.Rules {
		pattern := regexp.MustCompile(rule.Pattern)
		if m := pattern.FindSubmatchIndex(source); m != nil {
			return string(pattern.Expand(nil, []byte(rule.Name), source, m))
		}
	}
	return l.Source.Name
}
