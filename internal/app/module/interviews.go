package module

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/montage"
	"github.com/codecraft-hq/codecraft/internal/service/interviews"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// Interviews makes the service, with video, whose recordings and films are made in folders of the data. Of video that is elsewhere the start waits patiently for
// an answer.
func Interviews(c interviews.Config, m MediaConfig, folder func(name string) string, patience time.Duration) Build {
	return func(ctx context.Context, g Given) (*Part, error) {
		auth, noAuth := neighbour[AuthNeighbour](g.Near, "auth")
		problems, noProblems := neighbour[workspace.Problems](g.Near, "problems")
		err := errors.Join(noAuth, noProblems)
		if err != nil {
			return nil, err
		}
		deps := interviews.Deps{DB: g.DB, Bus: g.Bus, Blobs: g.Blobs, Auth: auth, Problems: problems, Cookies: g.Cookies, Origins: g.Origins, Log: g.Log, Metrics: g.Registry, Config: c}
		video, err := m.carry(ctx, g, patience)
		if err != nil {
			return nil, err
		}
		if video != nil {
			if err := video.register(g.Registry); err != nil {
				return nil, err
			}
			deps.Media, deps.Recorder, deps.Spool = video.rooms, video.recorder, folder("recordings")
		}
		deps.Films = folder("films")
		if maker, missing := montage.Find(ctx); missing == nil {
			deps.Maker = maker
		} else {
			g.Log.Info("no films are made of recordings", "reason", missing)
		}
		service, err := interviews.New(deps)
		if err != nil {
			return nil, err
		}
		p := &Part{Service: service, Register: service.Register, Run: service.Run, Ready: service.Ready}
		if g.Demo.on {
			p.Seed = func(ctx context.Context, out io.Writer) error { return seedInterviews(ctx, out, service) }
		}
		if video != nil {
			video.join(p)
		}
		return p, nil
	}
}

// seedInterviews tells of the links of the first, which can be entered at once.
func seedInterviews(ctx context.Context, out io.Writer, service *interviews.Service) error {
	links, err := service.Seed(ctx, DemoOrganization, demoRecruiter, demoInterviews)
	for _, l := range links {
		if l.Title == demoInterviews[0].Title {
			_, _ = fmt.Fprintf(out, "  Interview, as the %s\n                  %s\n\n", l.Role, l.Link)
		}
	}
	return err
}
