package password

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
