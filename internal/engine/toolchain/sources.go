package toolchain

import (
	"bytes"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/text"
)

// Arrange names the files and finds the one to start. Sources come as plain text: a byte order mark is none of a program's,
// and what ends its lines would be in its output (texts over several lines in C++, PHP and SQL) or in its words (Bash).
func (l *Language) Arrange(r Request) ([]File, string, error) {
	if len(r.Files) == 0 {
		return nil, "", refuse("source_missing", "there is no source to compile")
	}
	if len(r.Files) > MaxFiles {
		return nil, "", refuse("source_too_many_files", "a program may have at most %d files", MaxFiles)
	}
	files, total, seen := slices.Clone(r.Files), 0, map[string]bool{}
	for i, f := range files {
		if f.Name == "" && len(files) == 1 {
			files[i].Name = l.Source.Name // until the compiler asks for another
		}
		if l.isSource(files[i]) {
			files[i].Data = text.Plain(f.Data)
		}
		if err := l.checkFile(files[i]); err != nil {
			return nil, "", err
		}
		if seen[files[i].Name] {
			return nil, "", refuse("source_name_twice", "two files are named %q", files[i].Name)
		}
		seen[files[i].Name] = true
		total += len(f.Data)
	}
	if total > MaxSourceBytes {
		return nil, "", errs.New(errs.TooLarge, "source_too_large", "the source is larger than %d MB", MaxSourceBytes>>20)
	}
	entry, err := l.entry(files, r.Entry)
	if err != nil {
		return nil, "", err
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, entry, nil
}

func refuse(code, detail string, args ...any) error {
	return errs.New(errs.Invalid, code, detail, args...)
}

func (l *Language) checkFile(f File) error {
	switch {
	case !filepath.IsLocal(f.Name) || path.Clean(f.Name) != f.Name || strings.ContainsAny(f.Name, "\\\x00") || !utf8.ValidString(f.Name):
		return refuse("source_name_invalid", "%q is not a name for a source file", f.Name)
	case strings.HasPrefix(f.Name, "-") || strings.HasPrefix(f.Name, "@"): // gcc and javac read options from what follows an @
		return refuse("source_name_invalid", "the name of a source file must not begin with - or @: %q", f.Name)
	case f.Name == Out || strings.HasPrefix(f.Name, Out+"/"):
		return refuse("source_name_invalid", "the folder %q belongs to the compiler", Out)
	case f.Name == dataDir || strings.HasPrefix(f.Name, dataDir+"/"):
		return refuse("source_name_invalid", "the folder %q belongs to the program's data", dataDir)
	}
	if at := bytes.IndexByte(f.Data, 0); at >= 0 && l.isSource(f) {
		line := bytes.Count(f.Data[:at], []byte("\n")) + 1
		return refuse("source_binary", "%s holds a NUL byte in line %d: save it as UTF-8 text", f.Name, line)
	}
	return nil
}

func (l *Language) entry(files []File, wanted string) (string, error) {
	if wanted != "" {
		for _, f := range files {
			if f.Name == wanted {
				return wanted, nil
			}
		}
		return "", refuse("source_entry_missing", "the file to start, %q, is not among the files", wanted)
	}
	var own []File
	for _, f := range files {
		if l.isSource(f) {
			own = append(own, f)
		}
	}
	if len(own) == 0 {
		return "", refuse("source_extension", "%s programs need a file named *%s", l.Name, l.Extensions[0])
	}
	for _, f := range own {
		if f.Name == l.Source.Name {
			return f.Name, nil
		}
	}
	return own[0].Name, nil
}

// sources are the files given to the compiler, the entry first.
func (l *Language) sources(files []File, entry string) []string {
	names := []string{entry}
	for _, f := range files {
		if f.Name != entry && l.isSource(f) {
			names = append(names, f.Name)
		}
	}
	return names
}

func (l *Language) isSource(f File) bool { return slices.Contains(l.Extensions, path.Ext(f.Name)) }

// dataDir is the folder of a compiled program with the files that are laid where it starts.
const dataDir = ".data"
