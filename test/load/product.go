package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"github.com/codecraft-hq/codecraft/test/client"
)

const password = "violet lantern over harbour"

// product is a running product with its first owner signed in.
type product struct {
	cmd   *exec.Cmd
	owner *client.Client
}

func freeAddr() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// start starts the product with some flags more than it has here always; of the same two the last one counts.
func start(ctx context.Context, binary, folder string, flags ...string) (*product, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return nil, err
	}
	p := &product{cmd: exec.Command(binary, append([]string{"serve", "--addr", addr, "--admin-addr", os.Getenv("CODECRAFT_LOAD_ADMIN"),
		"--data", filepath.Join(folder, "data"), "--slots", "4", "--member-runs", "1000000", "--organization-runs", "1000000"}, flags...)...)}
	p.cmd.Env = append(os.Environ(), "PATH=/usr/bin:"+os.Getenv("PATH"), // all ways run one Python, that of pythonHello
		"CODECRAFT_ORGANIZATION_JUDGINGS=1000000") // a product from before there was such a limit warns of it, and serves
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := errors.Join(p.cmd.Start(), log.Close()); err != nil {
		return nil, err
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	p.owner = &client.Client{Base: "http://" + addr, HTTP: &http.Client{Transport: transport, Timeout: time.Minute}}
	err = p.signIn(ctx, log.Name())
	if err == nil {
		_, err = await(ctx, log.Name(), languagesPrepared)
	}
	if err != nil {
		p.stop()
		text, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("%w\n%s", err, text)
	}
	return p, nil
}

// What the product's log says: where the first owner begins, and that nothing is compiled beside the runs any more.
var (
	setupLink         = regexp.MustCompile(`/setup\?token=(\S+)`)
	languagesPrepared = regexp.MustCompile(`msg="languages prepared"()`)
)

// signIn waits for the link of the first owner, uses it and signs in.
func (p *product) signIn(ctx context.Context, log string) error {
	token, err := await(ctx, log, setupLink)
	if err != nil {
		return err
	}
	return p.register(token)
}

// await gives the pattern's first group when the log has it.
func await(ctx context.Context, log string, what *regexp.Regexp) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		text, err := os.ReadFile(log)
		if err != nil {
			return "", err
		}
		if found := what.FindSubmatch(text); found != nil {
			return string(found[1]), nil
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("the product's log never said %s: %w", what, ctx.Err())
		case <-look.C:
		}
	}
}

func (p *product) register(token string) error {
	_, err := p.post("/v1/users", client.Resource{Type: "users", Attributes: map[string]any{
		"email": "owner@load.example", "password": password, "name": "Load", "setupToken": token,
	}})
	if err != nil {
		return err
	}
	session, err := p.post("/v1/sessions", client.Resource{Type: "sessions", Attributes: map[string]any{"email": "owner@load.example", "password": password}})
	p.owner = p.owner.As(session.Text("accessToken"))
	return err
}

func (p *product) post(path string, r client.Resource) (client.Resource, error) {
	body, err := json.Marshal(map[string]any{"data": r})
	if err != nil {
		return r, err
	}
	a, err := p.owner.Try("POST", path, nil, body)
	if err != nil {
		return r, err
	}
	if a.Status != http.StatusCreated {
		return r, fmt.Errorf("POST %s: %d %s", path, a.Status, a.Body)
	}
	var made client.Resource
	return made, json.Unmarshal(a.Data, &made)
}

// runner runs a program through the API to its end.
func (p *product) runner(language, source string) func(context.Context) error {
	body, err := json.Marshal(map[string]any{"data": client.Resource{Type: "runs", Attributes: map[string]any{"language": language, "source": source}}})
	return func(ctx context.Context) error {
		if err != nil {
			return err
		}
		q, err := http.NewRequestWithContext(ctx, http.MethodPost, p.owner.Base+"/v1/runs?waitForEnd=true", bytes.NewReader(body))
		if err != nil {
			return err
		}
		q.Header.Set("Content-Type", "application/vnd.api+json")
		q.Header.Set("Authorization", "Bearer "+p.owner.Token)
		r, err := p.owner.HTTP.Do(q)
		if err != nil {
			return err
		}
		answer, err := io.ReadAll(r.Body)
		if err = errors.Join(err, r.Body.Close()); err != nil {
			return err
		}
		if r.StatusCode != http.StatusCreated || !bytes.Contains(answer, []byte(`"stdout":"hello\n"`)) {
			return fmt.Errorf("%d %s", r.StatusCode, answer)
		}
		return nil
	}
}

func (p *product) stop() {
	_ = p.cmd.Process.Signal(os.Interrupt)
	_ = p.cmd.Wait()
}
