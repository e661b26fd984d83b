package charts_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// environment is what a container is given, secrets and fields of the cluster as they might be.
func (c container) environment() map[string]string {
	env := map[string]string{}
	for _, v := range c.Env {
		value := v.Value
		switch {
		case v.ValueFrom.FieldRef.FieldPath != "":
			value = "192.0.2.10"
		case v.Name == "CODECRAFT_DATABASE_URL":
			value = "postgres://codecraft@database/codecraft"
		case v.Name == "CODECRAFT_NATS_URL":
			value = "nats://queue:4222"
		case v.ValueFrom.SecretKeyRef.Name != "":
			value = "filled-in"
		}
		env[v.Name] = value
	}
	return env
}

// TestTheProductTakesWhatChartsSet gives each pod's settings to the product itself: none is unknown, none contradicts another.
func TestTheProductTakesWhatChartsSet(t *testing.T) {
	each(t, func(t *testing.T, _ fixture, all []object) {
		for _, o := range all {
			_, p, ok := o.pod()
			if !ok || o.Kind == "DaemonSet" {
				continue
			}
			t.Run(o.Kind+"/"+o.Metadata.Name, func(t *testing.T) {
				env := p.Containers[0].environment()
				if env["CODECRAFT_SERVICES"] == "" && o.Kind != "Pod" {
					t.Fatalf("it says not what runs: %v", env)
				}
				for key, value := range env {
					t.Setenv(key, value)
				}
				status, _, says := codecraft("config")
				if status != 0 || strings.Contains(says, "is not known") {
					t.Errorf("status %d: %s", status, says)
				}
				args := p.Containers[0].Args
				if _, _, says := codecraft(args[0], "--help"); says != "" {
					t.Errorf("codecraft %v: %s", args, says)
				}
				// A program that is not there: what is wrong with its settings is said before that.
				if args[0] == "run" {
					if _, _, says := codecraft(args...); !strings.Contains(says, args[1]) {
						t.Errorf("codecraft %v: %s", args, says)
					}
				}
			})
		}
	})
}

// TestPodsHaveNoRights holds every pod to the restricted standard of pod security: those of hooks and tests, too. What programs of
// strangers run in has a profile and a /proc of its own instead, and what puts the profile there has one folder of the node.
func TestPodsHaveNoRights(t *testing.T) {
	each(t, func(t *testing.T, _ fixture, all []object) {
		for _, o := range all {
			_, p, ok := o.pod()
			if !ok {
				continue
			}
			c := p.Containers[0]
			s := c.SecurityContext
			if p.AutomountServiceAccountToken == nil || *p.AutomountServiceAccountToken || p.EnableServiceLinks == nil || *p.EnableServiceLinks || len(p.Containers) != 1 {
				t.Errorf("%s: %+v", o.Metadata.Name, p)
			}
			if s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation || !s.ReadOnlyRootFilesystem ||
				!slices.Equal(s.Capabilities.Drop, []string{"ALL"}) || len(s.Capabilities.Add) > 0 || p.SecurityContext.SeccompProfile.Type != "RuntimeDefault" {
				t.Errorf("%s: %+v", o.Metadata.Name, s)
			}
			node := o.Kind == "DaemonSet"
			if user := p.SecurityContext.RunAsUser; user == nil || *user != map[bool]int{false: 65532, true: 0}[node] || s.RunAsUser != nil {
				t.Errorf("%s runs as another user", o.Metadata.Name)
			}
			if root := p.SecurityContext.RunAsNonRoot; !node && (root == nil || !*root) {
				t.Errorf("%s may be root", o.Metadata.Name)
			}
			if !o.programs() && (s.ProcMount != "" || p.HostUsers != nil || s.SeccompProfile.Type != "" || s.AppArmorProfile.Type != "") {
				t.Errorf("%s has what is for programs of strangers: %+v", o.Metadata.Name, s)
			}
			for _, v := range p.Volumes {
				if len(v.HostPath) > 0 && !node {
					t.Errorf("%s has a folder of the node: %v", o.Metadata.Name, v.HostPath)
				}
				if v.EmptyDir != nil && v.EmptyDir["sizeLimit"] == "" {
					t.Errorf("%s: %s has no limit", o.Metadata.Name, v.Name)
				}
			}
			if c.Resources.Limits["memory"] == "" || c.Resources.Requests["memory"] == "" || strings.HasSuffix(c.Image, ":latest") || !strings.Contains(c.Image, "codecraft/") {
				t.Errorf("%s: %s with %v", o.Metadata.Name, c.Image, c.Resources)
			}
		}
	})
}

