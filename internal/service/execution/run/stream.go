package run

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// place is where a client is in a run's stream: the number of the last of its events that it has, and of an output how many of
// its chunks; 0 are all. It is the id of what is sent, so that a client which comes back to any replica goes on there.
type place struct {
	number, chunks int
}

// parsePlace reads an id; anything else begins anew.
func parsePlace(id string) place {
	var p place
	if n, _ := fmt.Sscanf(id, "%d.%d", &p.number, &p.chunks); n == 0 || p.chunks < 0 {
		return place{}
	}
	return p
}

func (p place) String() string {
	id := strconv.Itoa(p.number)
	if p.chunks > 0 {
		id += "." + strconv.Itoa(p.chunks)
	}
	return id
}

// streamRun sends a run's events.
func (s *Service) streamRun(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	id := ids.Run(r.PathValue("id"))
	v, err := s.ReadRun(ctx, id)
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	ctx, stop := s.whileSeen(ctx, v)
	defer stop(nil)
	out, err := httpx.Events(w, r)
	if err != nil {
		return // the client has gone
	}
	defer out.Close()
	seen := parsePlace(out.LastEventID)
	err = s.Follow(ctx, id, func(e wire.Event) error {
		from := 0
		switch {
		case e.Number < seen.number, e.Number == seen.number && seen.chunks == 0:
			return nil
		case e.Number == seen.number:
			from = seen.chunks
		}
		return show(e, out, from)
	})
	if err != nil && ctx.Err() == nil {
		s.log.Warn("execution: a stream of a run broke off", "run", id, "error", err)
	}
}

// show sends what of an event a client sees; of an output the chunks behind the first from.
func show(e wire.Event, out *httpx.EventStream, from int) error {
	at := place{number: e.Number}
	switch e.Kind {
	case wire.KindStatus:
		return out.Send(at.String(), e.Kind, map[string]string{"status": e.Status})
	case wire.KindEnd:
		return out.Send(at.String(), e.Kind, OutcomeOf(*e.Result))
	}
	for i := min(from, len(e.Chunks)); i < len(e.Chunks); i++ {
		if at.chunks = i + 1; at.chunks == len(e.Chunks) {
			at.chunks = 0
		}
		if err := out.Send(at.String(), e.Chunks[i].Stream, RunOutput(e.Chunks[i])); err != nil {
			return err
		}
	}
	return nil
}
