package chimetest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	algorithm = "AWS4-HMAC-SHA256"
	stamp     = "20060102T150405Z"
	skew      = 5 * time.Minute
)

var authorization = regexp.MustCompile(`^` + algorithm + ` Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$`)

func forged(message string) *Refusal {
	return &Refusal{http.StatusForbidden, "InvalidSignatureException", message}
}

// signed reads the body of a request whose signature is made anew here: Signature Version 4, as the guide of IAM describes it step by step
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
func signed(r *http.Request, service string) ([]byte, *Refusal) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, bad(err.Error())
	}
	parts := authorization.FindStringSubmatch(r.Header.Get("Authorization"))
	if parts == nil {
		return nil, &Refusal{http.StatusForbidden, "MissingAuthenticationTokenException", "the request is not signed"}
	}
	key, day, region, name, headers, signature := parts[1], parts[2], parts[3], parts[4], strings.Split(parts[5], ";"), parts[6]
	if key != Key.AccessKeyID {
		return nil, &Refusal{http.StatusForbidden, "UnrecognizedClientException", "nobody has this key"}
	}
	at := r.Header.Get("X-Amz-Date")
	when, err := time.Parse(stamp, at)
	if err != nil || !strings.HasPrefix(at, day) || time.Since(when).Abs() > skew {
		return nil, forged("the signature is of another time")
	}
	if region != Region || name != service {
		return nil, forged("the signature is for another region or service")
	}
	// What is not signed, somebody on the way could have changed.
	for _, needed := range []string{"host", "x-amz-date", "content-type"} {
		if !slices.Contains(headers, needed) && (needed == "host" || r.Header.Get(needed) != "") {
			return nil, forged(needed + " is not signed")
		}
	}
	scope := strings.Join([]string{day, region, name, "aws4_request"}, "/")
	text := strings.Join([]string{algorithm, at, scope, hash(canonical(r, headers, body))}, "\n")
	secret := []byte("AWS4" + Key.SecretAccessKey)
	for _, part := range []string{day, region, name, "aws4_request", text} {
		secret = mac(secret, part)
	}
	if hex.EncodeToString(secret) != signature {
		return nil, forged("the signature is not of this request")
	}
	return body, nil
}

// canonical is the request in the one form that is signed.
func canonical(r *http.Request, headers []string, body []byte) string {
	var lines []string
	for _, name := range headers {
		value := strings.Join(r.Header.Values(name), ",")
		switch name {
		case "host":
			value = r.Host
		case "content-length":
			value = strconv.FormatInt(r.ContentLength, 10)
		}
		lines = append(lines, name+":"+strings.Join(strings.Fields(value), " ")+"\n")
	}
	return strings.Join([]string{
		r.Method, escaped(r.URL.EscapedPath()), strings.ReplaceAll(r.URL.Query().Encode(), "+", "%20"),
		strings.Join(lines, ""), strings.Join(headers, ";"), hash(string(body)),
	}, "\n")
}

// escaped escapes each part of an escaped path once more, as all services but S3 want it.
func escaped(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.QueryEscape(part), "+", "%20")
	}
	return strings.Join(parts, "/")
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
