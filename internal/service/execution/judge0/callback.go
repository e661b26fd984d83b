package judge0

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// checkCallback wants an address that can be called; whether it may be is asked again when it is.
func (s *Service) checkCallback(q request, f faults) {
	if q.CallbackURL == "" {
		return
	}
	if s.callbacks == nil {
		f.add("callback_url", "setting callback is not allowed")
		return
	}
	u, err := url.Parse(q.CallbackURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		f.add("callback_url", "is no http or https address")
	}
}

// callBack sends what is due until ctx ends. A callback is tried a bounded number of times, each later than the last. Many
// are on their way at once, and few of them to one host, so that one which does not answer leaves room for the others.
func (s *Service) callBack(ctx context.Context) error {
	if s.callbacks == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	var sending sync.WaitGroup
	defer sending.Wait()
	under := calls{hosts: map[string]*host{}, room: make(chan struct{}, callsAtOnce)}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case under.room <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		x, err := s.due(ctx, now().Add(2*CallbackTimeout))
		if err == nil && x != nil {
			name, later, ok := under.begin(x.Request.V.CallbackURL)
			if !ok {
				err = s.putOff(ctx, x.Token, now().Add(later))
				<-under.room
			} else {
				sending.Go(func() {
					under.end(name, s.deliver(ctx, x))
					<-under.room
				})
			}
			if err == nil {
				continue
			}
		} else {
			<-under.room
		}
		if err != nil && ctx.Err() == nil {
			s.log.Error("judge0: the callbacks were not read", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

const (
	callsAtOnce = 64
	callsAHost  = 4
)

// calls are those under way.
type calls struct {
	room chan struct{}

	mu    sync.Mutex
	hosts map[string]*host // without those that are idle
}

// host is one that is called. Those that find no room are put off the later the more they are, until it has answered.
type host struct{ busy, putOff int }

// begin takes a place at an address's host, or says after what time to try again.
func (c *calls) begin(address string) (name string, later time.Duration, ok bool) {
	if u, err := url.Parse(address); err == nil {
		name = u.Host
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h == nil {
		h = &host{}
		c.hosts[name] = h
	}
	if h.busy >= callsAHost {
		h.putOff++
		return name, min(lookEvery+time.Duration(h.putOff)*20*time.Millisecond, time.Minute), false
	}
	h.busy++
	return name, 0, true
}

func (c *calls) end(name string, taken bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if taken {
		h.putOff = 0
	}
	if h.busy--; h.busy == 0 {
		delete(c.hosts, name)
	}
}

// deliver sends one and notes what became of it.
func (s *Service) deliver(ctx context.Context, x *submission) (taken bool) {
	err := s.put(ctx, x)
	var next *time.Time
	if err != nil && x.CallbackTries < callbackTries {
		at := now().Add(time.Second << (2 * (x.CallbackTries - 1))) // 1, 4, 16, 64 seconds
		next = &at
	}
	if err != nil && ctx.Err() == nil {
		s.log.Warn("judge0: a callback failed", "token", x.Token, "tries", x.CallbackTries, "last", next == nil, "error", err)
	}
	if ctx.Err() != nil {
		return false // it is due again
	}
	if err := s.callbackAt(ctx, x.Token, next); err != nil {
		s.log.Error("judge0: a callback was not noted", "token", x.Token, "error", err)
	}
	return err == nil
}

// put sends the usual fields, texts in Base64.
func (s *Service) put(ctx context.Context, x *submission) error {
	ctx, cancel := context.WithTimeout(ctx, CallbackTimeout)
	defer cancel()
	shown, _ := view{fields: defaultFields, base64: true}.show(x)
	body, err := json.Marshal(shown)
	if err != nil {
		return err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPut, x.Request.V.CallbackURL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/json")
	a, err := s.callbacks.Do(q)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(a.Body, 64<<10)) // so that the connection is used again
	if a.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("the address answered %d", a.StatusCode)
	}
	return nil
}
