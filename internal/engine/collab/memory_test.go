package collab_test

import (
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
)

func TestMemoryLog(t *testing.T) {
	collabtest.RunLog(t, func(*testing.T) collabtest.Logs {
		log := collabtest.NewMemoryLog()
		return collabtest.Logs{
			Create: func(_ *testing.T, text string, at time.Time) ids.Document {
				document := ids.New[ids.Document]()
				log.Create(document, text, at)
				return document
			},
			Open: func(*testing.T) collab.Log { return log },
		}
	})
}
