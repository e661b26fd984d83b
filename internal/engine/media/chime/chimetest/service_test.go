package chimetest_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/codecraft-hq/codecraft/internal/engine/media/chime/chimetest"
)

const (
	create   = `{"ClientRequestToken": "a-token", "MediaRegion": "eu-central-1", "ExternalMeetingId": "a room"}`
	admit    = `{"ExternalUserId": "@ada", "Capabilities": {"Audio": "SendReceive", "Video": "SendReceive", "Content": "SendReceive"}}`
	nowhere  = "/meetings/00000000-0000-0000-0000-000000000000"
	nobody   = nowhere + "/attendees/00000000-0000-0000-0000-000000000000"
	anHour   = time.Hour
	unsigned = "unsigned"
)

// asked is a request; what is empty is as it should be.
type asked struct {
	method, path, body string

	media  string // of the body
	region string
	name   string // of the service in the signature
	key    aws.Credentials
	age    time.Duration
	change func(*http.Request) // after it was signed
}

func (a asked) send(t *testing.T, address string) (status int, code, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), a.method, address+a.path, strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	if a.body != "" {
		r.Header.Set("Content-Type", or(a.media, "application/json"))
	}
	if a.key.AccessKeyID == "" {
		a.key = chimetest.Key
	}
	sum := sha256.Sum256([]byte(a.body))
	if a.key.AccessKeyID != unsigned {
		if err := v4.NewSigner().SignHTTP(context.Background(), a.key, r, hex.EncodeToString(sum[:]), or(a.name, "chime"), or(a.region, chimetest.Region), time.Now().Add(-a.age)); err != nil {
			t.Fatal(err)
		}
	}
	if a.change != nil {
		a.change(r)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	data, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	code, _, _ = strings.Cut(w.Header.Get("X-Amzn-ErrorType"), ":")
	return w.StatusCode, code, string(data)
}

func or(given, otherwise string) string {
	if given != "" {
		return given
	}
	return otherwise
}

