package charts_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

type selector struct {
	MatchLabels      map[string]string `yaml:"matchLabels"`
	MatchExpressions []struct {
		Key      string   `yaml:"key"`
		Operator string   `yaml:"operator"`
		Values   []string `yaml:"values"`
	} `yaml:"matchExpressions"`
}

// matches knows the one operator that the charts use.
func (s selector) matches(labels map[string]string) bool {
	for key, value := range s.MatchLabels {
		if labels[key] != value {
			return false
		}
	}
	for _, e := range s.MatchExpressions {
		if e.Operator != "In" || !slices.Contains(e.Values, labels[e.Key]) {
			return false
		}
	}
	return true
}

type peer struct {
	PodSelector       *selector `yaml:"podSelector"`
	NamespaceSelector *selector `yaml:"namespaceSelector"`
	IPBlock           *struct {
		CIDR string `yaml:"cidr"`
	} `yaml:"ipBlock"`
}

type rule struct {
	Ports []struct {
		Port     any    `yaml:"port"`
		Protocol string `yaml:"protocol"`
	} `yaml:"ports"`
	From []peer `yaml:"from"`
	To   []peer `yaml:"to"`
}

// port tells whether the rule is about a port of TCP, by its number or the name that containers give it.
func (r rule) port(number string) bool {
	names := map[string]string{"8080": "http", "9080": "metrics"}
	for _, p := range r.Ports {
		if text := textOf(p.Port); p.Protocol != "UDP" && (text == number || text == names[number]) {
			return true
		}
	}
	return false
}

// passes tells whether pods with these labels, in the same namespace, are among the peers. No peers are all.
func passes(peers []peer, labels map[string]string) bool {
	return len(peers) == 0 || slices.ContainsFunc(peers, func(p peer) bool {
		return p.PodSelector != nil && p.NamespaceSelector == nil && p.PodSelector.matches(labels)
	})
}

// sends tells whether the first may send to the second at a port, by the policies, and takes whether that may take it.
func sends(policies map[string]object, from, to map[string]string, port string) bool {
	return anyRule(policies, from, func(o object) []rule { return o.Spec.Egress }, func(r rule) bool { return r.port(port) && passes(r.To, to) })
}

func takes(policies map[string]object, from, to map[string]string, port string) bool {
	return anyRule(policies, to, func(o object) []rule { return o.Spec.Ingress }, func(r rule) bool { return r.port(port) && passes(r.From, from) })
}

func reaches(policies map[string]object, from, to map[string]string, port string) bool {
	return sends(policies, from, to, port) && takes(policies, from, to, port)
}

// anyRule tells whether one of the rules for a pod is as wanted.
func anyRule(policies map[string]object, pod map[string]string, rules func(object) []rule, wanted func(rule) bool) bool {
	for _, p := range policies {
		if p.Spec.PodSelector.matches(pod) && slices.ContainsFunc(rules(p), wanted) {
			return true
		}
	}
	return false
}

// out tells whether a pod may send to some address at the port.
func out(policies map[string]object, from map[string]string, port string) bool {
	return anyRule(policies, from, func(o object) []rule { return o.Spec.Egress }, func(r rule) bool { return r.port(port) })
}

// TestOnlyTheFrontIsPublished: what is for operators (metrics, profiles) has a Service of its own, which is never one that others reach.
func TestOnlyTheFrontIsPublished(t *testing.T) {
	each(t, func(t *testing.T, _ fixture, all []object) {
		for name, o := range named(all, "Service") {
			inside := o.Spec.Type == "" || o.Spec.Type == "ClusterIP"
			for _, p := range o.Spec.Ports {
				if (p.Name == "metrics") != strings.HasSuffix(name, "-metrics") || p.Name == "metrics" && !inside {
					t.Errorf("%s, %s, has %s", name, o.Spec.Type, p.Name)
				}
			}
			front := strings.HasSuffix(name, "-web") || strings.HasSuffix(name, "-all-in-one") || strings.HasSuffix(name, "-media")
			if !inside && !front {
				t.Errorf("%s is %s", name, o.Spec.Type)
			}
		}
	})
}

// TestNeighboursReachOneAnotherAndNobodyElse reads the policies as a network would, which no test here has.
func TestNeighboursReachOneAnotherAndNobodyElse(t *testing.T) {
	all := rendered(t, fixture{"codecraft", folder + "codecraft/ci/services-values.yaml"})
	policies, pods := named(all, "NetworkPolicy"), map[string]map[string]string{}
	for _, o := range named(all, "Deployment") {
		labels := o.Spec.Template.Metadata.Labels
		pods[labels[component]] = labels
	}
	if len(policies) != 7 || len(pods) != 7 {
		t.Fatalf("%d policies for %d services", len(policies), len(pods))
	}
	stranger := map[string]string{"app": "stranger"}
	for name, labels := range pods {
		if got := reaches(policies, pods["web"], labels, "8080"); got != (name != "worker") {
			t.Errorf("web reaches %s: %v", name, got)
		}
		for other, theirs := range pods {
			if name != "web" && other != name && reaches(policies, labels, theirs, "8080") {
				t.Errorf("%s reaches %s", name, other)
			}
		}
		if takes(policies, stranger, labels, "9080") || takes(policies, stranger, labels, "8080") != (name == "web") {
			t.Errorf("a stranger reaches %s", name)
		}
		hook := maps.Clone(labels)
		hook[component] += "-hook"
		if !reaches(policies, hook, labels, "9080") {
			t.Errorf("the test of %s does not reach it", name)
		}
		database := name != "web" && name != "worker"
		if !out(policies, labels, "4222") || !out(policies, labels, "53") || out(policies, labels, "5432") != database || out(policies, hook, "5432") != database {
			t.Errorf("%s: the queue %v, names %v, the database %v", name, out(policies, labels, "4222"), out(policies, labels, "53"), out(policies, labels, "5432"))
		}
		if mail := name == "auth" || name == "assessments" || name == "interviews"; out(policies, labels, "587") != mail {
			t.Errorf("%s reaches mail servers: %v", name, !mail)
		}
		if out(policies, labels, "443") != (name == "execution") {
			t.Errorf("%s reaches the world", name)
		}
	}
}
