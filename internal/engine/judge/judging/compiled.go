package judging

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// What a validator may use when it sets nothing: the field's customs.
const (
	validatorCPUMs    = 60_000
	validatorMemoryKb = 2 << 20
	validatorOutputKb = 8 << 10
)

// referee is a validator that is compiled.
type referee struct {
	*judge.Validator
	artifact *toolchain.Artifact
	checker  *referee
}

// limits are those of one run of the validator. A program it waits for may take as long as it may.
func (r *referee) limits() sandbox.Limits {
	cpu := time.Duration(cmp.Or(r.CPUTimeMs, validatorCPUMs)) * time.Millisecond
	return sandbox.Limits{
		CPUTime: cpu, WallTime: cpu + 10*time.Second,
		Memory: cmp.Or(r.MemoryKb, validatorMemoryKb) << 10, Output: cmp.Or(r.OutputKb, validatorOutputKb) << 10,
		FileSize: feedbackBytes, Disk: 2 * feedbackBytes,
	}
}

// scopeOf is where compiled validators are kept: one for each text, shared by all judgings that use it and by no
// candidate, whose scopes are made of ids.
func scopeOf(v *judge.Validator) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return fmt.Sprintf("validator:%x", sha256.Sum256(text))
}

// errValidator is a validator that does not compile.
type errValidator struct{ detail string }

func (e errValidator) Error() string { return e.detail }

// compileValidator makes a referee of a validator. It is an errValidator that the author has to mend.
func (j *judging) compileValidator(ctx context.Context, slot sandbox.Slot, v *judge.Validator) (*referee, error) {
	if v == nil {
		return nil, nil
	}
	request := toolchain.Request{Language: v.Language, Entry: v.Entry, Scope: scopeOf(v), SkipCheck: true}
	for _, f := range v.Files {
		data, err := j.whole(ctx, f.Digest)
		if err != nil {
			return nil, err
		}
		request.Files = append(request.Files, toolchain.File{Name: f.Name, Data: data})
	}
	artifact, compiled, err := j.Toolchain.Compile(ctx, slot, request)
	switch {
	case errs.Is(err, errs.Invalid) || errs.Is(err, errs.TooLarge):
		return nil, errValidator{"the validator cannot be compiled: " + errs.Of(err).Detail}
	case err != nil:
		return nil, err
	case !compiled.OK:
		return nil, errValidator{"the validator does not compile: " + compiled.Detail + "\n" + compiled.Output}
	}
	r := &referee{Validator: v, artifact: artifact}
	if r.checker, err = j.compileValidator(ctx, slot, v.Checker); err != nil {
		r.release()
		return nil, err
	}
	return r, nil
}

func (r *referee) release() {
	for ; r != nil; r = r.checker {
		r.artifact.Release()
	}
}
