package native

import "github.com/codecraft-hq/codecraft/internal/engine/sandbox"

// Protections implements sandbox.Backend.
func (b *Backend) Protections() []sandbox.Protection {
	return nil
}