// TestAWorkersPodIsAsTheSandboxWantsIt in each of the three ways, and so is the pod that tests it.
func TestAWorkersPodIsAsTheSandboxWantsIt(t *testing.T) {
	for file, want := range map[string]struct{ users, proc, seccomp, level string }{
		"default":           {"own", "Unmasked", "Localhost", "isolated"},
		"older-nodes":       {"", "", "Localhost", "isolated"},
		"contained":         {"", "", "", "contained"},
		"profile-of-others": {"own", "Unmasked", "Localhost", "isolated"},
		"workers-alone":     {"own", "Unmasked", "Localhost", "isolated"},
	} {
		t.Run(file, func(t *testing.T) {
			all := rendered(t, fixture{"execution", folder + "execution/ci/" + file + "-values.yaml"})
			found := 0
			for _, o := range all {
				_, p, ok := o.pod()
				if !ok || !o.programs() {
					continue
				}
				found++
				s := p.Containers[0].SecurityContext
				if own := p.HostUsers != nil && !*p.HostUsers; own != (want.users == "own") || s.ProcMount != want.proc || s.SeccompProfile.Type != want.seccomp {
					t.Errorf("%s: users of its own: %v, %+v", o.Metadata.Name, own, s)
				}
				level := want.level
				// The pods that test it run one program of ours, by a command that takes the best there is and knows no isolated.
				if level == "isolated" && strings.Contains(o.Metadata.Name, "-test-") {
					level = "auto"
				}
				if got := p.Containers[0].environment()["CODECRAFT_SANDBOX_LEVEL"]; got != level {
					t.Errorf("%s is %s, not %s", o.Metadata.Name, got, level)
				}
			}
			if found != 3 {
				t.Errorf("%d pods run programs: one works, and two test it", found)
			}
		})
	}
}

// TestTheProfileOnTheNodesIsTheRepositorys: it is named by its content, so that an upgrade leaves running pods theirs.
func TestTheProfileOnTheNodesIsTheRepositorys(t *testing.T) {
	all := rendered(t, fixture{"execution", folder + "execution/ci/default-values.yaml"})
	profile := strings.TrimSpace(contents(t, root+"deploy/kubernetes/seccomp/execution.json"))
	if got := strings.TrimSpace(named(all, "ConfigMap")["codecraft-worker-seccomp"].Data["execution.json"]); got != profile {
		t.Errorf("the profile is another one:\n%s", got)
	}
	sum := sha256.Sum256([]byte(profile))
	want := "codecraft/execution-" + hex.EncodeToString(sum[:])[:12] + ".json"
	worker := named(all, "Deployment")["codecraft-worker"].Spec.Template.Spec.Containers[0].SecurityContext.SeccompProfile.LocalhostProfile
	if worker != want {
		t.Errorf("workers ask for %s, want %s", worker, want)
	}
	if nodes := named(all, "DaemonSet"); len(nodes) != 1 {
		t.Errorf("%d DaemonSets", len(nodes))
	}
	for file, nodes := range map[string]int{"contained": 0, "profile-of-others": 0, "older-nodes": 1} {
		if all := named(rendered(t, fixture{"execution", folder + "execution/ci/" + file + "-values.yaml"}), "DaemonSet"); len(all) != nodes {
			t.Errorf("%s has %d DaemonSets", file, len(all))
		}
	}
}

