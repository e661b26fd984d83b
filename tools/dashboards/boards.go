package main

const (
	requests = "codecraft_http_request_duration_seconds"
	perSec   = "ops"
	count    = "short"
	share    = "percentunit"
	seconds  = "s"
	size     = "bytes"

	lasting = `,route!~".+/(events|socket)"` // leaves out what takes as long as a page is open
)

// boards are all there are; routes are those of each service.
func boards(routes map[string]string) []board {
	return []board{
		overview(),
		of("auth", "People and sessions", routes, signIns()...),
		of("problems", "Problems", routes, database("problems")...),
		of("assessments", "Assessments", routes, attempts()...),
		of("interviews", "Interviews", routes, rooms()...),
		execution(routes["execution"]),
		budgets(),
		logs(),
	}
}

func overview() board {
	return board{name: "overview", title: "Overview", description: "How all of it is: begin here.", panels: []panel{
		single("Processes", "Processes that are scraped.", count, `count(codecraft_build_info{@})`),
		single("Workers", "Workers that take work.", count, `max(codecraft_workers{@})`),
		single("Attempts running", "Candidates who are at work.", count, `max(codecraft_attempts_running{@})`),
		single("Requests that failed", "Share of requests that were answered with a 5xx, of the last hour.", share, `codecraft:errors:ratio_rate1h{slo="api"}`),
		{title: "Requests", description: "Requests answered, by class of status.", unit: perSec, stacked: true, queries: []query{
			{`sum by (class) (rate(codecraft_http_requests_total{@}[$__rate_interval]))`, "{{class}}"},
		}},
		quantiles("Duration of requests", "Half of the requests take less than the lowest line; streams and sockets are left out.", requests, lasting),
		graph("Streams and sockets", "Pages that follow something, and documents that are open in a tab.", count, `sum by (kind) (codecraft_http_streams_open{@})`, "{{kind}}"),
		graph("Queue", "Runs and judgings that wait for a worker.", count, `max by (lane) (codecraft_queue_depth{@})`, "{{lane}}"),
		graph("Memory", "Memory that is used, of each host or container.", share, `codecraft_memory_used_bytes{@} / codecraft_memory_limit_bytes{@}`, "{{instance}}"),
		graph("Processors", "Processors that each process uses, with what it starts left out.", count, `rate(process_cpu_seconds_total{@}[$__rate_interval])`, "{{instance}}"),
		graph("Resident memory", "Memory of each process, with what it starts left out.", size, `process_resident_memory_bytes{@}`, "{{instance}}"),
		graph("Goroutines", "What each process does at once; growth without an end is a leak.", count, `go_goroutines{@}`, "{{instance}}"),
		graph("Disk that is free", "Of the file system with the data.", share, `codecraft_disk_free_bytes{@} / codecraft_disk_size_bytes{@}`, "{{instance}} {{folder}}"),
		graph("Outbox", "Age of the oldest message that waits to be sent to the queue.", seconds, `max by (service) (codecraft_outbox_oldest_seconds{@})`, "{{service}}"),
		graph("Mails", "Mails that wait, and how mails are sent.", count, `max(codecraft_mails_waiting{@})`, "waiting"),
		graph("Mails sent", "Tries to send a mail, by what came of it.", perSec, `sum by (result) (rate(codecraft_mails_total{@}[$__rate_interval]))`, "{{result}}"),
		graph("Blobs", "Operations on sources, tests and files, by what came of them.", perSec, `sum by (operation, result) (rate(codecraft_blob_operations_total{@}[$__rate_interval]))`, "{{operation}} {{result}}"),
		graph("Versions", "Which versions run: more than one while a new one is rolled out.", count, `count by (version, commit) (codecraft_build_info{@})`, "{{version}} {{commit}}"),
	}}
}

// of is the dashboard of a service: its requests, then what is its own.
func of(name, title string, routes map[string]string, own ...panel) board {
	return board{name: name, title: title, description: "The service " + name + ".", panels: append(red(routes[name]), own...)}
}

