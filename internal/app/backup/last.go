package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// lastFile is the file of the data folder that says when the last backup was made.
const lastFile = "last-backup"

// noteMade keeps when a backup was made. The backup is there whether or not this can be written.
func (i Installation) noteMade(at time.Time) {
	if err := os.WriteFile(i.Storage.Folder(lastFile), []byte(at.Format(time.RFC3339)+"\n"), 0o600); err != nil {
		i.Tell("the backup is made, but when it was is told to nobody: %v", err)
	}
}

// LastMade is the metric of when the last backup of an installation was made.
func LastMade(c open.StorageConfig) prometheus.Collector {
	return telemetry.Asked(
		func(context.Context) ([]float64, error) {
			text, err := os.ReadFile(c.Folder(lastFile))
			if errors.Is(err, fs.ErrNotExist) {
				return nil, nil
			}
			if err != nil {
				return nil, fmt.Errorf("ask for the last backup: %w", err)
			}
			at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(text)))
			if err != nil {
				return nil, fmt.Errorf("ask for the last backup: %s: %w", c.Folder(lastFile), err)
			}
			return []float64{float64(at.Unix())}, nil
		},
		prometheus.NewDesc("codecraft_backup_timestamp_seconds",
			"When the last backup of this data folder was made, in seconds since 1970; nothing before the first.", nil, nil),
	)
}
