package collab

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Fanout carries news to the other replicas, which hand them to their Hub's Notify and Present. It may
// lose them: Config.Poll finds updates that nobody told, and presences are told again with each heartbeat.
// Its methods are called by whoever pushes and must not wait.
type Fanout interface {
	Appended(document ids.Document, version int)
	Present(document ids.Document, presence Presence)
}

// Hub keeps the rooms of this process.
type Hub struct {
	log    Log
	config Config
	fanout Fanout
	logger *slog.Logger

	mu     sync.Mutex
	rooms  map[ids.Document]*Room
	people map[string]*person
	closed bool
}

// NewHub makes a hub over the log; fanout is nil in a single process. Run must be running as long as it is used.
func NewHub(log Log, config Config, fanout Fanout, logger *slog.Logger) (*Hub, error) {
	if log == nil || logger == nil {
		return nil, errors.New("shared documents: a log and a logger are needed")
	}
	if err := config.Validate(); err != nil {
		return nil, err
	}
	return &Hub{log: log, config: config, fanout: fanout, logger: logger, rooms: map[ids.Document]*Room{}, people: map[string]*person{}}, nil
}

// Open gives the document's room, loading it when it is not in memory. Close it when done.
func (h *Hub) Open(ctx context.Context, document ids.Document) (*Room, error) {
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return nil, errClosing
	}
	room, known := h.rooms[document]
	if !known {
		room = newRoom(h, document)
		h.rooms[document] = room
		go h.load(context.WithoutCancel(ctx), room)
	}
	room.users++
	h.mu.Unlock()
	select {
	case <-room.loaded:
	case <-ctx.Done():
		h.release(room)
		return nil, ctx.Err()
	}
	if room.loadErr != nil {
		h.release(room)
		return nil, room.loadErr
	}
	return room, nil
}

// load runs apart from the one who asked first: others may wait for the same room.
func (h *Hub) load(ctx context.Context, room *Room) {
	ctx, cancel := context.WithTimeout(ctx, logTimeout)
	defer cancel()
	if room.loadErr = room.load(ctx); room.loadErr != nil {
		h.mu.Lock()
		delete(h.rooms, room.document)
		h.mu.Unlock()
	}
	close(room.loaded)
}

func (h *Hub) release(room *Room) {
	h.mu.Lock()
	defer h.mu.Unlock()
	room.users--
	room.idle = time.Now()
}

// Notify tells that some replica appended to the document, which has this version since. A room that is as far reads nothing.
func (h *Hub) Notify(ctx context.Context, document ids.Document, version int) error {
	room := h.find(document)
	if room == nil {
		return nil
	}
	if _, has := room.Text(); has >= version {
		return nil
	}
	return room.refresh(ctx)
}

// Present tells what another replica's Fanout was told.
func (h *Hub) Present(document ids.Document, presence Presence) {
	if room := h.find(document); room != nil {
		room.present(presence, nil)
	}
}

// find gives a room that is in memory and loaded.
func (h *Hub) find(document ids.Document) *Room {
	h.mu.Lock()
	room := h.rooms[document]
	h.mu.Unlock()
	if room == nil {
		return nil
	}
	<-room.loaded
	if room.loadErr != nil {
		return nil
	}
	return room
}

// Rooms counts the rooms in memory.
func (h *Hub) Rooms() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.rooms)
}

var errClosing = errs.New(errs.Unavailable, "closing", "the server is going down; connect again").After(time.Second)

// Run forgets idle rooms and reads on where Config.Poll asks for it. When ctx ends it sends everybody away.
func (h *Hub) Run(ctx context.Context) error {
	sweep := time.NewTicker(min(h.config.IdleAfter, h.config.Heartbeat))
	defer sweep.Stop()
	var poll <-chan time.Time
	if h.config.Poll > 0 {
		ticker := time.NewTicker(h.config.Poll)
		defer ticker.Stop()
		poll = ticker.C
	}
	for {
		select {
		case <-ctx.Done():
			h.close()
			return nil
		case <-sweep.C:
			h.sweep()
		case <-poll:
			h.poll(ctx)
		}
	}
}

func (h *Hub) sweep() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forgetPeople()
	for document, room := range h.rooms {
		if room.users == 0 && time.Since(room.idle) >= h.config.IdleAfter {
			delete(h.rooms, document)
			continue
		}
		room.forgetStale(time.Now().Add(-3 * h.config.Heartbeat))
	}
}

func (h *Hub) poll(ctx context.Context) {
	for _, room := range h.used() {
		if h.find(room.document) != room {
			continue // it is gone again, or could not be read
		}
		if err := room.refresh(ctx); err != nil {
			h.logger.WarnContext(ctx, "document poll failed", "document", room.document, "error", err)
		}
	}
}

func (h *Hub) close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	for _, room := range h.used() {
		room.dismiss(errClosing)
	}
}

func (h *Hub) used() []*Room {
	h.mu.Lock()
	defer h.mu.Unlock()
	var used []*Room
	for _, room := range h.rooms {
		if room.users > 0 {
			used = append(used, room)
		}
	}
	return used
}
