package operations

import (
	"net/url"
	"reflect"
	"regexp"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/config"
)

const hidden = "(hidden)"

var (
	userinfo = regexp.MustCompile(`(\w://)[^/@\s]+@`)
	mailbox  = regexp.MustCompile(`[\w.%+-]+@([\w-]+\.)+[A-Za-z]{2,}\b`) // python@3.8 is none
)

// WithoutUser is a text whose addresses of the web have lost what is before their @: it may be a name and a password.
func WithoutUser(text string) string { return userinfo.ReplaceAllString(text, "${1}"+hidden+"@") }

// Hiding answers what takes all secrets of a configuration out of a text, and mail addresses with them.
func Hiding(of any) func(string) string {
	var pairs []string
	for _, secret := range secretsIn(reflect.ValueOf(of)) {
		for _, form := range formsOf(secret) {
			pairs = append(pairs, form, hidden)
		}
	}
	secrets := strings.NewReplacer(pairs...)
	return func(text string) string {
		return mailbox.ReplaceAllString(WithoutUser(secrets.Replace(text)), hidden)
	}
}

// shortest is how long a secret is at least that is looked for: who has chosen "demo" for one would have that word hidden everywhere.
const shortest = 6

// formsOf are what a secret may look like in a text: itself, escaped as in an address, and the password that it has in it.
func formsOf(secret string) (all []string) {
	forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret)}
	if address, err := url.Parse(secret); err == nil {
		if password, set := address.User.Password(); set {
			forms = append(forms, password, url.QueryEscape(password), url.PathEscape(password))
		}
	}
	for _, form := range forms {
		if len(form) >= shortest {
			all = append(all, form)
		}
	}
	return all
}

// secretsIn are those of a struct, of structs in it too.
func secretsIn(v reflect.Value) (all []string) {
	switch {
	case v.Type() == reflect.TypeFor[config.Secret]():
		return []string{v.String()}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			all = append(all, secretsIn(v.Field(i))...)
		}
	}
	return all
}
