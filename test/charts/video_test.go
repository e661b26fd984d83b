package charts_test

import "testing"

// TestAVideoServerIsToldToWhoAsksItAndToPages: interviews asks it with a key and records what it hears, web lets pages talk to it, and
// nobody else learns of it.
func TestAVideoServerIsToldToWhoAsksItAndToPages(t *testing.T) {
	all := rendered(t, fixture{"codecraft", folder + "codecraft/ci/livekit-values.yaml"})
	policies := named(all, "NetworkPolicy")
	deployments := named(all, "Deployment")
	if len(deployments) != 7 {
		t.Fatalf("%d services", len(deployments))
	}
	for name, o := range deployments {
		c, labels := o.Spec.Template.Spec.Containers[0], o.Spec.Template.Metadata.Labels
		env := c.environment()
		asks, shows := labels[component] == "interviews", labels[component] == "web"
		if (env["CODECRAFT_LIVEKIT_URL"] == "wss://video.example.org") != (asks || shows) || (env["CODECRAFT_MEDIA"] == "livekit") != (asks || shows) {
			t.Errorf("%s is told of %q by %q", name, env["CODECRAFT_LIVEKIT_URL"], env["CODECRAFT_MEDIA"])
		}
		if (env["CODECRAFT_LIVEKIT_KEY"] != "") != asks || (env["CODECRAFT_LIVEKIT_SECRET"] != "") != asks {
			t.Errorf("%s has the key: %v", name, !asks)
		}
		if labels[component] != "execution" && out(policies, labels, "443") != asks {
			t.Errorf("%s reaches the video server: %v", name, !asks)
		}
	}
	if claims := named(all, "PersistentVolumeClaim"); claims["codecraft-interviews-data"].Kind == "" {
		t.Error("recordings are made where nothing is kept")
	}
}

// TestAmazonIsToldToWhoAsksItAndToPages: interviews asks it, as several pods if so many are wanted, and keeps nothing for recordings.
func TestAmazonIsToldToWhoAsksItAndToPages(t *testing.T) {
	all := rendered(t, fixture{"codecraft", folder + "codecraft/ci/chime-values.yaml"})
	policies, deployments := named(all, "NetworkPolicy"), named(all, "Deployment")
	if len(deployments) != 7 {
		t.Fatalf("%d services", len(deployments))
	}
	for name, o := range deployments {
		env, labels := o.Spec.Template.Spec.Containers[0].environment(), o.Spec.Template.Metadata.Labels
		asks, shows := labels[component] == "interviews", labels[component] == "web"
		if (env["CODECRAFT_CHIME_REGION"] == "eu-central-1") != (asks || shows) || (env["CODECRAFT_MEDIA"] == "chime") != (asks || shows) {
			t.Errorf("%s is told of %q by %q", name, env["CODECRAFT_CHIME_REGION"], env["CODECRAFT_MEDIA"])
		}
		if labels[component] != "execution" && out(policies, labels, "443") != asks {
			t.Errorf("%s reaches Amazon: %v", name, !asks)
		}
	}
	if claims := named(all, "PersistentVolumeClaim"); claims["codecraft-interviews-data"].Kind != "" {
		t.Error("there is a volume for recordings, of which there are none")
	}
}
