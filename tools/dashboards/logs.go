package main

// logs are asked of Loki, whatever brought the lines there: they are JSON. docs/operations/logs.md tells of their keys.
func logs() board {
	return board{name: "logs", title: "Logs", description: "What the product's processes tell: choose services, or write an id of anything.", asks: loki(), panels: []panel{
		counted("Lines", "Lines of the log, by service.", `sum by (service_name) (count_over_time({@} [$__auto]))`, "{{service_name}}"),
		counted("Warnings and errors", "What an operator should know of, by service.", `sum by (service_name, level) (count_over_time({@} | json level="level" | level=~"WARN|ERROR" [$__auto]))`, "{{service_name}} {{level}}"),
		counted("Answers that are errors", "By the code of the error, as docs/errors.md lists them.", "sum by (code) (count_over_time({@} |= `\"code\":` | json msg=\"msg\", code=\"code\" | msg=\"request\" | code!=\"\" [$__auto]))", "{{code}}"),
		counted("What people do", "Requests of members that change something, by route.", "sum by (route) (count_over_time({@} |= `\"user\":` | json msg=\"msg\", method=\"method\", route=\"route\" | msg=\"request\" | method!=\"GET\" [$__auto]))", "{{route}}"),
		counted("Judgings", "Judgings of workers, by verdict.", "sum by (verdict) (count_over_time({@} |= `\"msg\":\"judging\"` | json verdict=\"verdict\" [$__auto]))", "{{verdict}}"),
		counted("Runs", "Runs of workers, by how they ended.", "sum by (status) (count_over_time({@} |= `\"msg\":\"run\"` | json status=\"status\" [$__auto]))", "{{status}}"),
		lines("Everything about an id", "Lines that hold the id above, of a submission, an attempt, a request, a person, a trace; all lines without one.", "{@} |= `$id`"),
		lines("Warnings and errors, as they were told", "With what is known of each.", `{@} | json level="level" | level=~"WARN|ERROR"`),
		lines("The way of submissions and judgings", "Queued, judged by a worker, taken in.", "{@} |~ `\"msg\":\"(judging|submission)`"),
	}}
}

// counted are lines over time; those of one point are those since the one before.
func counted(title, description, expr, legend string) panel {
	p := graph(title, description, count, expr, legend)
	p.stacked = true
	return p
}
