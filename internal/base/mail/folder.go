package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Folder is the Sender that writes mails as .eml files, and the mailbox that shows them.
type Folder struct {
	Dir  string
	From mail.Address // empty is codecraft@localhost
}

// Stored is a mail of a Folder.
type Stored struct {
	ID      string
	To      string
	Subject string
	Kind    string
	SentAt  time.Time
	Text    string
	HTML    string
}

// Send implements Sender. A file appears whole or not at all.
func (f Folder) Send(_ context.Context, m Message) error {
	if err := m.Validate(); err != nil {
		return err
	}
	from := f.From
	if from.Address == "" {
		from = mail.Address{Name: "CodeCraft", Address: "codecraft@localhost"}
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return fmt.Errorf("make the mails' folder: %w", err)
	}
	name := filepath.Join(f.Dir, uuid.Must(uuid.NewV7()).String())
	if err := writeNew(name+".part", compose(from, m)); err != nil {
		return fmt.Errorf("write a mail: %w", err)
	}
	if err := os.Rename(name+".part", name+".eml"); err != nil {
		return fmt.Errorf("write a mail: %w", err)
	}
	return nil
}

func writeNew(name string, text io.WriterTo) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = text.WriteTo(file)
	return errors.Join(err, file.Close())
}

// List is the newest mails, the newest first. Ids begin with the time, so names sort by it.
func (f Folder) List(limit int) ([]Stored, error) {
	names, err := filepath.Glob(filepath.Join(f.Dir, "*.eml"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	slices.Reverse(names)
	all := []Stored{}
	for _, name := range names[:min(limit, len(names))] {
		m, err := f.Get(strings.TrimSuffix(filepath.Base(name), ".eml"))
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// Get is one mail.
func (f Folder) Get(id string) (Stored, error) {
	if uuid.Validate(id) != nil {
		return Stored{}, errs.Missing("mail", id)
	}
	file, err := os.Open(filepath.Join(f.Dir, id+".eml"))
	if errors.Is(err, fs.ErrNotExist) {
		return Stored{}, errs.Missing("mail", id)
	}
	if err != nil {
		return Stored{}, fmt.Errorf("open a mail: %w", err)
	}
	defer file.Close()
	m, err := read(file)
	if err != nil {
		return Stored{}, fmt.Errorf("read the mail %s: %w", id, err)
	}
	m.ID = id
	return m, nil
}

func read(file io.Reader) (Stored, error) {
	m, err := mail.ReadMessage(file)
	if err != nil {
		return Stored{}, err
	}
	to, err := m.Header.AddressList("To")
	if err != nil || len(to) != 1 {
		return Stored{}, errors.Join(errors.New("one address expected"), err)
	}
	at, err := m.Header.Date()
	if err != nil {
		return Stored{}, err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return Stored{}, err
	}
	s := Stored{To: to[0].Address, Subject: subject, Kind: m.Header.Get("X-Codecraft-Kind"), SentAt: at.UTC()}
	return s, s.readBody(m)
}

func (s *Stored) readBody(m *mail.Message) error {
	kind, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	if kind == "text/plain" {
		text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		s.Text = string(text)
		return err
	}
	parts := multipart.NewReader(m.Body, parameters["boundary"])
	for {
		part, err := parts.NextPart() // it decodes quoted-printable by itself
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		text, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		switch kind, _, _ := strings.Cut(part.Header.Get("Content-Type"), ";"); kind {
		case "text/html":
			s.HTML = string(text)
		case "text/plain":
			s.Text = string(text)
		}
	}
}
