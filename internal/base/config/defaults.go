package config

import (
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// Defaults makes what the settings hold, before anything is parsed, the defaults of their flags: so that a package's
// Defaults are said once, in Go. It is an option of kong (PostBuild); a default in a tag stays.
func Defaults(k *kong.Kong) error {
	return kong.Visit(k.Model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok && !flag.HasDefault && !flag.Target.IsZero() {
			flag.HasDefault, flag.Default = true, text(flag.Target.Interface())
		}
		return next(nil)
	})
}

// text is a value as a flag takes it; 10m, not 10m0s.
func text(v any) string {
	span, ok := v.(time.Duration)
	if !ok {
		return fmt.Sprint(v)
	}
	s := span.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(s, zero) {
			s = s[:len(s)-2]
		}
	}
	return s
}