// red are rate, errors and duration of some routes.
func red(routes string) []panel {
	mine := `,route=~"` + routes + `"`
	return []panel{
		graph("Requests", "Requests by route: the pattern, not the path.", perSec, `sum by (route) (rate(`+requests+`_count{@`+mine+`}[$__rate_interval]))`, "{{route}}"),
		graph("Answers", "Requests by status.", perSec, `sum by (status) (rate(`+requests+`_count{@`+mine+`}[$__rate_interval]))`, "{{status}}"),
		quantiles("Duration", "Half of the requests take less than the lowest line; streams and sockets are left out.", requests, mine+lasting),
		graph("Slowest routes", "95 % of the requests of a route take less; the five slowest.", seconds,
			`topk(5, histogram_quantile(0.95, sum by (le, route) (rate(`+requests+`_bucket{@`+mine+lasting+`}[$__rate_interval]))))`, "{{route}}"),
	}
}

// database are what a service has of the database and the queue.
func database(service string) []panel {
	mine := `{@,service="` + service + `"}`
	return []panel{
		graph("Connections to the database", "Connections that are in use or idle, by pool.", count, `sum by (pool, state) (codecraft_db_connections`+mine+`)`, "{{pool}} {{state}}"),
		graph("Waiting for a connection", "Time that is waited for connections, in each second, all together.", seconds, `sum by (pool) (rate(codecraft_db_wait_seconds_total`+mine+`[$__rate_interval]))`, "{{pool}}"),
		graph("Outbox", "Messages that wait to be sent to the queue.", count, `max(codecraft_outbox_waiting`+mine+`)`, "waiting"),
	}
}

func signIns() []panel {
	return append([]panel{
		graph("Signing in", "Attempts with a password, by outcome: many that are wrong are somebody guessing.", perSec, `sum by (outcome) (rate(codecraft_auth_sign_ins_total{@}[$__rate_interval]))`, "{{outcome}}"),
		graph("Refreshes", "Refresh tokens that were presented, by outcome.", perSec, `sum by (outcome) (rate(codecraft_auth_refreshes_total{@}[$__rate_interval]))`, "{{outcome}}"),
		graph("Password hashes", "Hashes that are computed or waited for.", count, `sum(codecraft_auth_password_hashes{@})`, "hashes"),
	}, database("auth")...)
}

func attempts() []panel {
	return append([]panel{
		graph("Attempts running", "Candidates who are at work.", count, `max(codecraft_attempts_running{@})`, "attempts"),
		edits("assessments"),
		open("assessments"),
	}, database("assessments")...)
}

func rooms() []panel {
	return append([]panel{
		graph("Video", "Rooms of video, and who is in them.", count, `max(codecraft_video_participants{@})`, "people"),
		graph("Rooms", "Rooms of video; for ten minutes after everybody has left, too.", count, `max(codecraft_video_rooms{@})`, "rooms"),
		edits("interviews"),
		open("interviews"),
	}, database("interviews")...)
}

func edits(service string) panel {
	return graph("Edits", "Edits of shared documents.", perSec, `sum(rate(codecraft_document_edits_total{@,service="`+service+`"}[$__rate_interval]))`, "edits")
}

func open(service string) panel {
	return graph("Open documents", "Shared documents in memory.", count, `sum(codecraft_documents_open{@,service="`+service+`"})`, "documents")
}

