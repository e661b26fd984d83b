{{/* A value as the product reads it: numbers whole, lists behind commas. */}}
{{- define "service.text" -}}
{{- if kindIs "slice" . -}}
{{- $words := list -}}
{{- range . }}{{ $words = append $words (include "service.text" .) }}{{ end -}}
{{ join "," $words }}
{{- else if kindIs "float64" . -}}
{{- if eq (float64 (int64 .)) . }}{{ int64 . }}{{ else }}{{ . }}{{ end -}}
{{- else -}}
{{ . }}
{{- end -}}
{{- end }}

{{/* The settings that follow from the values, by the flags' names. What operators say in "settings" is theirs to decide. */}}
{{- define "service.settings" -}}
services: {{ .facts.runs }}
addr: 0.0.0.0:8080
admin-addr: 0.0.0.0:9080
data: /data
log-format: json
patience: 3m
{{- if .v.bucket.name }}
blobs: s3
s3-bucket: {{ .v.bucket.name }}
{{- range $name := list "prefix" "region" "endpoint" }}
{{- with index $.v.bucket $name }}
s3-{{ $name }}: {{ . | quote }}
{{- end }}
{{- end }}
{{- else if not .facts.alone }}
blobs: {{ if .facts.blobs }}files{{ else }}queue{{ end }}
{{- end }}
{{- with .v.publicUrl }}
public-url: {{ . }}
{{- end }}
{{- if .facts.people }}
trusted-proxies: {{ include "service.text" .v.trustedProxies | quote }}
{{- end }}
drain: {{ .v.drain.seconds | int }}s
{{- if .facts.programs }}
worker-drain: {{ sub (.v.drain.seconds | int) 5 }}s
toolchain-dir: /data/toolchain
slots: {{ .v.slots | int }}
terminals: {{ .v.terminals | int }}
sandbox-level: {{ if eq .v.sandbox.mode "contained" }}contained{{ else }}isolated{{ end }}
{{- end }}
{{- if has .facts.runs (list "assessments" "interviews") }}
{{ .facts.runs }}-documents-poll: 5s
{{- end }}
{{- if and .facts.front (not .facts.alone) }}
upstreams: {{ include "service.upstreams" . | quote }}
{{- end }}
{{- $livekit := include "service.livekit" . }}
{{- $elsewhere := include "service.elsewhere" . | fromYaml }}
{{- if $livekit }}
media: livekit
livekit-url: {{ $livekit | quote }}
{{- else if eq ($elsewhere.mode | default "none") "chime" }}
media: chime
{{- range $name := list "region" "endpoint" }}
{{- with index ($elsewhere.chime | default dict) $name }}
chime-{{ $name }}: {{ . | quote }}
{{- end }}
{{- end }}
{{- else if .facts.video }}
media: {{ if eq .v.media.mode "none" }}none{{ else }}embedded{{ end }}
{{- if ne .v.media.mode "none" }}
media-udp-port: {{ .v.media.udpPort | int }}
media-tcp-port: {{ .v.media.tcpPort | int }}
{{- with .v.media.address }}
media-address: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- range $name, $value := .v.settings }}
{{ $name }}: {{ include "service.text" $value | quote }}
{{- end }}
{{- end }}

{{/* Where web finds the others: beside it, unless told otherwise. */}}
{{- define "service.upstreams" -}}
{{- $all := list -}}
{{- range $name := list "auth" "problems" "execution" "assessments" "interviews" -}}
{{- $all = append $all (printf "%s=%s" $name (default (printf "http://%s-%s:8080" $.v.prefix $name) (index $.v.upstreams $name))) -}}
{{- end -}}
{{ join ";" $all }}
{{- end }}

{{- define "service.variable" -}}
CODECRAFT_{{ . | upper | replace "-" "_" }}
{{- end }}

{{- define "service.env" -}}
{{- range $name, $value := include "service.settings" . | fromYaml }}
- {name: {{ include "service.variable" $name }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- if eq (include "service.media" .) "hostNetwork" }}
{{- if not .v.media.address }}
- {name: CODECRAFT_MEDIA_ADDRESS, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
{{- end }}
{{- end }}
{{- if and .facts.video (include "service.livekit" .) }}
{{- range $key := list "key" "secret" }}
- {name: {{ include "service.variable" (printf "livekit-%s" $key) }}, valueFrom: {secretKeyRef: {name: {{ $.v.media.secret }}, key: {{ $key }}}}}
{{- end }}
{{- end }}
{{- if eq (include "service.stored" .) "true" }}
- {name: CODECRAFT_DATABASE_URL, valueFrom: {secretKeyRef: {name: {{ include "service.secret" (merge (dict "of" "database") .) }}, key: {{ include "service.key" (merge (dict "of" "database") .) }}}}}
{{- end }}
{{- if not .facts.alone }}
- {name: CODECRAFT_NATS_URL, valueFrom: {secretKeyRef: {name: {{ include "service.secret" (merge (dict "of" "nats") .) }}, key: {{ include "service.key" (merge (dict "of" "nats") .) }}}}}
{{- end }}
{{- range $name, $from := .v.secretSettings }}
- {name: {{ include "service.variable" $name }}, valueFrom: {secretKeyRef: {name: {{ $from.secret }}, key: {{ $from.key }}}}}
{{- end }}
{{- end }}

{{/* "true" where the databases are PostgreSQL's. */}}
{{- define "service.stored" -}}
{{- if .facts.database }}{{ if or .v.externalSecrets.enabled .v.database.secret }}true{{ end }}{{ end -}}
{{- end }}
