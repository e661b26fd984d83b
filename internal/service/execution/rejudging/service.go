package rejudging

import (
	"log/slog"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/execution/judgement"
	"github.com/codecraft-hq/codecraft/internal/service/execution/webhook"
)

// Deps is what the service works with; all must be there.
type Deps struct {
	DB         *db.DB
	Log        *slog.Logger
	Judgements *judgement.Service
	Webhooks   *webhook.Service
	Clock      func() time.Time
}

// Service has what was judged judged again.
type Service struct {
	db         *db.DB
	log        *slog.Logger
	judgements *judgement.Service
	webhooks   *webhook.Service
	clock      func() time.Time
}

// New begins nothing before Run.
func New(d Deps) *Service {
	return &Service{db: d.DB, log: d.Log, judgements: d.Judgements, webhooks: d.Webhooks, clock: d.Clock}
}

// now is as both databases keep it.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
