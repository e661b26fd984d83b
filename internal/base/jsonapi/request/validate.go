package request

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Validate holds the attributes that remain to be judged against the rules of their types, and locates
// every fault.
func (in *Input) Validate(registry huma.Registry, rules *huma.Schema) []error {
	result := &huma.ValidateResult{}
	path := huma.NewPathBuffer([]byte("attributes"), len("attributes"))
	huma.Validate(registry, rules, path, huma.ModeWriteToServer, in.Attributes, result)
	var faults []error
	for _, err := range result.Errors {
		detail := err.(huma.ErrorDetailer).ErrorDetail()
		faults = append(faults, Invalid(in.locate(detail.Location), "invalid", "%s", spelledOut(detail.Message)))
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(errs.Of(a).Pointer, errs.Of(b).Pointer) })
	return faults
}

var exponent = regexp.MustCompile(`\b\d+(\.\d+)?e[+-]\d+\b`)

// spelledOut writes the numbers of a message as people do: huma has a million as 1e+06.
func spelledOut(message string) string {
	if words, known := nothing[message]; known {
		return words
	}
	return exponent.ReplaceAllStringFunc(message, func(number string) string {
		x, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return number
		}
		return strconv.FormatFloat(x, 'f', -1, 64)
	})
}

// locate turns huma's "attributes.tags[2].id" into "/data/attributes/tags/2/id" by walking the Document, so
// that names with dots and brackets are found and the pointer always names a value that is there.
func (in *Input) locate(location string) string {
	rest := strings.TrimPrefix(location, "attributes")
	pointer, value := in.Parent("attributes"), any(in.Attributes)
	for rest != "" {
		rest = strings.TrimPrefix(rest, ".")
		name, after, next := descend(value, rest)
		if name == "" {
			break
		}
		pointer, rest, value = pointer+"/"+Escape(name), after, next
	}
	return pointer
}

// descend finds the longest member (or the index) of value that rest begins with.
func descend(value any, rest string) (name, after string, next any) {
	switch v := value.(type) {
	case map[string]any:
		for key, member := range v {
			tail, ok := strings.CutPrefix(rest, key)
			if ok && len(key) > len(name) && (tail == "" || tail[0] == '.' || tail[0] == '[') {
				name, after, next = key, tail, member
			}
		}
	case []any:
		index, tail, _ := strings.Cut(strings.TrimPrefix(rest, "["), "]")
		if i, err := strconv.Atoi(index); err == nil && i >= 0 && i < len(v) {
			name, after, next = index, tail, v[i]
		}
	}
	return name, after, next
}
