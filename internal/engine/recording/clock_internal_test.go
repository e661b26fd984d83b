package recording

import (
	"testing"
	"time"
)

// TestTheClockHolds sends sound, a packet each 20 ms, by ways and clocks that are not as they should be.
func TestTheClockHolds(t *testing.T) {
	const tick = 20 * time.Millisecond
	for name, c := range map[string]struct {
		stamp   func(at time.Duration) time.Duration // what the sender's RTP time says
		late    func(at time.Duration) time.Duration // how late it arrives
		from    time.Duration                        // from when on it is to be right,
		within  time.Duration
		of      time.Duration // of sound
		silence [2]time.Duration
	}{
		"as it should be": {within: time.Millisecond, of: time.Minute},
		"the first is late": {
			late: func(at time.Duration) time.Duration { return max(0, 40*time.Millisecond-at) }, from: 20 * time.Second, within: 5 * time.Millisecond, of: time.Minute,
		},
		"some are late": {
			late: func(at time.Duration) time.Duration { return (at / tick % 7) * 10 * time.Millisecond }, within: 5 * time.Millisecond, of: time.Minute,
		},
		"a sender's second is longer": {
			stamp: func(at time.Duration) time.Duration { return at + at/5000 }, within: 10 * time.Millisecond, of: 10 * time.Minute,
		},
		"held up for two seconds, then all at once": {
			late: func(at time.Duration) time.Duration {
				if at > 10*time.Second && at < 12*time.Second {
					return 12*time.Second - at
				}
				return 0
			},
			within: 10 * time.Millisecond, of: 20 * time.Second,
		},
		"muted, and its time goes on": {silence: [2]time.Duration{10 * time.Second, 30 * time.Second}, within: time.Millisecond, of: time.Minute},
		"muted, and its time stands still": {
			stamp: func(at time.Duration) time.Duration {
				if at >= 30*time.Second {
					return at - 20*time.Second
				}
				return at
			},
			silence: [2]time.Duration{10 * time.Second, 30 * time.Second}, from: 30*time.Second + 2*settle, within: time.Millisecond, of: time.Minute,
		},
		"it counts anew": {
			stamp: func(at time.Duration) time.Duration {
				if at >= 30*time.Second {
					return at - 25*time.Second
				}
				return at
			},
			from: 30*time.Second + 2*settle, within: time.Millisecond, of: time.Minute,
		},
	} {
		t.Run(name, func(t *testing.T) {
			zero := time.Now()
			k := clock{rate: opusRate, zero: zero}
			for at := time.Duration(0); at < c.of; at += tick {
				if at >= c.silence[0] && at < c.silence[1] {
					continue
				}
				stamp, late := at, time.Duration(0)
				if c.stamp != nil {
					stamp = c.stamp(at)
				}
				if c.late != nil {
					late = c.late(at)
				}
				got := k.at(uint32(1<<32-48_000*5)+uint32(stamp*opusRate/time.Second), zero.Add(at+late))
				if d := got - at; at >= c.from && (d > c.within || d < -c.within) {
					t.Fatalf("at %s it says %s", at, got)
				}
			}
		})
	}
}
