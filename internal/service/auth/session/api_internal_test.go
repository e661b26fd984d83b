package session

import (
	"reflect"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// The clients' list of permissions comes from here.
func TestTheDocumentNamesEveryPermission(t *testing.T) {
	field, _ := reflect.TypeFor[SessionAttributes]().FieldByName("Permissions")
	var all []string
	for _, permission := range identity.Permissions {
		all = append(all, string(permission.Name))
	}
	if got, want := field.Tag.Get("enum"), strings.Join(all, ","); got != want {
		t.Errorf("the document has the permissions %s, but there are %s", got, want)
	}
}
