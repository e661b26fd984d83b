package verify

import (
	"context"
	"os"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// checkOutput tries the output validator, or the comparison in its place, on an output of which is known whether
// it is right. An answer that is to be refused is tried as if it were an output.
func (t *trial) checkOutput(ctx context.Context, slot sandbox.Slot, all tools, c problem.Case) ([]DataFault, error) {
	output := c.Output
	refused, detail := false, ""
	if c.Want == problem.WantInvalidAnswer {
		output = c.Answer
		for _, v := range all.answer {
			if err := t.runAnswer(ctx, slot, v, c, func(_ tool, why string) { refused, detail = true, why }); err != nil {
				return nil, err
			}
		}
	}
	var err error
	switch {
	case refused:
	case all.output != nil:
		refused, detail, err = t.runOutput(ctx, slot, *all.output, c, output)
	case t.p.Plan.Validator == nil && c.Want != problem.WantInvalidAnswer: // an answer is always equal to itself
		refused, detail, err = t.compare(ctx, c, output)
	case t.p.Plan.Validator == nil && len(all.answer) > 0:
	default:
		return nil, nil // interactive problems have no outputs to try
	}
	if err != nil {
		return nil, err
	}
	switch {
	case c.Want == problem.WantValidOutput && refused:
		return []DataFault{{Case: c.Name, Detail: "this output is said to be valid: " + detail}}, nil
	case c.Want != problem.WantValidOutput && !refused:
		return []DataFault{{Case: c.Name, Detail: "nothing refuses it, though it is said to be an " + string(c.Want)}}, nil
	}
	return nil, nil
}

func (t *trial) runOutput(ctx context.Context, slot sandbox.Slot, v tool, c problem.Case, output string) (refused bool, detail string, err error) {
	args := append([]string{inputName, answerName, feedbackName}, c.OutputArgs...)
	spec, closer, err := t.spec(ctx, v, output, args)
	if err != nil {
		return false, "", err
	}
	defer closer.Close()
	for name, digest := range map[string]string{inputName: c.Input, answerName: c.Answer} {
		host, err := t.files.path(ctx, digest)
		if err != nil {
			return false, "", err
		}
		spec.Files = append(spec.Files, sandbox.File{Name: name, Host: host})
	}
	spec.Files = append(spec.Files, sandbox.File{Name: feedbackName})
	err = t.verdict(ctx, slot, spec, v, func(_ tool, why string) { refused, detail = true, why })
	return refused, detail, err
}

func (t *trial) compare(ctx context.Context, c problem.Case, output string) (refused bool, detail string, err error) {
	opened := make([]*os.File, 2)
	for i, digest := range []string{output, c.Answer} {
		name, err := t.files.path(ctx, digest)
		if err != nil {
			return false, "", err
		}
		if opened[i], err = os.Open(name); err != nil {
			return false, "", err
		}
		defer opened[i].Close()
	}
	comparison, err := t.p.Plan.Comparison.With(c.OutputArgs)
	if err != nil {
		return false, "", err
	}
	d, err := judge.Compare(opened[0], opened[1], comparison)
	if d != nil {
		return true, d.Reason, err
	}
	return false, "", err
}
