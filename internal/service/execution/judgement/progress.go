package judgement

import (
	"sync"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// maxProgress bounds what is remembered: far more than workers judge at once.
const maxProgress = 10_000

// progress is what this replica has last heard of the judgings under way.
type progress struct {
	mu  sync.Mutex
	all map[ids.Judgement]JudgementProgress
}

func (p *progress) note(n contract.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all == nil || len(p.all) >= maxProgress {
		p.all = map[ids.Judgement]JudgementProgress{}
	}
	if n.Total > 0 && n.Done >= n.Total {
		delete(p.all, n.Judgement) // its result follows
		return
	}
	p.all[n.Judgement] = JudgementProgress{Group: n.Group, Done: n.Done, Total: n.Total}
}

// of is nil when nothing was heard.
func (p *progress) of(id ids.Judgement) *JudgementProgress {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, ok := p.all[id]
	if !ok {
		return nil
	}
	return &found
}
