package chime

import (
	"net/http"
	"testing"
)

func TestARefusalIsReadWhereverItStands(t *testing.T) {
	for name, c := range map[string]struct {
		header, body  string
		code, message string
	}{
		"in the header, with an address":    {"NotFoundException:http://internal.amazon.com/coral/", `{"Message": "gone"}`, "NotFoundException", "gone"},
		"in the header, with a namespace":   {"com.amazonaws.chime#NotFoundException", `{"message": "gone"}`, "NotFoundException", "gone"},
		"in the body, as the type":          {"", `{"__type": "com.amazon.coral.service#AccessDeniedException", "message": "no"}`, "AccessDeniedException", "no"},
		"in the body, as the code":          {"", `{"Code": "Throttling", "Message": "slower"}`, "Throttling", "slower"},
		"nowhere: something stands between": {"", `<html>`, "Bad Gateway", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := &http.Response{StatusCode: http.StatusBadGateway, Header: http.Header{}}
			w.Header.Set("X-Amzn-ErrorType", c.header)
			got := refusalOf("GetMeeting", w, []byte(c.body))
			if got.code != c.code || got.message != c.message || got.status != w.StatusCode {
				t.Errorf("%+v", got)
			}
		})
	}
}
