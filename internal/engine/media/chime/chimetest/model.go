package chimetest

import (
	_ "embed" // the model
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

//go:embed model/api-2.json
var published []byte

// model is the part of the SDK's description of a service that says which requests there are.
type model struct {
	Metadata struct {
		SigningName string `json:"signingName"`
	} `json:"metadata"`
	Operations map[string]operation `json:"operations"`
	Shapes     map[string]shape     `json:"shapes"`
}

type operation struct {
	HTTP struct {
		Method       string `json:"method"`
		RequestURI   string `json:"requestUri"`
		ResponseCode int    `json:"responseCode"`
	} `json:"http"`
	Input reference `json:"input"`
}

type shape struct {
	Type     string               `json:"type"`
	Required []string             `json:"required"`
	Members  map[string]reference `json:"members"`
	Member   reference            `json:"member"`
	Min      *float64             `json:"min"`
	Max      *float64             `json:"max"`
	Pattern  string               `json:"pattern"`
	Enum     []string             `json:"enum"`
}

// reference is a shape in its place: in the body unless Location says where.
type reference struct {
	Shape        string `json:"shape"`
	Location     string `json:"location"`
	LocationName string `json:"locationName"`
}

func read(t testing.TB) *model {
	t.Helper()
	var m model
	if err := json.Unmarshal(published, &m); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ExternalUserId", "ExternalMeetingId"} {
		named := m.Shapes[name]
		named.Pattern = nameForm
		m.Shapes[name] = named
	}
	return &m
}

// nameForm is what the service's API reference says of names since the model was published.
const nameForm = `[-_&@+=,(){}\[\]/«».:|'"#a-zA-Z0-9À-ÿ\s]*`

// Refusal is an answer that tells of a fault.
type Refusal struct {
	Status  int    `json:"-"`
	Code    string `json:"Code"`
	Message string `json:"Message"`
}

func bad(message string) *Refusal {
	return &Refusal{http.StatusBadRequest, "BadRequestException", message}
}

// input is a request that the model allows.
type input struct {
	operation string
	members   map[string]any // from wherever they stood
}

func (in *input) text(member string) string {
	s, _ := in.members[member].(string)
	return s
}

// take reads a request.
func (m *model) take(r *http.Request) (*input, *Refusal) {
	body, refused := signed(r, m.Metadata.SigningName)
	if refused != nil {
		return nil, refused
	}
	name, uri := m.route(r)
	if name == "" {
		return nil, &Refusal{http.StatusNotFound, "UnknownOperationException", r.Method + " " + r.URL.Path + " is no operation"}
	}
	in := &input{name, map[string]any{}}
	root := m.Shapes[m.Operations[name].Input.Shape]
	if refused := m.gather(in, root, r, uri, body); refused != nil {
		return nil, refused
	}
	if fault := m.check(in.members, reference{Shape: m.Operations[name].Input.Shape}, name); fault != "" {
		return nil, bad(fault)
	}
	return in, nil
}

var parameter = regexp.MustCompile(`\\\{([A-Za-z]+)\\\}`)

// route finds the operation of a request, and what its path says.
func (m *model) route(r *http.Request) (name string, uri map[string]string) {
	for name, o := range m.Operations {
		path, query, _ := strings.Cut(o.HTTP.RequestURI, "?")
		pattern := regexp.MustCompile("^" + parameter.ReplaceAllString(regexp.QuoteMeta(path), `(?P<$1>[^/]+)`) + "$")
		found := pattern.FindStringSubmatch(r.URL.Path)
		variant, _ := strings.CutPrefix(query, "operation=")
		if found == nil || o.HTTP.Method != r.Method || r.URL.Query().Get("operation") != variant {
			continue
		}
		uri = map[string]string{}
		for i, parameter := range pattern.SubexpNames()[1:] {
			uri[parameter] = found[i+1]
		}
		return name, uri
	}
	return "", nil
}

// gather puts the members together, each from its own place; what has none is refused.
func (m *model) gather(in *input, root shape, r *http.Request, uri map[string]string, body []byte) *Refusal {
	query := r.URL.Query()
	query.Del("operation")
	var inBody map[string]any
	if len(body) > 0 {
		if r.Header.Get("Content-Type") != "application/json" {
			return bad("the body is not declared as JSON")
		}
		if err := json.Unmarshal(body, &inBody); err != nil {
			return bad("the body is no JSON object: " + err.Error())
		}
	}
	for name, member := range root.Members {
		switch member.Location {
		case "uri":
			in.members[name] = uri[member.LocationName]
		case "querystring":
			if values, given := query[member.LocationName]; given {
				in.members[name] = m.number(member, values[0])
				query.Del(member.LocationName)
			}
		default:
			if value, given := inBody[name]; given {
				in.members[name] = value
				delete(inBody, name)
			}
		}
	}
	for name := range query {
		return bad("there is no parameter " + name)
	}
	for name := range inBody {
		return bad("there is no member " + name)
	}
	return nil
}

// number reads what the query gives as text.
func (m *model) number(member reference, text string) any {
	var n float64
	if m.Shapes[member.Shape].Type == "integer" && json.Unmarshal([]byte(text), &n) == nil {
		return n
	}
	return text
}
