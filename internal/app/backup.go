package app

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/app/backup"
	"github.com/codecraft-hq/codecraft/internal/app/open"
)

// Backup writes an archive of the installation, which may run meanwhile. tell is told how far it is.
func Backup(ctx context.Context, c open.StorageConfig, file string, tell func(string, ...any)) (backup.Report, error) {
	i, err := installation(c, tell)
	if err != nil {
		return backup.Report{}, err
	}
	return backup.Make(ctx, i, file)
}

// Restore makes an installation of an archive, in an empty place.
func Restore(ctx context.Context, c open.StorageConfig, file string, tell func(string, ...any)) (backup.Report, error) {
	i, err := installation(c, tell)
	if err != nil {
		return backup.Report{}, err
	}
	return backup.Restore(ctx, i, file)
}

// installation has every service that owns tables, those that ask before those that are asked.
func installation(c open.StorageConfig, tell func(string, ...any)) (backup.Installation, error) {
	var refused []error
	c.Check(func(format string, args ...any) { refused = append(refused, fmt.Errorf(format, args...)) })
	i := backup.Installation{Storage: c, Version: version, Tell: tell}
	ordered, err := newWiring(modules(), nil, nil).order()
	for _, m := range slices.Backward(ordered) {
		if m.migrations != nil {
			i.Services = append(i.Services, m.tables())
		}
	}
	return i, errors.Join(append(refused, err)...)
}
