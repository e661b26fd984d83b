package telemetry

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

const gib = 1 << 30

func TestMemoryIsTheContainersWhereItIsLess(t *testing.T) {
	host := map[string]string{"proc/meminfo": "MemTotal: 8388608 kB\nMemFree: 100 kB\nMemAvailable: 6291456 kB\n"}
	for says, c := range map[string]struct {
		files       map[string]string
		limit, used float64
	}{
		"the host's":                                   {nil, 8 * gib, 2 * gib},
		"a container's, without the cache":             {map[string]string{"memory.max": "4294967296", "memory.current": "3221225472", "memory.stat": "anon 1\ninactive_file 1073741824\n"}, 4 * gib, 2 * gib},
		"a container's of version 1":                   {map[string]string{"memory/memory.limit_in_bytes": "4294967296", "memory/memory.usage_in_bytes": "1073741824"}, 4 * gib, gib},
		"a container that may have all":                {map[string]string{"memory.max": "max\n", "memory.current": "1"}, 8 * gib, 2 * gib},
		"a limit of version 1 that is beyond the host": {map[string]string{"memory/memory.limit_in_bytes": "9223372036854771712"}, 8 * gib, 2 * gib},
	} {
		t.Run(says, func(t *testing.T) {
			root := t.TempDir()
			files := map[string]string{}
			for name, text := range host {
				files[name] = text
			}
			for name, text := range c.files {
				files["sys/fs/cgroup/"+name] = text
			}
			for name, text := range files {
				path := filepath.Join(root, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			limit, used, err := memory(root)
			if err != nil || limit != c.limit || used != c.used {
				t.Errorf("limit %v, used %v, %v; want %v and %v", limit, used, err, c.limit, c.used)
			}
		})
	}
}

// TestTheHostIsToldOf: there is more disk than is free, and less memory in use than there is.
func TestTheHostIsToldOf(t *testing.T) {
	values := gathered(t, Disk("data", t.TempDir()), Memory())
	if size, free := values["codecraft_disk_size_bytes"], values["codecraft_disk_free_bytes"]; size <= 0 || free <= 0 || free > size {
		t.Errorf("%v bytes free of %v", free, size)
	}
	if limit, used := values["codecraft_memory_limit_bytes"], values["codecraft_memory_used_bytes"]; used <= 0 || used >= limit {
		t.Errorf("%v bytes used of %v", used, limit)
	}
}

func TestAFolderThatIsGoneFailsItsFiguresOnly(t *testing.T) {
	r := prometheus.NewRegistry()
	r.MustRegister(Disk("data", filepath.Join(t.TempDir(), "absent")), Memory())
	families, err := r.Gather()
	if err == nil || len(families) != 2 {
		t.Errorf("%d families, %v", len(families), err)
	}
}

func gathered(t *testing.T, all ...prometheus.Collector) map[string]float64 {
	t.Helper()
	r := prometheus.NewRegistry()
	r.MustRegister(all...)
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]float64{}
	for _, f := range families {
		values[f.GetName()] = f.GetMetric()[0].GetGauge().GetValue()
	}
	return values
}
