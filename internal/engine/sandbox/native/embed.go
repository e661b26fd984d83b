package native

import (
	"embed"
	"errors"
)

//go:generate env CGO_ENABLED=0 go build -trimpath "-ldflags=-s -w" -o embedded/slot ./slot

//go:embed all:embedded
var embedded embed.FS

// errNotBuilt is met when the module was built without the step that builds the slot's program.
var errNotBuilt = errors.New("the sandbox's slot program is missing from this build: run `make build`, or `go generate ./internal/engine/sandbox/native` before `go build`")

// program is the executable of a slot's first process.
func program() ([]byte, error) {
	data, err := embedded.ReadFile("embedded/slot")
	if err != nil {
		return nil, errNotBuilt
	}
	return data, nil
}
