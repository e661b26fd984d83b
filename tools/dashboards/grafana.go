package main

import (
	"strconv"
	"strings"
)

// board is a dashboard.
type board struct {
	name, title, description string
	panels                   []panel
	asks                     origin // the zero one asks Prometheus
}

// panel is a graph, or, when it is single, one number, or lines of a log. In a query, @ stands for the choice of job and instance, of
// a log for that of services.
type panel struct {
	title, description string
	unit               string // as Grafana calls it
	single             bool
	stacked            bool
	lines              bool
	queries            []query
}

// origin is where the queries of a board go.
type origin struct {
	kind      string // of the data source, as Grafana calls it
	chosen    string // what @ stands for
	variables []object
}

type query struct{ expr, legend string }

const (
	source   = "${datasource}"
	chosen   = `job=~"$job",instance=~"$instance"`
	columns  = 24
	narrow   = 6 // of a single number
	wide     = 12
	low      = 4
	high     = 8
	highest  = 12 // of lines, which have a whole row
	schema   = 39
	anything = ".*"
)

type object = map[string]any

func (b board) grafana() object {
	return object{
		"uid": "codecraft-" + b.name, "title": "CodeCraft: " + b.title, "description": b.description, "tags": []string{"codecraft"},
		"schemaVersion": schema, "editable": true, "graphTooltip": 1, "refresh": "30s",
		"time":       object{"from": "now-3h", "to": "now"},
		"timezone":   "browser",
		"templating": object{"list": b.origin().variables},
		"links":      []object{{"type": "dashboards", "tags": []string{"codecraft"}, "title": "CodeCraft", "asDropdown": true, "includeVars": true, "keepTime": true}},
		"panels":     b.placed(),
	}
}

func (b board) origin() origin {
	if b.asks.kind == "" {
		return prometheus()
	}
	return b.asks
}

// prometheus has the data source, the job and the instances chosen.
func prometheus() origin {
	const kind = "prometheus"
	of := func(name, label, query string) object {
		return choice(kind, name, label, object{"query": query, "refId": name}, query)
	}
	return origin{kind: kind, chosen: chosen, variables: []object{
		sources(kind),
		of("job", "Job", "label_values(codecraft_build_info, job)"),
		of("instance", "Instance", `label_values(codecraft_build_info{job=~"$job"}, instance)`),
	}}
}

// loki has the data source and the services chosen, and an id, or any other text, that lines are looked for by.
func loki() origin {
	const kind = "loki"
	values := object{"label": "service_name", "stream": `{service_namespace="codecraft"}`, "type": 1, "refId": "service"}
	return origin{kind: kind, chosen: `service_namespace="codecraft",service_name=~"$service"`, variables: []object{
		sources(kind),
		choice(kind, "service", "Service", values, `label_values({service_namespace="codecraft"}, service_name)`),
		{"name": "id", "label": "Id", "type": "textbox", "query": "", "current": object{"text": "", "value": ""}},
	}}
}

func sources(kind string) object {
	return object{"name": "datasource", "label": "Data source", "type": "datasource", "query": kind}
}

// choice is of some values, all of them unless something is chosen, whatever they are called.
func choice(kind, name, label string, query object, definition string) object {
	return object{
		"name": name, "label": label, "type": "query", "datasource": object{"type": kind, "uid": source}, "query": query, "definition": definition,
		"refresh": 2, "multi": true, "includeAll": true, "allValue": anything, "sort": 1,
		"current": object{"text": []string{"All"}, "value": []string{"$__all"}},
	}
}

// placed puts the panels in rows, as they come.
func (b board) placed() (all []object) {
	x, y, row := 0, 0, 0
	for i, p := range b.panels {
		width, height := wide, high
		switch {
		case p.single:
			width, height = narrow, low
		case p.lines:
			width, height = columns, highest
		}
		if x+width > columns || row != 0 && row != height {
			x, y = 0, y+row
		}
		row = height
		o := p.grafana(b.origin())
		o["id"], o["gridPos"] = i+1, object{"x": x, "y": y, "w": width, "h": height}
		all = append(all, o)
		x += width
	}
	return all
}

func (p panel) grafana(from origin) object {
	data := object{"type": from.kind, "uid": source}
	var targets []object
	for i, q := range p.queries {
		target := object{
			"refId": string(rune('A' + i)), "datasource": data, "expr": strings.ReplaceAll(q.expr, "@", from.chosen), "legendFormat": q.legend,
		}
		if p.single {
			target["instant"] = true
		}
		targets = append(targets, target)
	}
	o := object{"title": p.title, "description": p.description, "datasource": data, "targets": targets}
	if p.lines {
		o["type"] = "logs"
		o["options"] = object{"showTime": true, "wrapLogMessage": true, "enableLogDetails": true, "prettifyLogMessage": false, "sortOrder": "Ascending", "dedupStrategy": "none"}
		return o
	}
	if p.single {
		o["type"] = "stat"
		o["fieldConfig"] = object{"defaults": object{"unit": p.unit}, "overrides": []object{}}
		o["options"] = object{"reduceOptions": object{"calcs": []string{"lastNotNull"}}, "colorMode": "none", "graphMode": "none"}
		return o
	}
	stacking := "none"
	if p.stacked {
		stacking = "normal"
	}
	o["type"] = "timeseries"
	o["fieldConfig"] = object{"defaults": object{"unit": p.unit, "min": 0, "custom": object{
		"lineWidth": 1, "fillOpacity": 10, "showPoints": "never", "stacking": object{"mode": stacking},
	}}, "overrides": []object{}}
	o["options"] = object{"legend": object{"displayMode": "list", "placement": "bottom"}, "tooltip": object{"mode": "multi", "sort": "desc"}}
	return o
}

// single is one number.
func single(title, description, unit, expr string) panel {
	return panel{title: title, description: description, unit: unit, single: true, queries: []query{{expr, ""}}}
}

// graph is one query over time, a line for each value of its legend.
func graph(title, description, unit, expr, legend string) panel {
	return panel{title: title, description: description, unit: unit, queries: []query{{expr, legend}}}
}

// lines are those of a log, the oldest first, as a request goes from service to service.
func lines(title, description, expr string) panel {
	return panel{title: title, description: description, lines: true, queries: []query{{expr, ""}}}
}

// quantiles are the shares of a histogram's observations, as lines.
func quantiles(title, description, histogram, filter string) panel {
	p := panel{title: title, description: description, unit: "s"}
	for _, share := range []int{50, 95, 99} {
		q := "0." + strconv.Itoa(share)
		p.queries = append(p.queries, query{
			"histogram_quantile(" + q + ", sum by (le) (rate(" + histogram + "_bucket{@" + filter + "}[$__rate_interval])))", strconv.Itoa(share) + " %",
		})
	}
	return p
}
