package chime

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// over reports that a meeting or somebody in it is not there, or not any more.
func over(err error) bool {
	var r *refusal
	return errors.As(err, &r) && r.status == http.StatusNotFound
}

// notKnown are the codes by which AWS says that it is not the right that is wanting but who asks.
var notKnown = []string{"UnauthorizedException", "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch", "ExpiredTokenException", "MissingAuthenticationTokenException"}

// unless leaves out that something is not there, which is no error.
func unless(err error) error {
	if over(err) {
		return nil
	}
	return err
}

// wrap says what was tried, and what is to be done about its failure; errs.Unavailable where that is to wait.
func (r *Rooms) wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	if passes(err) {
		return errs.New(errs.Unavailable, "video_unavailable", "Amazon Chime carries no video at the moment (%s): %s", what, r.advice(err)).Because(err)
	}
	return fmt.Errorf("media: %s: %s: %w", what, r.advice(err), err)
}

// passes reports whether the same may come to another end soon: Amazon is not reached, is asked too often, or has trouble of its own.
func passes(err error) bool {
	var said *refusal
	if errors.As(err, &said) {
		return said.status == http.StatusTooManyRequests || said.status >= http.StatusInternalServerError
	}
	var unanswered *url.Error
	return errors.As(err, &unanswered)
}

func (r *Rooms) advice(err error) string {
	var said *refusal
	switch {
	case !errors.As(err, &said):
		return "Amazon Chime in " + r.client.region + " was not reached: check that its region has Amazon Chime's meetings, that credentials of AWS are found here, and that this host may connect to " + r.client.endpoint
	case slices.Contains(notKnown, said.code):
		return "AWS does not accept these credentials: renew them, and check this host's clock"
	case said.status == http.StatusForbidden:
		return "AWS refuses: allow the action chime:" + said.operation + " to the role or user of these credentials"
	case said.code == "LimitExceededException":
		return "a quota of Amazon Chime is used up: have it raised in the Service Quotas of AWS"
	case said.status == http.StatusTooManyRequests:
		return "Amazon Chime is asked too often: try again in a moment, and where it goes on have the rate of " + said.operation + " raised in the Service Quotas of AWS"
	case said.status >= http.StatusInternalServerError:
		return "Amazon Chime in " + r.client.region + " does not work at the moment: try again soon; the AWS Health Dashboard tells more"
	}
	return "Amazon Chime refuses " + said.operation
}
