package livekit_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/livekit/livekit-server/pkg/config"
	"github.com/livekit/livekit-server/pkg/routing"
	"github.com/livekit/livekit-server/pkg/service"
	telemetry "github.com/livekit/livekit-server/pkg/telemetry/prometheus"

	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// nodeFile names the livekit.yaml of a process that is a node.
const nodeFile = "CODECRAFT_TEST_NODE"

// TestMain is a server of LiveKit where it is told to be one: a cluster's nodes are processes.
func TestMain(m *testing.M) {
	file := os.Getenv(nodeFile)
	if file == "" {
		os.Exit(m.Run())
	}
	if err := serve(file); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve does what the program livekit-server does.
func serve(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	conf, err := config.NewConfig(string(text), true, nil, nil)
	if err != nil {
		return err
	}
	config.InitLoggerFromConfig(&conf.Logging)
	node, err := routing.NewLocalNode(conf)
	if err != nil {
		return err
	}
	if err := errors.Join(conf.ValidateKeys(), conf.LoadTURNSecrets(), telemetry.Init(string(node.NodeID()), node.NodeType())); err != nil {
		return err
	}
	server, err := service.InitializeServer(conf, node)
	if err != nil {
		return err
	}
	return server.Start()
}

// settings are those of the file that operators begin with, as far as they can be on this host: its room's stay as they are.
func settings(t *testing.T, change func(all map[string]any)) (file string, s livekit.Server) {
	t.Helper()
	text, err := os.ReadFile("../../../../deploy/livekit/livekit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := yaml.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	address := harness.FreeAddr(t)
	host, port, _ := strings.Cut(address, ":")
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	all["port"], all["bind_addresses"] = number, []string{host}
	rtc := all["rtc"].(map[string]any)
	rtc["udp_port"], rtc["tcp_port"], rtc["use_external_ip"] = udpPort(t), tcpPort(t), false
	delete(all, "redis")
	s.URL = "ws://" + address
	for key, secret := range all["keys"].(map[string]any) {
		s.Key, s.Secret = key, secret.(string)
	}
	change(all)
	if text, err = yaml.Marshal(all); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "livekit.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file, s
}

// node starts a server of LiveKit in a process of its own.
func node(t *testing.T, change func(all map[string]any)) (livekit.Server, *harness.Server) {
	t.Helper()
	file, s := settings(t, change)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	healthy := func() error {
		a, err := http.Get(strings.Replace(s.URL, "ws", "http", 1))
		if err != nil {
			return err
		}
		_ = a.Body.Close()
		if a.StatusCode != http.StatusOK {
			return errors.New(a.Status)
		}
		return nil
	}
	return s, harness.Program(t, s.URL, healthy, "env", nodeFile+"="+file, self)
}

func udpPort(t *testing.T) int {
	l, err := net.ListenUDP("udp", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.LocalAddr().(*net.UDPAddr).Port
}

func tcpPort(t *testing.T) int {
	l, err := net.ListenTCP("tcp", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
