// Package ids gives every noun its own identifier type, so that an attempt's id is never
// passed where a submission's is meant. An id is a UUID of version 7 (RFC 9562): it sorts
// by time of making, which is also the order of every list paged by key.
package ids

import "github.com/google/uuid"

// The nouns.
type (
	Organization      string
	User              string
	Membership        string
	MemberInvitation  string
	Session           string
	Problem           string
	ProblemVersion    string
	TestGroup         string
	Test              string
	Reference         string // a reference solution of a problem
	Verification      string
	Run               string
	Judgement         string
	Rejudging         string // judging again, of one subject or of many
	Webhook           string
	WebhookDelivery   string
	Assessment        string
	Section           string
	Item              string // a problem in its place in an assessment
	Invitation        string
	Attempt           string
	Answer            string // attempt × item
	Document          string // answer × language × path
	Submission        string
	Interview         string
	Participant       string // somebody at an interview
	InterviewProblem  string // a problem in its place in an interview
	InterviewTemplate string // what interviews are made of again and again
	TimelineEntry     string // something that happened at an interview
	Note              string // an interviewer's, about an interview
	Scorecard         string // interview × interviewer
	Recording         string // of an interview, without a break
	Captions          string // of a recording, in one language
	Clip              string // a film of a stretch of a recording
	Drawing           string // on the whiteboard of an interview
)

// New makes an id.
func New[T ~string]() T { return T(uuid.Must(uuid.NewV7()).String()) }

// Valid reports whether s has the form of an id.
func Valid(s string) bool { return uuid.Validate(s) == nil && len(s) == 36 }
