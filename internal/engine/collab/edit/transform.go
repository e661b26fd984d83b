package edit

const (
	kept  = -1 // cursor.insert of a kept section
	ended = -2 // cursor.insert after the last section
)

// cursor walks over the sections of a change set, in parts where the other side asks for parts.
type cursor struct {
	sections []section
	next     int // index of the section after this one
	length   int // what is left of the section's old units
	insert   int // what is left of the section's new units, or kept, or ended
	offset   int // units of the section passed already
}

func newCursor(c ChangeSet) cursor {
	walk := cursor{sections: c.sections}
	walk.advance()
	return walk
}

func (c *cursor) advance() {
	c.offset, c.length, c.insert = 0, 0, ended
	if c.next < len(c.sections) {
		s := c.sections[c.next]
		c.length, c.insert = s.length, len(s.text)
		if s.kept {
			c.insert = kept
		}
		c.next++
	}
}

func (c *cursor) ended() bool { return c.insert == ended }

func (c *cursor) text() []uint16 { return c.sections[c.next-1].text }

// fresh is the section's text at its first part and nothing later: a replaced range split in parts brings its text once.
func (c *cursor) fresh() []uint16 {
	if c.offset > 0 || c.insert < 0 {
		return nil
	}
	return c.text()
}

// forward passes n old units.
func (c *cursor) forward(n int) {
	if n == c.length {
		c.advance()
		return
	}
	c.length -= n
	c.offset += n
}

// forwardNew passes n new units.
func (c *cursor) forwardNew(n int) {
	switch {
	case c.insert == kept:
		c.forward(n)
	case n == c.insert:
		c.advance()
	default:
		c.insert -= n
		c.offset += n
	}
}

// newLength is what is left of the section in the new document.
func (c *cursor) newLength() int {
	if c.insert == kept {
		return c.length
	}
	return c.insert
}

// Map moves c so that it applies after over; both were made for the same document. Where both insert at
// one place, c's text comes first when before is set. For any a and b, applying a and then
// b.Map(a, true) gives the same document as applying b and then a.Map(b, false).
//
// Mapping over two change sets one after the other is not always the same as mapping over their
// composition (text may come to stand on the other side of a replaced range), so whoever maps pending edits,
// server or browser, does it update by update.
func (c ChangeSet) Map(over ChangeSet, before bool) (ChangeSet, error) {
	m := mapping{a: newCursor(c), b: newCursor(over), before: before, inserted: -1}
	if err := m.run(); err != nil {
		return ChangeSet{}, err
	}
	return m.out, nil
}

// mapping is a Map in progress. inserted is a.next of the last section whose text is written already.
type mapping struct {
	a, b     cursor
	out      ChangeSet
	before   bool
	inserted int
}

func (m *mapping) run() error {
	a, b := &m.a, &m.b
	for {
		switch {
		case a.ended() && b.length > 0 || b.ended() && a.length > 0:
			return ErrLengths
		case a.insert == kept && b.insert == kept:
			n := min(a.length, b.length)
			m.out.keep(n)
			a.forward(n)
			b.forward(n)
		case b.insert >= 0 && m.otherFirst():
			if err := m.passOther(); err != nil {
				return err
			}
		case a.insert >= 0:
			m.passOwn()
		case a.ended() && b.ended():
			return nil
		default:
			return ErrLengths
		}
	}
}

// otherFirst reports whether b's replacement comes before a's section.
func (m *mapping) otherFirst() bool {
	a, b := &m.a, &m.b
	return a.insert < 0 || m.inserted == a.next ||
		a.offset == 0 && (b.length < a.length || b.length == a.length && !m.before)
}

// passOther keeps what b inserted and drops from a what b deleted.
func (m *mapping) passOther() error {
	a, b := &m.a, &m.b
	m.out.keep(b.insert)
	for n := b.length; n > 0; {
		part := min(a.length, n)
		if a.insert >= 0 && m.inserted < a.next && a.length <= part {
			m.out.replace(0, a.text(), false)
			m.inserted = a.next
		}
		if a.ended() {
			return ErrLengths
		}
		a.forward(part)
		n -= part
	}
	b.advance()
	return nil
}

// passOwn deletes what b left of a's range and inserts a's text, once.
func (m *mapping) passOwn() {
	a, b := &m.a, &m.b
	length, left := 0, a.length
	for left > 0 && (b.insert == kept || b.insert == 0 && b.length < left) {
		if b.insert == kept {
			n := min(left, b.length)
			length += n
			left -= n
			b.forward(n)
		} else {
			left -= b.length
			b.advance()
		}
	}
	var text []uint16
	if m.inserted < a.next {
		text = a.text()
	}
	m.out.replace(length, text, false)
	m.inserted = a.next
	a.forward(a.length - left)
}

// Compose joins c and then, which was made for the document that c makes, into one change set.
func (c ChangeSet) Compose(then ChangeSet) (ChangeSet, error) {
	a, b := newCursor(c), newCursor(then)
	var out ChangeSet
	open := false // the last section of out goes on
	for {
		switch {
		case a.ended() && b.ended():
			return out, nil
		case a.insert == 0:
			out.replace(a.length, nil, open)
			a.advance()
		case b.length == 0 && !b.ended():
			out.replace(0, b.text(), open)
			b.advance()
		case a.ended() || b.ended():
			return ChangeSet{}, ErrLengths
		default:
			n, sections := min(a.newLength(), b.length), len(out.sections)
			composePart(&out, &a, &b, n, open)
			open = (a.insert > n || b.insert >= 0 && b.length > n) && (open || len(out.sections) > sections)
			a.forwardNew(n)
			b.forward(n)
		}
	}
}

// composePart writes n units of the document between the two change sets.
func composePart(out *ChangeSet, a, b *cursor, n int, open bool) {
	deleted := a.length
	if a.offset > 0 {
		deleted = 0
	}
	switch {
	case a.insert == kept && b.insert == kept:
		out.keep(n)
	case a.insert == kept:
		out.replace(n, b.fresh(), open)
	case b.insert == kept:
		out.replace(deleted, a.text()[a.offset:a.offset+n:a.offset+n], open)
	default:
		out.replace(deleted, b.fresh(), open)
	}
}
