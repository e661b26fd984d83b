package blob

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

const (
	maxUploads   = 64
	uploadSilent = time.Minute // an upload that says nothing for so long is given up
)

// Serve lets Remotes reach the store over the bus until stop is called.
func Serve(b *bus.Bus, s Store) (stop func() error, err error) {
	d := &dock{store: s, name: uuid.NewString(), uploads: map[string]*incoming{}}
	var stops []func() error
	stop = func() error {
		var all error
		for _, one := range stops {
			all = errors.Join(all, one())
		}
		d.giveUp()
		return all
	}
	begin := func(one func() error, failure error) {
		err = errors.Join(err, failure)
		if one != nil {
			stops = append(stops, one)
		}
	}
	begin(bus.Serve(b, subjectHas, "blob", s.Has))
	begin(bus.Serve(b, subjectDelete, "blob", func(ctx context.Context, d Digest) (struct{}, error) { return struct{}{}, s.Delete(ctx, d) }))
	begin(bus.Serve(b, subjectGet, "blob", d.get))
	begin(bus.Serve(b, subjectChunk+d.name, "blob", d.chunk))
	begin(bus.Serve(b, subjectBegin, "blob", d.begin))
	if err != nil {
		return nil, errors.Join(err, stop())
	}
	return stop, nil
}

// dock takes uploads in and hands blobs out.
type dock struct {
	store   Store
	name    string
	mu      sync.Mutex
	uploads map[string]*incoming
}

// incoming is one upload: chunks go into the pipe, the store reads from it.
type incoming struct {
	mu     sync.Mutex
	next   int // number of the chunk that is due
	pipe   *io.PipeWriter
	silent *time.Timer
	done   chan struct{} // closed when the store has ended; then answer and err are set
	answer stored
	err    error
}

func (d *dock) get(ctx context.Context, p piece) ([]byte, error) {
	if p.Offset < 0 {
		return nil, errs.New(errs.Malformed, "blob_offset", "an offset is not negative")
	}
	r, err := d.store.Get(ctx, p.Digest)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if err := skip(r, p.Offset); err != nil {
		return nil, err
	}
	data := make([]byte, chunkSize)
	n, err := io.ReadFull(r, data)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	return data[:n], nil
}

// skip seeks where the store's reader can, and otherwise reads on.
func skip(r io.Reader, n int64) error {
	if s, ok := r.(io.Seeker); ok {
		_, err := s.Seek(n, io.SeekStart)
		return err
	}
	_, err := io.CopyN(io.Discard, r, n)
	return err
}

func (d *dock) begin(context.Context, struct{}) (upload, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.uploads) >= maxUploads {
		return upload{}, errs.New(errs.Unavailable, "blob_busy", "too many uploads at the moment, try again soon").After(time.Second)
	}
	r, w := io.Pipe()
	id := uuid.NewString()
	in := &incoming{pipe: w, done: make(chan struct{})}
	in.silent = time.AfterFunc(uploadSilent, func() { w.CloseWithError(errs.New(errs.Gone, "blob_upload_gone", "the upload was given up")) })
	d.uploads[id] = in
	go func() {
		defer close(in.done)
		in.answer.Digest, in.answer.Size, in.err = d.store.Put(context.Background(), r)
		r.CloseWithError(in.err) // who still writes hears why
		time.AfterFunc(uploadSilent, func() { d.forget(id) })
	}()
	return upload{d.name, id}, nil
}

func (d *dock) forget(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.uploads, id)
}

func (d *dock) chunk(_ context.Context, c chunk) (stored, error) {
	d.mu.Lock()
	in := d.uploads[c.ID]
	d.mu.Unlock()
	if in == nil {
		return stored{}, errs.New(errs.Gone, "blob_upload_gone", "the upload was given up")
	}
	if c.Abort {
		in.pipe.CloseWithError(errs.New(errs.Gone, "blob_upload_gone", "the upload was given up"))
		d.forget(c.ID)
		return stored{}, nil
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if c.Number != in.next {
		return stored{}, errs.New(errs.Conflict, "blob_chunk_order", "chunk %d came where %d was due", c.Number, in.next)
	}
	in.next++
	in.silent.Reset(uploadSilent)
	if _, err := in.pipe.Write(c.Data); err != nil {
		return stored{}, err
	}
	if !c.Last {
		return stored{}, nil
	}
	in.silent.Stop()
	in.pipe.Close() //nolint:errcheck // a pipe's never fails
	<-in.done
	d.forget(c.ID)
	return in.answer, in.err
}

// giveUp ends what is still coming in.
func (d *dock) giveUp() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, in := range d.uploads {
		in.silent.Stop()
		in.pipe.CloseWithError(errs.New(errs.Gone, "blob_upload_gone", "the server is stopping"))
		delete(d.uploads, id)
	}
}
