package collab_test

import (
	"context"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
)

func TestAVisitEndsWithItsRightsAndSaysWhy(t *testing.T) {
	hub, _, document := desk(t, nil)
	until, end := context.WithCancelCause(t.Context())
	tab := dial(t, hub, document, collab.Visitor{Actor: "kim", Until: until})
	tab.say(t, `{"type":"hello"}`)
	tab.hear(t, "init")
	end(errs.New(errs.Conflict, "attempt_closed", "this attempt is finished"))
	if m := tab.hear(t, "error"); !m.Fatal || m.Code != "attempt_closed" {
		t.Errorf("told %+v", m)
	}
	<-tab.done
	if errs.Of(tab.reason).Code != "attempt_closed" {
		t.Errorf("the connection ended with %v", tab.reason)
	}
	if errs.Of(tab.closed).Code != "attempt_closed" {
		t.Errorf("the connection was closed because of %v", tab.closed)
	}
}
