package mail_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// away is a mail server that takes a mail at the second try.
type away struct{ tries int }

func (a *away) Send(context.Context, mail.Message) error {
	if a.tries++; a.tries == 1 {
		return errors.New("the mail server does not answer")
	}
	return nil
}

func TestMailsThatWaitAndThatWereSent(t *testing.T) {
	b := harness.Bus(t)
	check(t, b.EnsureStream(t.Context(), mail.Stream))
	registry := prometheus.NewRegistry()
	sender, err := mail.Measured(&away{}, b, registry)
	check(t, err)
	expect := func(want map[string]float64) {
		t.Helper()
		harness.Eventually(t, time.Minute, func() error {
			for series, value := range want {
				if got := harness.Figure(t, registry, series); got != value {
					return fmt.Errorf("%s is %v, want %v", series, got, value)
				}
			}
			return nil
		})
	}
	expect(map[string]float64{"codecraft_mails_waiting": 0, "codecraft_mails_oldest_seconds": 0, "codecraft_mails_total{result=failed}": 0})
	check(t, b.PublishDurable(t.Context(), mail.SubjectSend, "1", letter))
	expect(map[string]float64{"codecraft_mails_waiting": 1})
	if age := harness.Figure(t, registry, "codecraft_mails_oldest_seconds"); age <= 0 || age > 3600 {
		t.Errorf("the mail has waited %v s", age)
	}
	ctx, stop := context.WithCancel(t.Context())
	var delivery sync.WaitGroup
	defer delivery.Wait()
	defer stop()
	delivery.Go(func() { _ = mail.Deliver(ctx, b, sender) })
	expect(map[string]float64{"codecraft_mails_waiting": 0, "codecraft_mails_total{result=failed}": 1, "codecraft_mails_total{result=sent}": 1})
}
