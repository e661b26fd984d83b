package chime_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/media/chime"
	"github.com/codecraft-hq/codecraft/internal/engine/media/chime/chimetest"
	"github.com/codecraft-hq/codecraft/internal/engine/media/mediatest"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// replica is one process of those that share the queue. It waits a moment where the SDK would wait for seconds.
func replica(t *testing.T, s *chimetest.Service, b *bus.Bus) *chime.Rooms {
	t.Helper()
	rooms, err := chime.New(t.Context(), chime.Config{
		Region: chimetest.Region, Endpoint: s.URL + "/", Bus: b,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return chimetest.Key, nil }),
		Retry:       retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond }),
	})
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

// seen lists of those whom Chime has let in the ones who are connected. Amazon tells of the others as well, which
// TestWhoWasLetInCountsAsPresent is about.
type seen struct {
	*chime.Rooms
	service *chimetest.Service
}

func (s seen) Present(ctx context.Context, room string) ([]string, error) {
	connected := s.service.Connected(room)
	present, err := s.Rooms.Present(ctx, room)
	return slices.DeleteFunc(present, func(who string) bool { return !slices.Contains(connected, "@"+who) }), err
}

func TestRooms(t *testing.T) {
	s := chimetest.Start(t)
	mediatest.Run(t, seen{replica(t, s, harness.Bus(t)), s}, func(_ context.Context, room string, ticket media.Ticket) (func(), error) {
		if ticket.Provider != "chime" || !strings.HasPrefix(ticket.Address, "wss://signal.") || time.Until(ticket.Expires) > media.TicketTTL {
			return nil, errors.New("the ticket does not say where to go")
		}
		if strings.Contains(ticket.Token, "ingest") {
			return nil, errors.New("the browser would tell Amazon about device and call")
		}
		joined, err := s.Join(ticket.Token)
		if err == nil && joined.Room != room {
			joined.Leave()
			err = errors.New("this is another room")
		}
		return joined.Leave, err
	})
}

// enter gets a ticket and connects with it.
func enter(t *testing.T, s *chimetest.Service, rooms *chime.Rooms, room string, who media.Person) chimetest.Joined {
	t.Helper()
	ticket, err := rooms.Ticket(t.Context(), room, who)
	if err != nil {
		t.Fatal(err)
	}
	joined, err := s.Join(ticket.Token)
	if err != nil {
		t.Fatal(err)
	}
	return joined
}

var memories = map[string]chimetest.Memory{
	"Amazon knows tokens of meetings that go on": chimetest.OfTheLiving,
	"Amazon knows tokens for ever":               chimetest.OfAll,
	"Amazon knows no tokens":                     chimetest.None,
}

func TestReplicasFindTheSameMeeting(t *testing.T) {
	harness.EachBus(t, func(t *testing.T, b *bus.Bus) {
		for name, memory := range memories {
			t.Run(name, func(t *testing.T) {
				s := chimetest.Start(t)
				s.Memory = memory
				room := fmt.Sprint("room ", memory)
				for range 3 { // whose meeting ends in between
					meetTogether(t, s, b, room)
					s.End(room)
				}
			})
		}
	})
}

// meetTogether has several replicas find at once that a room has no meeting, and one find later that it has.
func meetTogether(t *testing.T, s *chimetest.Service, b *bus.Bus, room string) {
	t.Helper()
	var meetings sync.Map
	var all sync.WaitGroup
	come := func(who string) {
		rooms := replica(t, s, b)
		all.Go(func() {
			ticket, err := rooms.Ticket(t.Context(), room, media.Person{Identity: who})
			if err != nil {
				t.Error(err)
				return
			}
			joined, err := s.Join(ticket.Token)
			if err != nil {
				t.Error(err)
			}
			meetings.Store(joined.Meeting, true)
		})
	}
	for i := range 6 {
		come(fmt.Sprint("early", i))
	}
	all.Wait()
	come("late")
	all.Wait()
	n := 0
	meetings.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("people are in %d meetings", n)
	}
}

// TestASlowReplicaMeetsTheOthers has one ask for a meeting while another makes one and people enter that.
func TestASlowReplicaMeetsTheOthers(t *testing.T) {
	for name, memory := range memories {
		t.Run(name, func(t *testing.T) {
			s, b := chimetest.Start(t), harness.Bus(t)
			s.Memory = memory
			held, release := s.Hold("CreateMeeting")
			defer release()
			slow, tickets := replica(t, s, b), make(chan media.Ticket)
			go func() {
				defer close(tickets)
				ticket, err := slow.Ticket(t.Context(), "one", media.Person{Identity: "ben"})
				if err != nil {
					t.Error(err)
				}
				tickets <- ticket
			}()
			<-held
			first := enter(t, s, replica(t, s, b), "one", media.Person{Identity: "ada"})
			release()
			if joined, err := s.Join((<-tickets).Token); err != nil || joined.Meeting != first.Meeting {
				t.Errorf("they do not meet: %v", err)
			}
		})
	}
}

