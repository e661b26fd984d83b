// Package classfile reads of Java's class files which of them can be started.
package classfile

import (
	"encoding/binary"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Class is what a class file tells of whether it can be started (The Java Virtual Machine Specification, chapter 4).
type Class struct {
	Name   string // as the launcher is told: a.b.Outer$Inner
	Source string // the file it was compiled from, without folders
	Public bool
	Nested bool
	Line   int // of its main method
}

// Flags of classes and methods, and the version since which a main method may be anything but private (JEP 512).
const (
	accPublic, accPrivate, accStatic = 0x0001, 0x0002, 0x0008
	anyMain, previewMinor            = 69, 0xffff
)

const maxClassFile = 16 << 20

// Mains are the classes below a folder that have a method to start with.
func Mains(dir string) (all []Class, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !strings.HasSuffix(path, ".class") {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		data, err := io.ReadAll(io.LimitReader(f, maxClassFile))
		if err != nil {
			return err
		}
		if c, ok := readClass(data); ok {
			// The launcher finds the class by its file, so that its name is told by that.
			c.Name = strings.ReplaceAll(strings.TrimSuffix(rel, ".class"), "/", ".")
			all = append(all, c)
		}
		return nil
	})
	return all, err
}

// readClass reads what a class file says; false when it has no main method, or is none.
func readClass(data []byte) (c Class, ok bool) {
	r := &classReader{left: data}
	if r.u4() != 0xcafebabe {
		return c, false
	}
	minor, major := r.u2(), r.u2()
	r.constants()
	c.Public = r.u2()&accPublic != 0
	this := r.u2()
	r.skip(2) // its superclass
	r.skip(2 * r.u2())
	for range r.u2() { // fields
		r.skip(6)
		r.attributes(func(string, *classReader) {})
	}
	for range r.u2() {
		flags, name, kind := r.u2(), r.text(r.u2()), r.text(r.u2())
		line := 0
		r.attributes(func(name string, a *classReader) {
			if name == "Code" {
				line = a.firstLine()
			}
		})
		if name == "main" && startable(flags, kind, major >= anyMain || minor == previewMinor) {
			ok, c.Line = true, line
		}
	}
	r.attributes(func(name string, a *classReader) {
		switch name {
		case "SourceFile":
			c.Source = a.text(a.u2())
		case "InnerClasses":
			for range a.u2() {
				c.Nested = a.u2() == this || c.Nested
				a.skip(6)
			}
		}
	})
	return c, ok && !r.bad
}

func startable(flags int, kind string, anyForm bool) bool {
	if kind == "([Ljava/lang/String;)V" && flags&accPublic != 0 && flags&accStatic != 0 {
		return true
	}
	return anyForm && flags&accPrivate == 0 && (kind == "([Ljava/lang/String;)V" || kind == "()V")
}

// classReader reads big-endian numbers; past the end it gives zeros and is bad.
type classReader struct {
	left  []byte
	texts map[int]string // of the constant pool
	bad   bool
}

func (r *classReader) take(n int) []byte {
	if n < 0 || n > len(r.left) {
		r.bad, r.left = true, nil
		return make([]byte, min(max(n, 0), 8))
	}
	taken := r.left[:n]
	r.left = r.left[n:]
	return taken
}

func (r *classReader) skip(n int) { r.take(n) }
func (r *classReader) u1() int    { return int(r.take(1)[0]) }
func (r *classReader) u2() int    { return int(binary.BigEndian.Uint16(r.take(2))) }
func (r *classReader) u4() int    { return int(binary.BigEndian.Uint32(r.take(4))) }

func (r *classReader) text(at int) string { return r.texts[at] }

// constantSizes are those of the constants after their tag; texts (1) are as long as they say.
var constantSizes = map[int]int{3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}

func (r *classReader) constants() {
	r.texts = map[int]string{}
	n := r.u2()
	for i := 1; i < n && !r.bad; i++ {
		tag := r.u1()
		size, known := constantSizes[tag]
		switch {
		case tag == 1:
			r.texts[i] = string(r.take(r.u2()))
		case !known:
			r.bad = true
		default:
			r.skip(size)
		}
		if tag == 5 || tag == 6 { // long and double count twice
			i++
		}
	}
}

func (r *classReader) attributes(each func(name string, a *classReader)) {
	for range r.u2() {
		name, size := r.text(r.u2()), r.u4()
		if r.bad {
			return
		}
		each(name, &classReader{left: r.take(size), texts: r.texts})
	}
}

// firstLine is the first line of a method's code.
func (r *classReader) firstLine() (line int) {
	r.skip(4)
	r.skip(r.u4())
	r.skip(8 * r.u2()) // what is caught
	r.attributes(func(name string, a *classReader) {
		for n := a.u2(); name == "LineNumberTable" && n > 0 && !a.bad; n-- {
			a.skip(2)
			if at := a.u2(); line == 0 || at < line {
				line = at
			}
		}
	})
	return line
}
