package recording

import "time"

const (
	// jump is how far RTP time and arrival may part before the sender is taken to have begun to count anew,
	jump = time.Second
	// settle how long they must have: what was held up on its way comes in a burst, and is over sooner.
	settle = 250 * time.Millisecond
	// slew is how much of a difference is made up for with each second: less than can be heard or seen.
	slew = 5 * time.Millisecond
)

// clock finds the moment of a packet's capture on the recording's clock, which is the server's. RTP time says how far packets lie apart;
// their arrival says when: delays on the way only ever make a packet late, so the earliest of each second tells best, and the clock is
// moved towards it in small steps. No other clock is asked, as a sender's may be wrong by hours.
type clock struct {
	rate int64     // of RTP time, ticks a second
	zero time.Time // of the recording

	begun    bool
	last     uint32        // RTP time of the last packet,
	ticks    int64         // and how many have passed since the first
	offset   time.Duration // of the first packet on the recording's clock
	earliest time.Duration // offset by the earliest packet of this second
	second   time.Duration // when this one began
	late     time.Duration // since when packets are late beyond jump; 0: they are not
}

// at is when the packet of an RTP time that arrived so was captured, since the recording's zero.
func (c *clock) at(stamp uint32, arrived time.Time) time.Duration {
	since := arrived.Sub(c.zero)
	if !c.begun {
		c.begun, c.last = true, stamp
		c.reset(since, since)
	}
	c.ticks += int64(int32(stamp - c.last)) // the difference of two, around the end of the number too
	c.last = stamp
	media := time.Duration(c.ticks) * time.Second / time.Duration(c.rate)
	seen := since - media
	if c.parted(seen-c.offset, since) {
		c.reset(seen, since)
	}
	c.earliest = min(c.earliest, seen)
	if since-c.second >= time.Second {
		c.offset += min(max(c.earliest-c.offset, -slew), slew)
		c.earliest, c.second = seen, since
	}
	return c.offset + media
}

// parted reports whether the sender counts anew. Nothing arrives before it was sent; late is only what stays so.
func (c *clock) parted(difference, now time.Duration) bool {
	switch {
	case difference < -jump:
		return true
	case difference <= jump:
		c.late = 0
	case c.late == 0:
		c.late = now
	}
	return c.late != 0 && now-c.late >= settle
}

func (c *clock) reset(offset, now time.Duration) {
	c.offset, c.earliest, c.second, c.late = offset, offset, now, 0
}
