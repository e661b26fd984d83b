package password

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
)

// Failed sign-ins are slowed down per account and network: the first three are free, then the wait
// doubles from one second to a quarter of an hour. A quarter of an hour without a failure forgets all.
// An account cannot be locked from elsewhere, since only the network that fails waits; guessing one
// password on many accounts meets the per-network count, which is wider.
//
// An attempt is counted before the password is looked at, in one statement, so that a thousand guesses
// sent at once are not all let in; a success takes the count back. Accounts that do not exist are
// counted alike.
const (
	accountFree    = 3
	networkFree    = 30
	longestWait    = 15 * time.Minute
	forgottenAfter = 15 * time.Minute
)

// longestShift keeps 1 s << n from growing past longestWait: 2^10 s is more than that already.
const longestShift = 10

// throttled counts an attempt, or refuses it with the time to wait.
func (s *Service) throttled(ctx context.Context, key string, free int) error {
	now := s.now().UnixMilli()
	counted, err := db.Exec(ctx, s.db, `INSERT INTO login_failures (key, failures, failed_ms, blocked_ms) VALUES ($1, 1, $2, $2)
		ON CONFLICT (key) DO UPDATE SET
			failures = CASE WHEN login_failures.failed_ms < $3 THEN 1 ELSE login_failures.failures + 1 END,
			failed_ms = $2,
			blocked_ms = CASE
				WHEN login_failures.failed_ms < $3 OR login_failures.failures < $4 THEN $2
				WHEN login_failures.failures >= $4 + $5 THEN $2 + $6
				ELSE $2 + (1000 << CAST(login_failures.failures - $4 AS INTEGER)) END
		WHERE login_failures.blocked_ms <= $2`,
		key, now, now-forgottenAfter.Milliseconds(), int64(free-1), int64(longestShift), longestWait.Milliseconds())
	if err != nil || counted > 0 {
		return err
	}
	until, err := db.One[int64](ctx, s.db, `SELECT blocked_ms FROM login_failures WHERE key = $1`, key)
	if errors.Is(err, db.ErrNoRows) {
		return nil // another request of the same person succeeded at this moment
	}
	if err != nil {
		return err
	}
	wait := max(time.Duration(until-now)*time.Millisecond, time.Second)
	return errs.New(errs.TooMany, "sign_in_throttled", "too many attempts failed: wait %v and try again", wait.Round(time.Second)).After(wait)
}

// throttleKeys names the counters of an attempt; hashed, because they hold addresses.
func throttleKeys(email string, device session.Device) (account, network string) {
	net := device.Network()
	return secret.Hash("account\x00" + email + "\x00" + net), secret.Hash("network\x00" + net)
}

func (s *Service) countAttempt(ctx context.Context, email string, device session.Device) error {
	account, network := throttleKeys(email, device)
	if err := s.throttled(ctx, account, accountFree); err != nil {
		return err
	}
	return s.throttled(ctx, network, networkFree)
}

// forgiveAttempt takes back what a successful attempt was counted as. The network keeps its earlier failures.
func (s *Service) forgiveAttempt(ctx context.Context, email string, device session.Device) error {
	account, network := throttleKeys(email, device)
	_, err := db.Exec(ctx, s.db, `DELETE FROM login_failures WHERE key = $1`, account)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, s.db, `UPDATE login_failures SET failures = failures - 1, blocked_ms = failed_ms WHERE key = $1 AND failures > 0`, network)
	return err
}