func TestRefused(t *testing.T) {
	const invalid, signature = "BadRequestException", "InvalidSignatureException"
	for name, c := range map[string]struct {
		asked

		code string
	}{
		"an operation that there is not":   {asked{method: http.MethodPatch, path: "/meetings", body: create}, "UnknownOperationException"},
		"a variant that there is not":      {asked{method: http.MethodPost, path: "/meetings?operation=destroy", body: create}, "UnknownOperationException"},
		"a member is missing":              {asked{method: http.MethodPost, path: "/meetings", body: `{"ClientRequestToken": "a-token", "MediaRegion": "eu-central-1"}`}, invalid},
		"a member that there is not":       {asked{method: http.MethodPost, path: "/meetings", body: strings.Replace(create, "{", `{"Title": "x", `, 1)}, invalid},
		"a member of the path in the body": {asked{method: http.MethodPost, path: nowhere + "/attendees", body: strings.Replace(admit, "{", `{"MeetingId": "x", `, 1)}, invalid},
		"a parameter that there is not":    {asked{method: http.MethodGet, path: nowhere + "/attendees?page=2"}, invalid},
		"a number out of bounds":           {asked{method: http.MethodGet, path: nowhere + "/attendees?max-results=101"}, invalid},
		"no number":                        {asked{method: http.MethodGet, path: nowhere + "/attendees?max-results=many"}, invalid},
		"an id of another form":            {asked{method: http.MethodGet, path: "/meetings/mine"}, invalid},
		"a token too long":                 {asked{method: http.MethodPost, path: "/meetings", body: strings.Replace(create, "a-token", strings.Repeat("a", 65), 1)}, invalid},
		"a token too short":                {asked{method: http.MethodPost, path: "/meetings", body: strings.Replace(create, "a-token", "a", 1)}, invalid},
		"a token of other characters":      {asked{method: http.MethodPost, path: "/meetings", body: strings.Replace(create, "a-token", "a token", 1)}, invalid},
		"a name of other characters":       {asked{method: http.MethodPost, path: nowhere + "/attendees", body: strings.Replace(admit, "@ada", "<ada>", 1)}, invalid},
		"a name that is no string":         {asked{method: http.MethodPost, path: nowhere + "/attendees", body: strings.Replace(admit, `"@ada"`, "7", 1)}, invalid},
		"a right that there is not":        {asked{method: http.MethodPost, path: nowhere + "/attendees", body: strings.Replace(admit, "SendReceive", "Whisper", 1)}, invalid},
		"rights without one of the three":  {asked{method: http.MethodPut, path: nobody + "/capabilities", body: `{"Capabilities": {"Audio": "None", "Video": "None"}}`}, invalid},
		"rights that are no object":        {asked{method: http.MethodPut, path: nobody + "/capabilities", body: `{"Capabilities": "None"}`}, invalid},
		"a body that is no JSON":           {asked{method: http.MethodPost, path: "/meetings", body: "{"}, invalid},
		"a body that is declared as text":  {asked{method: http.MethodPost, path: "/meetings", body: create, media: "text/plain"}, invalid},
		"a meeting that there is not":      {asked{method: http.MethodGet, path: nowhere}, "NotFoundException"},
		"somebody who is not there":        {asked{method: http.MethodDelete, path: nobody}, "NotFoundException"},
		"a body that was changed on the way": {asked{method: http.MethodPost, path: "/meetings", body: create, change: func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(strings.Replace(create, "room", "moor", 1)))
		}}, signature},
		"a path that was changed on the way":   {asked{method: http.MethodGet, path: nowhere, change: func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, "0", "1", 1) }}, signature},
		"a query that was changed on the way":  {asked{method: http.MethodGet, path: nowhere + "/attendees?max-results=7", change: func(r *http.Request) { r.URL.RawQuery = "max-results=8" }}, signature},
		"a method that was changed on the way": {asked{method: http.MethodGet, path: nowhere, change: func(r *http.Request) { r.Method = http.MethodDelete }}, signature},
		"another's secret":                     {asked{method: http.MethodGet, path: nowhere, key: aws.Credentials{AccessKeyID: chimetest.Key.AccessKeyID, SecretAccessKey: "guessed"}}, signature},
		"another's key":                        {asked{method: http.MethodGet, path: nowhere, key: aws.Credentials{AccessKeyID: "AKIAOTHER", SecretAccessKey: "guessed"}}, "UnrecognizedClientException"},
		"no signature":                         {asked{method: http.MethodGet, path: nowhere, key: aws.Credentials{AccessKeyID: unsigned}}, "MissingAuthenticationTokenException"},
		"a signature of an hour ago":           {asked{method: http.MethodGet, path: nowhere, age: anHour}, signature},
		"a signature for another region":       {asked{method: http.MethodGet, path: nowhere, region: "us-east-1"}, signature},
		"a signature for another service":      {asked{method: http.MethodGet, path: nowhere, name: "s3"}, signature},
	} {
		t.Run(name, func(t *testing.T) {
			status, code, body := c.send(t, chimetest.Start(t).URL)
			if status < 400 || code != c.code {
				t.Errorf("%d, %s: %s", status, code, body)
			}
		})
	}
}

// TestTaken goes through what TestRefused changes a thing of: so it is that thing which is refused there.
func TestTaken(t *testing.T) {
	s := chimetest.Start(t)
	_, _, body := asked{method: http.MethodPost, path: "/meetings", body: create}.send(t, s.URL)
	var made struct {
		Meeting struct{ MeetingID string }
	}
	if err := json.Unmarshal([]byte(body), &made); err != nil || made.Meeting.MeetingID == "" {
		t.Fatalf("%v: %s", err, body)
	}
	meeting := "/meetings/" + made.Meeting.MeetingID
	status, _, body := asked{method: http.MethodPost, path: meeting + "/attendees", body: admit}.send(t, s.URL)
	var let struct {
		Attendee struct{ AttendeeID string }
	}
	if err := json.Unmarshal([]byte(body), &let); err != nil || status != http.StatusOK {
		t.Fatalf("%d, %v: %s", status, err, body)
	}
	attendee := meeting + "/attendees/" + let.Attendee.AttendeeID
	for _, c := range []struct {
		asked

		status int
	}{
		{asked{method: http.MethodPost, path: "/meetings", body: create}, http.StatusOK},
		{asked{method: http.MethodGet, path: meeting}, http.StatusOK},
		{asked{method: http.MethodGet, path: meeting + "/attendees?max-results=100&next-token=a%2Fb+c"}, http.StatusOK},
		{asked{method: http.MethodPut, path: attendee + "/capabilities", body: `{"Capabilities": {"Audio": "None", "Video": "None", "Content": "None"}}`}, http.StatusOK},
		{asked{method: http.MethodDelete, path: attendee}, http.StatusNoContent},
		{asked{method: http.MethodDelete, path: meeting}, http.StatusNoContent},
	} {
		if status, _, body := c.send(t, s.URL); status != c.status {
			t.Errorf("%s %s: %d, %s", c.method, c.path, status, body)
		}
	}
}
