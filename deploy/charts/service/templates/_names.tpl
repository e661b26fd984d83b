{{- define "service.name" -}}
{{ .v.prefix }}-{{ .facts.title }}
{{- end }}

{{/* What never changes in the life of an installation: selectors are immutable. */}}
{{- define "service.selector" -}}
app.kubernetes.io/name: codecraft
app.kubernetes.io/part-of: {{ .v.prefix }}
app.kubernetes.io/component: {{ .facts.title }}
{{- end }}

{{- define "service.labels" -}}
{{ include "service.selector" . }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* The one place that names an image: mirrors and digests hold for all pods, those of hooks and tests too. */}}
{{- define "service.image" -}}
{{- $image := .v.image -}}
{{- with $image.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- default (printf "codecraft/%s" .facts.image) $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ default .root.Chart.AppVersion $image.tag }}{{ end -}}
{{- end }}

{{- define "service.account" -}}
{{- if .v.serviceAccount.create }}{{ include "service.name" . }}{{ else }}{{ default "default" .v.serviceAccount.name }}{{ end -}}
{{- end }}

{{/* The Secret of "database" or "nats" (.of), empty where there is none. */}}
{{- define "service.secret" -}}
{{- if .v.externalSecrets.enabled -}}
{{ include "service.name" . }}-external
{{- else -}}
{{ (index .v .of).secret }}
{{- end -}}
{{- end }}

{{/* Its key with the address. What is made of an external store has both in one Secret. */}}
{{- define "service.key" -}}
{{- if .v.externalSecrets.enabled }}{{ .of }}-url{{ else }}{{ (index .v .of).key }}{{ end -}}
{{- end }}

{{/* "none", or how programs are kept apart. */}}
{{- define "service.sandbox" -}}
{{- if .facts.programs }}{{ .v.sandbox.mode }}{{ else }}none{{ end -}}
{{- end }}

{{/* "none", or how browsers reach the video that the pod carries. */}}
{{- define "service.media" -}}
{{- if and .facts.video (not (has .v.media.mode (list "livekit" "chime"))) }}{{ .v.media.mode }}{{ else }}none{{ end -}}
{{- end }}

{{/* "true" where interviews have video, and are recorded in the pod: Amazon's are not. */}}
{{- define "service.video" -}}
{{- if and .facts.video (not (has .v.media.mode (list "none" "chime"))) }}true{{ end -}}
{{- end }}

{{/* What is said of video that is carried elsewhere: for who asks it, and for who says what pages may talk to. */}}
{{- define "service.elsewhere" -}}
{{- $media := .v.media | default dict -}}
{{- if not .facts.video -}}
{{- $media = ternary ((.root.Values.interviews | default dict).media | default dict) dict (default false .facts.front) -}}
{{- end -}}
{{ toYaml $media }}
{{- end }}

{{/* The address of a LiveKit server, where one carries the video. */}}
{{- define "service.livekit" -}}
{{- $media := include "service.elsewhere" . | fromYaml -}}
{{- if eq ($media.mode | default "none") "livekit" }}{{ $media.url }}{{ end -}}
{{- end }}

{{/* "true" where the data must outlive the pod: blobs that are files, databases and queue of what is alone, and recordings that are being made. */}}
{{- define "service.keeps" -}}
{{- if or (and .facts.blobs (or .facts.alone (not .v.bucket.name))) (include "service.video" .) }}true{{ end -}}
{{- end }}

{{/* "true" where two pods may not run at once, not even for the time of an upgrade. */}}
{{- define "service.single" -}}
{{- if or .facts.alone (include "service.video" .) -}}
true
{{- else if eq (include "service.keeps" .) "true" -}}
{{- if ne .v.storage.accessMode "ReadWriteMany" }}true{{ end -}}
{{- end -}}
{{- end }}

{{/* "autoscaling", "keda" or nothing: who decides how many pods there are. */}}
{{- define "service.scaler" -}}
{{- if (.v.autoscaling | default dict).enabled }}autoscaling{{ else if (.v.keda | default dict).enabled }}keda{{ end -}}
{{- end }}

{{/* The most pods that there may be. */}}
{{- define "service.most" -}}
{{- $scaler := include "service.scaler" . -}}
{{- if $scaler }}{{ (index .v $scaler).maxReplicas | int }}{{ else }}{{ .v.replicas | default 1 | int }}{{ end -}}
{{- end }}

{{/* How long a pod takes to stop: what it waits for, each of its parts, and a little. */}}
{{- define "service.wait" -}}
{{- if ne (include "service.media" .) "none" }}{{ .v.media.drainSeconds | int }}{{ else }}{{ .v.drain.waitSeconds | int }}{{ end -}}
{{- end }}
{{- define "service.grace" -}}
{{ add (include "service.wait" . | int) (mul 2 (.v.drain.seconds | int)) 15 }}
{{- end }}

{{/* The profile's name below the kubelet's folder has its content's hash: an old pod keeps the old one. */}}
{{- define "service.profile" -}}
{{- default (printf "codecraft/execution-%s.json" (include "service.seccomp" . | sha256sum | trunc 12)) .v.seccomp.profile -}}
{{- end }}

{{/* Mi of a quantity such as 512Mi, 4Gi or 1G. */}}
{{- define "service.mebibytes" -}}
{{- $text := toString . -}}
{{- $number := regexFind "^[0-9]+" $text | int64 -}}
{{- $unit := regexFind "[A-Za-z]*$" $text -}}
{{- if eq $unit "Mi" }}{{ $number }}{{ else if eq $unit "Gi" }}{{ mul $number 1024 }}{{ else if eq $unit "M" }}{{ div (mul $number 1000000) 1048576 }}{{ else if eq $unit "G" }}{{ div (mul $number 1000000000) 1048576 }}{{ else }}{{ div $number 1048576 }}{{ end -}}
{{- end }}