func execution(routes string) board {
	all := red(routes)
	all = append(all,
		graph("Queue", "Runs that look for a free slot, and judgings that no worker has begun.", count, `max by (lane) (codecraft_queue_depth{@})`, "{{lane}}"),
		graph("Oldest in the queue", "How long the oldest of them has waited.", seconds, `max by (lane) (codecraft_queue_oldest_seconds{@})`, "{{lane}}"),
		panel{title: "Slots", description: "Slots in use, by lane, and how many there are.", unit: count, queries: []query{
			{`sum by (lane) (codecraft_worker_slots_busy{@})`, "{{lane}}"}, {`sum(codecraft_worker_slots{@})`, "slots"},
		}},
		panel{title: "Terminals", description: "Interactive runs, and how many there may be.", unit: count, queries: []query{
			{`sum(codecraft_worker_terminals_busy{@})`, "in use"}, {`sum(codecraft_worker_terminals{@})`, "terminals"},
		}},
		graph("Runs", "Runs by how they ended: internal_error is ours, the others are the programs'.", perSec, `sum by (status) (rate(codecraft_runs_total{@}[$__rate_interval]))`, "{{status}}"),
		graph("Runs refused", "Runs that were not taken, by reason.", perSec, `sum by (reason) (rate(codecraft_runs_refused_total{@}[$__rate_interval]))`, "{{reason}}"),
		graph("Verdicts", "Judgements by verdict: JE is ours.", perSec, `sum by (verdict) (rate(codecraft_verdicts_total{@}[$__rate_interval]))`, "{{verdict}}"),
		graph("Failures of the sandbox", "What could not be done; never the program's fault.", perSec, `sum by (reason) (rate(codecraft_sandbox_failures_total{@}[$__rate_interval]))`, "{{reason}}"),
		quantiles("Waiting for a run", "From a run's request to its result.", "codecraft_run_answer_seconds", ""),
		graph("Judging", "95 % of the judgements are begun, and are judged, within.", seconds, `histogram_quantile(0.95, sum by (le, stage) (rate(codecraft_judgement_seconds_bucket{@}[$__rate_interval])))`, "{{stage}}"),
		graph("Stages", "95 % of what a run or a judging does takes less, by stage.", seconds, `histogram_quantile(0.95, sum by (le, stage) (rate(codecraft_stage_seconds_bucket{@}[$__rate_interval])))`, "{{stage}}"),
		graph("Languages", "Time that programs of a language hold slots, in each second.", seconds, `sum by (language) (rate(codecraft_stage_seconds_sum{@,stage="run"}[$__rate_interval]))`, "{{language}}"),
		graph("Compiled before", "Share of programs that were compiled before.", share, `sum(rate(codecraft_compile_cache_total{@,result="hit"}[$__rate_interval])) / sum(rate(codecraft_compile_cache_total{@}[$__rate_interval]))`, "hits"),
		graph("Webhooks", "Messages to webhooks, by what came of them.", perSec, `sum by (result) (rate(codecraft_webhook_messages_total{@}[$__rate_interval]))`, "{{result}}"),
	)
	return board{name: "execution", title: "Execution", description: "Runs and judgings: the service execution and its workers.", panels: append(all, database("execution")...)}
}

// budgets are of the promises that deploy/monitoring/alerts/slo.yaml watches over.
func budgets() board {
	b := board{name: "slos", title: "Error budgets", description: "What is promised, and how much of the budget of 30 days is used how fast."}
	for _, slo := range []struct{ name, title, budget string }{{"api", "API", "0.001"}, {"run", "Runs", "0.005"}, {"judging", "Judging", "0.001"}} {
		name := `{slo="` + slo.name + `"}`
		b.panels = append(b.panels,
			single(slo.title+", of three days", "Share that failed by a fault of ours; the budget is "+slo.budget+".", share, `codecraft:errors:ratio_rate3d`+name),
			single(slo.title+", of an hour", "How many times as fast as it lasts the budget is used.", count, `codecraft:errors:ratio_rate1h`+name+` / `+slo.budget),
		)
	}
	for _, window := range []string{"5m", "1h", "6h", "3d"} {
		b.panels = append(b.panels, graph("Failed, of "+window, "Share that failed by a fault of ours.", share, `codecraft:errors:ratio_rate`+window, "{{slo}}"))
	}
	return b
}
