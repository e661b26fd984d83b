{{/*
What each process of the product is. This is not for operators to choose, so it is no value.
  image     of codecraft/...
  runs      what CODECRAFT_SERVICES says
  database  pools of 10 connections that it opens; a service has a schema of its own
  mail      it sends mails
  people    it has an API
  blobs     it has the files that the others ask for over the queue, unless there is a bucket
  programs  it runs programs of strangers
  video     it can carry video
  alone     it needs no neighbour: its queue and, without a Secret, its databases are inside
*/}}
{{- define "service.facts" -}}
auth:        {title: auth,        image: auth,        runs: auth,        database: 1, mail: true, people: true}
problems:    {title: problems,    image: problems,    runs: problems,    database: 1, people: true, blobs: true}
execution:   {title: execution,   image: execution,   runs: execution,   database: 1, people: true, webhooks: true}
worker:      {title: worker,      image: execution,   runs: worker,      database: 0, programs: true}
assessments: {title: assessments, image: assessments, runs: assessments, database: 1, mail: true, people: true}
interviews:  {title: interviews,  image: interviews,  runs: interviews,  database: 1, mail: true, people: true, video: true}
web:         {title: web,         image: web,         runs: web,         database: 0, people: true, front: true}
allInOne:    {title: all-in-one,  image: codecraft,   runs: all,         database: 5, mail: true, people: true, blobs: true, webhooks: true, programs: true, video: true, front: true, alone: true}
{{- end }}

{{/*
Everything: dict "root" $ "names" (list "auth"). One process is rendered with a context of
  root   the chart's own
  name   its name in the values
  facts  what it is, see above
  v      its values: those of all services with its own section on top
*/}}
{{- define "service.all" -}}
{{- $root := .root -}}
{{- $facts := include "service.facts" . | fromYaml -}}
{{- $shared := omit $root.Values "mode" "service" "global" -}}
{{- range $name := keys $facts }}{{ $shared = omit $shared $name }}{{ end -}}
{{- $contexts := list -}}
{{- range $name := .names -}}
{{- $own := index $root.Values $name | default dict -}}
{{- if $own.enabled -}}
{{- $v := deepCopy $shared -}}
{{- include "service.overlay" (dict "onto" $v "from" $own) -}}
{{- $contexts = append $contexts (dict "root" $root "name" $name "facts" (index $facts $name) "v" $v) -}}
{{- end -}}
{{- end -}}
{{- include "service.refuse" (dict "root" $root "names" .names "shared" $shared "contexts" $contexts) -}}
{{- range $contexts }}
{{ include "service.access" . }}
{{ include "service.workload" . }}
{{ include "service.scaling" . }}
{{ include "service.hooks" . }}
{{- end }}
{{- end }}

{{/* Lays values over others, empty ones too, which the functions that come with Helm leave out. */}}
{{- define "service.overlay" -}}
{{- range $key, $value := .from -}}
{{- if and (kindIs "map" $value) (kindIs "map" (index $.onto $key)) -}}
{{- include "service.overlay" (dict "onto" (index $.onto $key) "from" $value) -}}
{{- else -}}
{{- $_ := set $.onto $key $value -}}
{{- end -}}
{{- end -}}
{{- end }}
