package collab

// windowUnits bounds the text a window holds, whatever the number of its updates.
const windowUnits = 4 << 20

// window is the newest part of a log: the updates after version from.
type window struct {
	from    int
	updates []Update
	units   int
}

func (w *window) add(updates []Update, limit int) {
	w.updates = append(w.updates, updates...)
	for _, u := range updates {
		w.units += cost(u)
	}
	drop := 0
	for len(w.updates)-drop > limit || drop < len(w.updates) && w.units > windowUnits {
		w.units -= cost(w.updates[drop])
		drop++
	}
	if drop > 0 {
		w.from = w.updates[drop-1].Version
		w.updates = w.updates[drop:]
	}
}

// since answers at most limit updates after the version, and false when they are not held any more.
func (w *window) since(version, limit int) ([]Update, bool) {
	if version < w.from {
		return nil, false
	}
	updates := w.updates[min(version-w.from, len(w.updates)):]
	n := min(limit, len(updates))
	return updates[:n:n], true
}

func cost(u Update) int { return u.Changes.Inserted() + len(u.Data) + 8*u.Changes.Sections() }
