package native

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// maxNamedInput bounds the input that is there by name as well.
const maxNamedInput = 64 << 20

// nameInput lays the input into a file where there is no /proc, for those that open /dev/stdin. Input
// that comes as somebody types it is read from the descriptor only.
func (r *run) nameInput() error {
	file, isFile := r.spec.Stdin.(*os.File)
	if isFile {
		st, err := file.Stat()
		isFile = err == nil && st.Mode().IsRegular() && st.Size() <= maxNamedInput
	}
	sized, known := r.spec.Stdin.(interface{ Len() int })
	if r.spec.Stdin != nil && !isFile && (!known || sized.Len() > maxNamedInput) {
		return nil
	}
	var data []byte
	if r.spec.Stdin != nil {
		var err error
		if data, err = io.ReadAll(r.spec.Stdin); err != nil {
			return refusal{errors.Join(errors.New("the input cannot be read"), err)}
		}
		r.spec.Stdin = bytes.NewReader(data)
	}
	r.spec.Files = append(slices.Clip(r.spec.Files), sandbox.File{Name: wire.InputName, Data: data})
	r.limits.Disk += int64(len(data))
	return nil
}