func TestAMeetingThatEndedIsFollowedByTheNext(t *testing.T) {
	for name, memory := range memories {
		t.Run(name, func(t *testing.T) {
			s := chimetest.Start(t)
			s.Memory = memory
			rooms := replica(t, s, harness.Bus(t))
			for range 3 {
				first := enter(t, s, rooms, "one", media.Person{Identity: "ada"})
				if again := enter(t, s, rooms, "one", media.Person{Identity: "ada"}); again.Meeting != first.Meeting {
					t.Error("a meeting that goes on was left")
				}
				s.End("one")
				if present, err := rooms.Present(t.Context(), "one"); err != nil || len(present) > 0 {
					t.Errorf("present after the end: %v, %v", present, err)
				}
			}
			if err := rooms.Close(t.Context(), "one"); err != nil {
				t.Error(err)
			}
			if err := rooms.Open(t.Context(), "one"); err != nil {
				t.Error(err)
			}
			if err := rooms.Close(t.Context(), "one"); err != nil || s.Live("one") != 0 {
				t.Errorf("%v; %d meetings go on", err, s.Live("one"))
			}
		})
	}
}

func TestWhoWasLetInCountsAsPresent(t *testing.T) {
	s := chimetest.Start(t)
	rooms := replica(t, s, harness.Bus(t))
	tab := func(n int) string {
		return fmt.Sprintf("019ac2f0-7f3e-7c55-9d2b-0123456789a%d.0b5c1f3e-88aa-4e7c-b1d2-fedcba987654", n)
	}
	var want []string
	for n := range 5 { // more than a page
		want = append(want, tab(n))
		if _, err := rooms.Ticket(t.Context(), "one", media.Person{Identity: tab(n)}); err != nil {
			t.Fatal(err)
		}
	}
	joined := enter(t, s, rooms, "one", media.Person{Identity: tab(2)})
	present, err := rooms.Present(t.Context(), "one")
	if slices.Sort(present); err != nil || !slices.Equal(present, want) {
		t.Fatalf("%q, %v", present, err)
	}
	if err := rooms.Evict(t.Context(), "one", tab(2)); err != nil {
		t.Fatal(err)
	}
	if connected := s.Connected("one"); len(connected) > 0 {
		t.Errorf("%q is connected still", connected)
	}
	if present, err = rooms.Present(t.Context(), "one"); err != nil || len(present) != 4 || slices.Contains(present, tab(2)) {
		t.Errorf("after it: %q, %v", present, err)
	}
	if back := enter(t, s, rooms, "one", media.Person{Identity: tab(2)}); back.Meeting != joined.Meeting {
		t.Error("a new ticket leads elsewhere")
	}
}

