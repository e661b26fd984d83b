package backup

import (
	"archive/tar"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
)

const (
	manifestMember = "manifest.json"
	sumsMember     = "SHA256SUMS"
	maxManifest    = 64 << 20 // bytes
)

// archive is one that is written.
type archive struct {
	file *os.File
	zstd *zstd.Encoder
	tar  *tar.Writer
	at   time.Time
	sums bytes.Buffer
}

// create leaves the processor that the product does not need to it: one of them at most.
func create(path string, at time.Time) (*archive, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	z, err := zstd.NewWriter(file, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &archive{file: file, zstd: z, tar: tar.NewWriter(z), at: at}, nil
}

func (a *archive) add(ctx context.Context, name string, size int64, from io.Reader) error {
	header := &tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: a.at, Format: tar.FormatPAX, Typeflag: tar.TypeReg}
	if err := a.tar.WriteHeader(header); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(a.tar, sum), while(ctx, from)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	_, err := fmt.Fprintf(&a.sums, "%x  %s\n", sum.Sum(nil), name)
	return err
}

// finish adds what says that it is whole.
func (a *archive) finish(ctx context.Context, m Manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := a.add(ctx, manifestMember, int64(len(text)), bytes.NewReader(text)); err != nil {
		return err
	}
	sums := bytes.Clone(a.sums.Bytes())
	if err := a.add(ctx, sumsMember, int64(len(sums)), bytes.NewReader(sums)); err != nil {
		return err
	}
	return errors.Join(a.tar.Close(), a.zstd.Close(), a.file.Sync())
}

func (a *archive) close() error { return a.file.Close() }

// read gives every member to take, in order, and answers the manifest when all of it is as it was written.
func read(ctx context.Context, path string, take func(name string, from io.Reader) error) (m Manifest, err error) {
	file, err := os.Open(path)
	if err != nil {
		return m, err
	}
	defer file.Close()
	z, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return m, explain(path, fault(err))
	}
	defer z.Close()
	r := reader{tar: tar.NewReader(z), take: take}
	for !r.whole {
		if err := r.next(ctx); err != nil {
			return m, explain(path, err)
		}
	}
	if err := r.ended(z); err != nil {
		return m, explain(path, err)
	}
	return r.manifest, nil
}

type reader struct {
	tar      *tar.Reader
	take     func(name string, from io.Reader) error
	sums     bytes.Buffer
	manifest Manifest
	whole    bool // its sums have been read, which are the last member, and are right
}

func (r *reader) next(ctx context.Context) error {
	header, err := r.tar.Next()
	if err != nil {
		return fault(err) // an end, too: it comes after the sums
	}
	from := &source{from: while(ctx, r.tar)}
	sum := sha256.New()
	summed := io.TeeReader(from, sum)
	switch folder, _, _ := strings.Cut(header.Name, "/"); folder {
	case sumsMember:
		return r.compare(from)
	case manifestMember:
		err = json.NewDecoder(io.LimitReader(summed, maxManifest)).Decode(&r.manifest)
	case blobsFolder, databasesFolder:
		err = r.take(header.Name, summed)
	default:
		return errForeign
	}
	if from.failed != nil {
		return from.failed
	}
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, summed); err != nil {
		return from.failed
	}
	line := fmt.Sprintf("%x  %s\n", sum.Sum(nil), header.Name)
	if digest, is := strings.CutPrefix(header.Name, blobsFolder+"/"); is && !strings.HasPrefix(line, digest+" ") {
		return fmt.Errorf("%w: the blob %s has other bytes", errDamaged, digest)
	}
	r.sums.WriteString(line)
	return nil
}

// ended demands that nothing follows. The compression's own check comes last.
func (r *reader) ended(z io.Reader) error {
	_, err := r.tar.Next()
	if errors.Is(err, io.EOF) {
		_, err = io.Copy(io.Discard, z)
	} else if err == nil {
		err = errors.New("there is more behind its end")
	}
	if err = fault(err); errors.Is(err, errForeign) {
		return errDamaged // the beginning was ours
	}
	return err
}

func (r *reader) compare(from io.Reader) error {
	said, err := io.ReadAll(io.LimitReader(from, int64(r.sums.Len())+1))
	if err != nil {
		return err
	}
	was := strings.Split(string(said), "\n")
	for i, line := range strings.Split(r.sums.String(), "\n") {
		if i >= len(was) || line != was[i] {
			_, name, _ := strings.Cut(line, "  ")
			return fmt.Errorf("%w: %s is not what was written", errDamaged, cmp.Or(name, sumsMember))
		}
	}
	r.whole = true
	return nil
}

// What is wrong with an archive, behind its name.
var (
	errDamaged = errors.New("is damaged")
	errCut     = errors.New("ends too soon: it was not copied whole, or its disk was full")
	errForeign = errors.New("is no backup of codecraft: name a file that codecraft backup has made")
)

// fault says what it means that an archive cannot be read.
func fault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errCut
	case errors.Is(err, zstd.ErrMagicMismatch):
		return errForeign
	}
	return fmt.Errorf("%w: %w", errDamaged, err)
}

// source tells faults of the archive from faults of those who take its members.
type source struct {
	from   io.Reader
	failed error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.failed = fault(err)
		return n, s.failed
	}
	return n, err
}

// explain names the archive in faults of it, and says what to do; other faults are those of who takes its members.
func explain(path string, err error) error {
	name := filepath.Base(path)
	switch {
	case errors.Is(err, errForeign):
		return fmt.Errorf("%s %w", name, err)
	case errors.Is(err, errCut), errors.Is(err, errDamaged):
		return fmt.Errorf("%s %w; take another copy of it, or an older backup", name, err)
	}
	return err
}

// while ends reading with ctx.
func while(ctx context.Context, from io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return from.Read(p)
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
