package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/lifecycle"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// plantedIn fills every secret of a struct, and answers them.
func plantedIn(v reflect.Value, all []string) []string {
	switch {
	case v.Type() == reflect.TypeFor[config.Secret]():
		secret := fmt.Sprintf("planted-secret-%d", len(all))
		v.SetString(secret)
		return append(all, secret)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				all = plantedIn(v.Field(i), all)
			}
		}
	}
	return all
}

// runBy is an installation of one organization.
type runBy struct {
	module.AuthNeighbour
	of ids.Organization
}

func (o runBy) Operator(context.Context) (contract.Operator, error) {
	return contract.Operator{Organization: o.of}, nil
}

// TestOperationsOfAProcess: what it answers has the units with their reasons, the worker and the settings, and no secret of its
// settings, wherever one was written.
func TestOperationsOfAProcess(t *testing.T) {
	s := opened(t, telemetry.Registry(), func(c *Config) { c.Services = []string{"web", "worker"} })
	secrets := plantedIn(reflect.ValueOf(&s.config).Elem(), nil)
	if len(secrets) < 6 {
		t.Fatalf("planted %d secrets: the walk is broken", len(secrets))
	}
	s.hide = operations.Hiding(s.config)
	s.recent = telemetry.NewRecent(s.hide)
	s.settings = []operations.Setting{{Name: "smtp-password", Value: "set", From: "variable"}}
	log := s.recent.Watch(slog.New(slog.DiscardHandler))
	for _, secret := range secrets {
		log.Error("it says "+secret, "error", errors.New("dial nats://me:"+secret+"@queue"), "token", secret)
	}
	log.Warn("a token", "token", "planted-token", "email", "planted@mail.example.org")

	org := ids.New[ids.Organization]()
	s.auth = runBy{of: org}
	parts := s.withOperations([]builtPart{{"worker", &module.Part{Worker: func() *operations.Worker {
		return &operations.Worker{Level: "contained", Off: []string{"uid: no"}, Languages: []operations.Language{{ID: "c", Name: "C", Version: "13", Installed: true}}}
	}}}})
	group := lifecycle.New(harness.Log(t), 0)
	group.Add(lifecycle.Unit{Name: "worker", Run: untilDone, Ready: onceNoted(secrets[0])})
	unit := s.teller(group, parts)
	ctx, stop := context.WithCancel(t.Context())
	told := make(chan error, 1)
	go func() { told <- group.Run(ctx, func() { <-ctx.Done() }) }()
	go func() { _ = unit.Run(ctx) }()
	var body string
	harness.Eventually(t, harness.Patience, func() error {
		body = operationsOf(t, parts, org)
		if !strings.Contains(body, `"reason":"the sandbox says`) { // before that it tells of a worker that begins
			return fmt.Errorf("answered %s", body)
		}
		return nil
	})
	stop()
	if err := <-told; err != nil && !strings.Contains(err.Error(), "worker") {
		t.Error(err)
	}
	if strings.Contains(body, "planted") {
		t.Errorf("what was planted is answered: %s", body)
	}
	for _, part := range []string{
		`"reason":"the sandbox says (hidden)"`, `"level":"contained"`, `"off":["uid: no"]`, `"versions":["13"]`, `"name":"smtp-password","value":"set","from":"variable"`,
		`"message":"it says (hidden)"`, `"error":"dial nats://(hidden)@queue"`, `"message":"a token"`, `"services":["worker","web"]`, `"name":"queue","ready":true`,
	} {
		if !strings.Contains(body, part) {
			t.Errorf("the answer lacks %s: %s", part, body)
		}
	}
}

// TestWhatAProcessGoesOnWithoutIsTold, with why it does not answer; the process is ready all the same.
func TestWhatAProcessGoesOnWithoutIsTold(t *testing.T) {
	s := opened(t, telemetry.Registry(), func(*Config) {})
	s.hide = operations.Hiding(s.config)
	away := func(context.Context) error { return errors.New("it does not answer") }
	parts := []builtPart{{"interviews", &module.Part{Watched: map[string]func(context.Context) error{operations.VideoUnit: away}}}}
	group := lifecycle.New(harness.Log(t), 0)
	if units := s.units(t.Context(), group, parts); !slices.Contains(units, operations.Unit{Name: operations.VideoUnit, Reason: "it does not answer"}) {
		t.Errorf("it tells of %+v", units)
	}
	if err := group.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func untilDone(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

// onceNoted is ready at first, and fails with a secret in its reason from then on.
func onceNoted(secret string) func(context.Context) error {
	asked := false
	return func(context.Context) error {
		if !asked {
			asked = true
			return nil
		}
		return errors.New("the sandbox says " + secret)
	}
}

// operationsOf is what an owner of an organization is answered.
func operationsOf(t *testing.T, parts []builtPart, of ids.Organization) string {
	t.Helper()
	mux := http.NewServeMux()
	for _, p := range parts {
		if p.Register != nil {
			p.Register(newAPI(mux), mux)
		}
	}
	answer := httptest.NewRecorder()
	ctx := identity.With(t.Context(), identity.Principal{Organization: of, Role: identity.Owner})
	mux.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, "/v1/operations", nil))
	var compact struct{ Data json.RawMessage }
	if err := json.Unmarshal(answer.Body.Bytes(), &compact); err != nil || answer.Code != http.StatusOK {
		t.Fatalf("%d %v: %s", answer.Code, err, answer.Body)
	}
	return string(compact.Data)
}
