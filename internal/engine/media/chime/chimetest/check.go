package chimetest

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"unicode/utf8"
)

// check answers why a value is not of a shape.
func (m *model) check(value any, of reference, at string) string {
	s := m.Shapes[of.Shape]
	switch s.Type {
	case "structure":
		return m.structure(value, s, at)
	case "list":
		list, ok := value.([]any)
		if !ok {
			return at + " is no list"
		}
		for i, one := range list {
			if fault := m.check(one, s.Member, fmt.Sprintf("%s[%d]", at, i)); fault != "" {
				return fault
			}
		}
		return s.bounds(float64(len(list)), at+"'s length")
	case "string":
		return s.text(value, at)
	case "integer":
		n, ok := value.(float64)
		if !ok || n != math.Trunc(n) {
			return at + " is no integer"
		}
		return s.bounds(n, at)
	case "boolean":
		if _, ok := value.(bool); !ok {
			return at + " is no boolean"
		}
		return ""
	}
	return at + " is of the unknown type " + s.Type
}

func (m *model) structure(value any, s shape, at string) string {
	members, ok := value.(map[string]any)
	if !ok {
		return at + " is no object"
	}
	for _, name := range s.Required {
		if members[name] == nil {
			return at + "." + name + " is missing"
		}
	}
	for name, one := range members {
		member, known := s.Members[name]
		if !known {
			return at + " has no member " + name
		}
		if fault := m.check(one, member, at+"."+name); fault != "" {
			return fault
		}
	}
	return ""
}

func (s shape) bounds(n float64, what string) string {
	if s.Min != nil && n < *s.Min || s.Max != nil && n > *s.Max {
		return fmt.Sprintf("%s is out of bounds: %v", what, n)
	}
	return ""
}

func (s shape) text(value any, at string) string {
	text, ok := value.(string)
	if !ok {
		return at + " is no string"
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, text) {
		return at + " is none of those there are"
	}
	if s.Pattern != "" && !regexp.MustCompile("^(?:"+s.Pattern+")$").MatchString(text) {
		return at + " does not match " + s.Pattern
	}
	return s.bounds(float64(utf8.RuneCountInString(text)), at+"'s length")
}
