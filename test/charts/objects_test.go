package charts_test

import (
	"fmt"
	"slices"
	"strings"
)

// object is one of Kubernetes, as far as these tests ask.
type object struct {
	Kind     string   `yaml:"kind"`
	Metadata metadata `yaml:"metadata"`
	Data     map[string]string
	Spec     struct {
		PodSpec  `yaml:",inline"`
		Replicas *int   `yaml:"replicas"`
		Type     string `yaml:"type"`
		Ports    []struct {
			Name string `yaml:"name"`
		} `yaml:"ports"`
		Strategy struct {
			Type string `yaml:"type"`
		} `yaml:"strategy"`
		Template struct {
			Metadata metadata `yaml:"metadata"`
			Spec     PodSpec  `yaml:"spec"`
		} `yaml:"template"`
		ScaleTargetRef struct {
			Name string `yaml:"name"`
		} `yaml:"scaleTargetRef"`
		MinReplicas     int `yaml:"minReplicas"`
		MinReplicaCount int `yaml:"minReplicaCount"`
		Triggers        []struct {
			Metadata map[string]string `yaml:"metadata"`
		} `yaml:"triggers"`
		MaxUnavailable int      `yaml:"maxUnavailable"`
		PodSelector    selector `yaml:"podSelector"`
		Ingress        []rule   `yaml:"ingress"`
		Egress         []rule   `yaml:"egress"`
	} `yaml:"spec"`
}

type metadata struct {
	Name        string            `yaml:"name"`
	Labels      map[string]string `yaml:"labels"`
	Annotations map[string]string `yaml:"annotations"`
}

// PodSpec is exported for the reader of YAML, which embeds nothing else.
type PodSpec struct {
	AutomountServiceAccountToken  *bool           `yaml:"automountServiceAccountToken"`
	EnableServiceLinks            *bool           `yaml:"enableServiceLinks"`
	ServiceAccountName            string          `yaml:"serviceAccountName"`
	HostUsers                     *bool           `yaml:"hostUsers"`
	HostNetwork                   bool            `yaml:"hostNetwork"`
	TerminationGracePeriodSeconds int             `yaml:"terminationGracePeriodSeconds"`
	SecurityContext               securityContext `yaml:"securityContext"`
	Containers                    []container     `yaml:"containers"`
	Volumes                       []volume        `yaml:"volumes"`
}

type securityContext struct {
	RunAsNonRoot             *bool  `yaml:"runAsNonRoot"`
	RunAsUser                *int   `yaml:"runAsUser"`
	AllowPrivilegeEscalation *bool  `yaml:"allowPrivilegeEscalation"`
	ReadOnlyRootFilesystem   bool   `yaml:"readOnlyRootFilesystem"`
	ProcMount                string `yaml:"procMount"`
	Capabilities             struct {
		Add  []string `yaml:"add"`
		Drop []string `yaml:"drop"`
	} `yaml:"capabilities"`
	SeccompProfile struct {
		Type             string `yaml:"type"`
		LocalhostProfile string `yaml:"localhostProfile"`
	} `yaml:"seccompProfile"`
	AppArmorProfile struct {
		Type string `yaml:"type"`
	} `yaml:"appArmorProfile"`
}

type container struct {
	Image string   `yaml:"image"`
	Args  []string `yaml:"args"`
	Env   []struct {
		Name      string `yaml:"name"`
		Value     string `yaml:"value"`
		ValueFrom struct {
			SecretKeyRef struct {
				Name, Key string
			} `yaml:"secretKeyRef"`
			FieldRef struct {
				FieldPath string `yaml:"fieldPath"`
			} `yaml:"fieldRef"`
		} `yaml:"valueFrom"`
	} `yaml:"env"`
	SecurityContext securityContext `yaml:"securityContext"`
	Resources       struct {
		Requests map[string]string `yaml:"requests"`
		Limits   map[string]string `yaml:"limits"`
	} `yaml:"resources"`
	StartupProbe   any `yaml:"startupProbe"`
	ReadinessProbe any `yaml:"readinessProbe"`
	LivenessProbe  any `yaml:"livenessProbe"`
	Lifecycle      struct {
		PreStop struct {
			Sleep struct {
				Seconds int `yaml:"seconds"`
			} `yaml:"sleep"`
			Exec struct {
				Command []string `yaml:"command"`
			} `yaml:"exec"`
		} `yaml:"preStop"`
	} `yaml:"lifecycle"`
}

type volume struct {
	Name                  string            `yaml:"name"`
	HostPath              map[string]string `yaml:"hostPath"`
	EmptyDir              map[string]string `yaml:"emptyDir"`
	PersistentVolumeClaim struct {
		ClaimName string `yaml:"claimName"`
	} `yaml:"persistentVolumeClaim"`
}

const component = "app.kubernetes.io/component"

// pod is one that an object makes: of a Deployment, a hook, a test.
func (o object) pod() (labels map[string]string, p PodSpec, ok bool) {
	if o.Kind == "Pod" {
		return o.Metadata.Labels, o.Spec.PodSpec, true
	}
	p = o.Spec.Template.Spec
	return o.Spec.Template.Metadata.Labels, p, len(p.Containers) > 0
}

// programs tells whether it is one that strangers' programs run in, or that does what such a one does.
func (o object) programs() bool {
	labels, p, ok := o.pod()
	if !ok || o.Kind == "DaemonSet" {
		return false
	}
	name := strings.TrimSuffix(labels[component], "-hook")
	return slices.Contains([]string{"worker", "all-in-one"}, name) && len(p.Containers) == 1
}

// named answers the objects of a kind by their names.
func named(all []object, kind string) map[string]object {
	found := map[string]object{}
	for _, o := range all {
		if o.Kind == kind {
			found[o.Metadata.Name] = o
		}
	}
	return found
}

// textOf is a scalar as it stands in a document: ports are numbers or names.
func textOf(v any) string { return fmt.Sprint(v) }
