package operations

import (
	"maps"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// FiguresOf reads a process's metrics.
func FiguresOf(f telemetry.Families) Figures {
	streams := f.Sums("codecraft_http_streams_open", "kind")
	all := Figures{
		MemoryBytes: f.Sum("process_resident_memory_bytes"), MemoryUsedBytes: f.Sum("codecraft_memory_used_bytes"), MemoryLimitBytes: f.Sum("codecraft_memory_limit_bytes"),
		DiskFreeBytes: f.Sum("codecraft_disk_free_bytes"), DiskSizeBytes: f.Sum("codecraft_disk_size_bytes"),
		RequestsUnderWay: f.Sum("codecraft_http_requests_in_flight"), Streams: streams["events"], Sockets: streams["socket"],
		Attempts: f.Sum("codecraft_attempts_running"), MailsWaiting: f.Sum("codecraft_mails_waiting"), MailsOldest: f.Sum("codecraft_mails_oldest_seconds"),
		Outbox:   f.Sums("codecraft_outbox_waiting", "service"),
		HasVideo: f.Has("codecraft_video_rooms"), VideoRooms: f.Sum("codecraft_video_rooms"), VideoParticipants: f.Sum("codecraft_video_participants"),
		Recordings: f.Sum("codecraft_recordings_running"),
	}
	depth, oldest := f.Sums("codecraft_queue_depth", "lane"), f.Sums("codecraft_queue_oldest_seconds", "lane")
	for _, lane := range slices.Sorted(maps.Keys(depth)) {
		all.Queue = append(all.Queue, Lane{lane, depth[lane], oldest[lane]})
	}
	return all
}

// Measure fills in what a worker has in use.
func (w *Worker) Measure(f telemetry.Families) {
	busy := f.Sums("codecraft_worker_slots_busy", "lane")
	w.Slots, w.Runs, w.Judgings = f.Sum("codecraft_worker_slots"), busy["runs"], busy["judgings"]
	w.Waiting = f.Sum("codecraft_worker_waiting")
	w.Terminals, w.TerminalsBusy = f.Sum("codecraft_worker_terminals"), f.Sum("codecraft_worker_terminals_busy")
}
