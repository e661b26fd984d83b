package auth

// What Run does at its own pace, for tests to do one at a time.
var (
	TurnKeys   = (*Service).turnKeys
	SendResets = (*Service).sendResets
	Purge      = (*Service).purge
)

// KeyLead is how long a key is published before it signs.
const KeyLead = keyLead

// FillHasher takes every place of the hasher until the answer is called.
func FillHasher(s *Service) (empty func()) {
	for range cap(s.hasher.queue) {
		s.hasher.queue <- struct{}{}
	}
	return func() {
		for range cap(s.hasher.queue) {
			<-s.hasher.queue
		}
	}
}