func seconds(t *testing.T, text string) int {
	t.Helper()
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return int(d.Seconds())
}

// TestPodsStopInTime: what a pod waits for, and what the product takes then, fit into its grace; workers hand back before they must end.
func TestPodsStopInTime(t *testing.T) {
	each(t, func(t *testing.T, _ fixture, all []object) {
		for name, o := range named(all, "Deployment") {
			p := o.Spec.Template.Spec
			c := p.Containers[0]
			env := c.environment()
			drain, worker := seconds(t, env["CODECRAFT_DRAIN"]), 0
			if env["CODECRAFT_WORKER_DRAIN"] != "" {
				worker = seconds(t, env["CODECRAFT_WORKER_DRAIN"])
			}
			wait := c.Lifecycle.PreStop.Sleep.Seconds
			if command := c.Lifecycle.PreStop.Exec.Command; len(command) > 0 {
				wait = seconds(t, command[len(command)-1])
			}
			if worker >= drain || wait+drain >= p.TerminationGracePeriodSeconds {
				t.Errorf("%s waits %d, drains %d (workers %d), and has %d", name, wait, drain, worker, p.TerminationGracePeriodSeconds)
			}
			if env["CODECRAFT_MEDIA"] == "embedded" && wait < 3600 {
				t.Errorf("%s cuts interviews off after %d seconds", name, wait)
			}
			if c.StartupProbe == nil || c.ReadinessProbe == nil || c.LivenessProbe == nil {
				t.Errorf("%s lacks a probe", name)
			}
		}
	})
}

// TestWhoScalesDecidesAlone: where something scales, nothing else says how many pods there are, and never none.
func TestWhoScalesDecidesAlone(t *testing.T) {
	each(t, func(t *testing.T, _ fixture, all []object) {
		scaled := map[string]int{}
		for _, o := range all {
			switch o.Kind {
			case "HorizontalPodAutoscaler":
				scaled[o.Spec.ScaleTargetRef.Name] = o.Spec.MinReplicas
			case "ScaledObject":
				scaled[o.Spec.ScaleTargetRef.Name] = o.Spec.MinReplicaCount
				m := o.Spec.Triggers[0].Metadata
				if m["stream"] != wire.StreamJudge || m["consumer"] != wire.WorkersQueue || m["lagThreshold"] == "" || m["natsServerMonitoringEndpoint"] == "" {
					t.Errorf("%s asks for %v, and judgings wait in %s for %s", o.Metadata.Name, m, wire.StreamJudge, wire.WorkersQueue)
				}
			}
		}
		budgets := named(all, "PodDisruptionBudget")
		for name, o := range named(all, "Deployment") {
			if least, ok := scaled[name]; ok != (o.Spec.Replicas == nil) || ok && least < 1 {
				t.Errorf("%s: replicas %v, and a scaler: %v, from %d", name, o.Spec.Replicas, ok, least)
			}
			if budgets[name].Spec.MaxUnavailable != 1 {
				t.Errorf("%s has no budget", name)
			}
			delete(scaled, name)
		}
		if len(scaled) > 0 {
			t.Errorf("scaled is what is not there: %v", scaled)
		}
	})
}

// TestHooksNeedNothingThatComesLater: a hook before an upgrade finds what an earlier release made, and what is there always.
func TestHooksNeedNothingThatComesLater(t *testing.T) {
	each(t, func(t *testing.T, _ fixture, all []object) {
		for name, o := range named(all, "Job") {
			p := o.Spec.Template.Spec
			if o.Metadata.Annotations["helm.sh/hook"] != "pre-upgrade" || p.ServiceAccountName != "default" || !slices.Equal(p.Containers[0].Args, []string{"migrate"}) {
				t.Errorf("%s: %v as %s", name, o.Metadata.Annotations, p.ServiceAccountName)
			}
			for _, v := range p.Volumes {
				if v.PersistentVolumeClaim.ClaimName != "" {
					t.Errorf("%s wants the volume of a pod that runs", name)
				}
			}
		}
	})
}