func TestATicketOfSomebodyEvictedIsWorthNothing(t *testing.T) {
	s := chimetest.Start(t)
	rooms := replica(t, s, harness.Bus(t))
	ticket, err := rooms.Ticket(t.Context(), "one", media.Person{Identity: "eve"})
	if err != nil {
		t.Fatal(err)
	}
	if err := rooms.Evict(t.Context(), "one", "eve"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Join(ticket.Token); err == nil {
		t.Error("it lets in")
	}
}

func TestWhoIsSilentSendsNothing(t *testing.T) {
	s := chimetest.Start(t)
	rooms := replica(t, s, harness.Bus(t))
	for _, silent := range []bool{true, false, true} { // the last word counts
		if joined := enter(t, s, rooms, "one", media.Person{Identity: "ada", Silent: silent}); joined.MaySend == silent {
			t.Errorf("silent: %v, and may send: %v", silent, joined.MaySend)
		}
	}
	if n := s.Calls("UpdateAttendeeCapabilities"); n != 2 {
		t.Errorf("rights were changed %d times", n)
	}
}

func TestNewRefuses(t *testing.T) {
	whole := chime.Config{Region: chimetest.Region, Bus: harness.Bus(t), Credentials: aws.AnonymousCredentials{}}
	for missing, change := range map[string]func(*chime.Config){
		"region":      func(c *chime.Config) { c.Region = "" },
		"credentials": func(c *chime.Config) { c.Credentials = nil },
		"queue":       func(c *chime.Config) { c.Bus = nil },
	} {
		c := whole
		change(&c)
		if _, err := chime.New(t.Context(), c); err == nil || !strings.Contains(err.Error(), missing) {
			t.Errorf("without %s: %v", missing, err)
		}
	}
	if _, err := chime.New(t.Context(), whole); err != nil {
		t.Error(err)
	}
}

func TestFaultsSayWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		fault  chimetest.Fault
		want   string
		calls  int
		passes bool // so that it is worth waiting for
	}{
		"a right is missing":        {chimetest.Fault{Operation: "CreateMeeting", Times: -1, Status: http.StatusForbidden, Code: "AccessDeniedException"}, "allow the action chime:CreateMeeting", 1, false},
		"a right to let in":         {chimetest.Fault{Operation: "CreateAttendee", Times: -1, Status: http.StatusForbidden, Code: "ForbiddenException"}, "allow the action chime:CreateAttendee", 1, false},
		"credentials have ended":    {chimetest.Fault{Operation: "CreateMeeting", Times: -1, Status: http.StatusForbidden, Code: "ExpiredTokenException"}, "does not accept these credentials", 1, false},
		"nobody has such a key":     {chimetest.Fault{Operation: "CreateMeeting", Times: -1, Status: http.StatusUnauthorized, Code: "UnauthorizedException"}, "does not accept these credentials", 1, false},
		"a quota is used up":        {chimetest.Fault{Operation: "CreateMeeting", Times: -1, Status: http.StatusBadRequest, Code: "LimitExceededException"}, "a quota of Amazon Chime is used up", 3, false},
		"asked too often, for long": {chimetest.Fault{Operation: "CreateMeeting", Times: -1, Status: http.StatusTooManyRequests, Code: "ThrottlingException"}, "asked too often", 3, true},
		"asked too often, once":     {chimetest.Fault{Operation: "CreateMeeting", Times: 1, Status: http.StatusTooManyRequests, Code: "ThrottlingException"}, "", 2, false},
		"a fault that passes":       {chimetest.Fault{Operation: "CreateMeeting", Times: 2, Status: http.StatusServiceUnavailable, Code: "ServiceUnavailableException"}, "", 3, false},
		"a fault that stays":        {chimetest.Fault{Operation: "CreateAttendee", Times: -1, Status: http.StatusInternalServerError, Code: "ServiceFailureException"}, "does not work at the moment", 3, true},
		"a request that is refused": {chimetest.Fault{Operation: "CreateMeeting", Times: -1, Status: http.StatusBadRequest, Code: "BadRequestException"}, "refuses CreateMeeting", 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := chimetest.Start(t)
			s.Fail(c.fault)
			_, err := replica(t, s, harness.Bus(t)).Ticket(t.Context(), "one", media.Person{Identity: "ada"})
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v", err)
			}
			if errs.Is(err, errs.Unavailable) != c.passes {
				t.Errorf("it is worth waiting for: %v", !c.passes)
			}
			if n := s.Calls(c.fault.Operation); n != c.calls {
				t.Errorf("it was asked %d times", n)
			}
		})
	}
}

// TestAReplicaDoesNotTakeAFaultForAnEnd asks whether a meeting is there, and gets no answer to that.
func TestAReplicaDoesNotTakeAFaultForAnEnd(t *testing.T) {
	s := chimetest.Start(t)
	rooms := replica(t, s, harness.Bus(t))
	if err := rooms.Open(t.Context(), "one"); err != nil {
		t.Fatal(err)
	}
	s.Fail(chimetest.Fault{Operation: "GetMeeting", Times: 3, Status: http.StatusServiceUnavailable, Code: "ServiceUnavailableException"})
	if err := rooms.Open(t.Context(), "one"); err == nil {
		t.Error("there was no fault")
	}
	if n := s.Calls("CreateMeeting"); n != 1 {
		t.Errorf("%d meetings were made", n)
	}
}

func TestNobodyAnswers(t *testing.T) {
	rooms, err := chime.New(t.Context(), chime.Config{
		Region: chimetest.Region, Endpoint: "http://127.0.0.1:1", Bus: harness.Bus(t), Retry: aws.NopRetryer{},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return chimetest.Key, nil }),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := rooms.Open(t.Context(), "one"); !errs.Is(err, errs.Unavailable) || !strings.Contains(err.Error(), "was not reached") {
		t.Errorf("got %v", err)
	}
}
