package documents

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
)

// Deps is what rooms need; Edited, Origins and Metrics alone may be left out.
type Deps struct {
	Log     collab.Log // a Store, or what stands before one
	Bus     *bus.Bus
	Service string // its replicas tell one another on <Service>.edited.<document> and <Service>.present.<document>
	Config  collab.Config
	Logger  *slog.Logger
	Origins httpx.Origins // of pages that may open a socket
	Metrics prometheus.Registerer
	// Edited is called after each edit, on the replica that took it.
	Edited func(ctx context.Context, document ids.Document)
}

// Rooms are the documents that are open in this process.
type Rooms struct {
	hub     *collab.Hub
	bus     *bus.Bus
	config  collab.Config
	logger  *slog.Logger
	origins httpx.Origins
	edited  func(context.Context, ids.Document)
	news    fanout
}

// NewRooms refuses missing dependencies and settings that cannot work.
func NewRooms(deps Deps) (*Rooms, error) {
	err := run.Required("documents", map[string]bool{"Log": deps.Log == nil, "Bus": deps.Bus == nil, "Service": deps.Service == "", "Logger": deps.Logger == nil})
	if err != nil {
		return nil, err
	}
	news := fanout{deps.Bus, rand.Text(), deps.Service + ".edited.", deps.Service + ".present.", newEdits(deps.Service)}
	hub, err := collab.NewHub(deps.Log, deps.Config, news, deps.Logger)
	if err == nil {
		err = telemetry.Register(deps.Metrics, news.edits, openRooms(deps.Service, hub))
	}
	return &Rooms{hub: hub, bus: deps.Bus, config: deps.Config, logger: deps.Logger, origins: deps.Origins, edited: deps.Edited, news: news}, err
}

// Run keeps the rooms until ctx ends, and then sends everybody away.
func (r *Rooms) Run(ctx context.Context) error { return r.hub.Run(ctx) }

// Open gives a document's room, for whoever edits without a socket. Close it when done.
func (r *Rooms) Open(ctx context.Context, document ids.Document) (*collab.Room, error) {
	return r.hub.Open(ctx, document)
}

// Listen hears what other replicas tell.
func (r *Rooms) Listen(ears *run.Ears) {
	ears.Add(r.bus.Subscribe(r.news.edited+"*", r.onEdited))
	ears.Add(r.bus.Subscribe(r.news.present+"*", r.onPresent))
}

func (r *Rooms) onEdited(ctx context.Context, m bus.Message) {
	var e edited
	if m.Decode(&e) != nil {
		return
	}
	id := ids.Document(strings.TrimPrefix(m.Subject, r.news.edited))
	if err := r.hub.Notify(ctx, id, e.Version); err != nil {
		r.logger.Warn("hear of an edit elsewhere", "document", id, "error", err)
	}
	if e.Replica == r.news.replica && r.edited != nil {
		r.edited(ctx, id)
	}
}

func (r *Rooms) onPresent(_ context.Context, m bus.Message) {
	var presence collab.Presence
	if json.Unmarshal(m.Data, &presence) == nil {
		r.hub.Present(ids.Document(strings.TrimPrefix(m.Subject, r.news.present)), presence)
	}
}

// fanout carries news of documents to the other replicas.
type fanout struct {
	bus             *bus.Bus
	replica         string // tells this one from the others
	edited, present string // the beginnings of subjects
	edits           prometheus.Counter
}

type edited struct {
	Version int    `json:"version"`
	Replica string `json:"replica"`
}

// Appended implements collab.Fanout.
func (f fanout) Appended(id ids.Document, version int) {
	f.edits.Inc()
	_ = f.bus.Publish(context.Background(), f.edited+string(id), edited{version, f.replica}) // lost ones are polled
}

// Present implements collab.Fanout.
func (f fanout) Present(id ids.Document, presence collab.Presence) {
	_ = f.bus.Publish(context.Background(), f.present+string(id), presence) // told again with the next heartbeat
}
