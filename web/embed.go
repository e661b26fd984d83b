// Package web holds the built web app, so that the one binary carries it.
package web

import (
	"embed"
	"io/fs"
)

// dist is what `npm run build` wrote; a checkout without a build has only .keep in it.
//
//go:embed all:dist
var dist embed.FS

// FS is the built app with index.html at its root; false when the binary was built without it.
func FS() (fs.FS, bool) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, false
	}
	_, err = fs.Stat(built, "index.html")
	return built, err == nil
}
