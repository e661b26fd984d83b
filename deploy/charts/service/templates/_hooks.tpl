{{/* What runs once: migrations before an upgrade, and tests. */}}
{{- define "service.hooks" -}}
{{- $name := include "service.name" . -}}
{{- if and .v.migrate.hook (eq (include "service.stored" .) "true") }}
---
# A migration that fails keeps the upgrade from touching a pod. Before an upgrade alone: a first start migrates by itself, and what this
# needs (Secrets) is there from the release before. It runs as nobody's account, which an upgrade never renames.
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ $name }}-migrate
  labels: {{ include "service.labels" . | nindent 4 }}
  annotations:
    helm.sh/hook: pre-upgrade
    helm.sh/hook-weight: "0"
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  backoffLimit: 2
  activeDeadlineSeconds: {{ .v.migrate.deadlineSeconds | int }}
  template:
    metadata:
      labels: {{ include "service.hookLabels" . | nindent 8 }}
    spec: {{ include "service.pod" (merge (dict "job" "migrate" "args" (list "migrate")) .) | nindent 6 }}
{{- end }}
{{- if .v.test }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $name }}-test
  labels: {{ include "service.labels" . | nindent 4 }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-weight: "-1"
    helm.sh/hook-delete-policy: before-hook-creation
data:
  hello.py: |
    print(sum(range(1, 101)))
{{ include "service.test" (merge (dict "does" "ready" "args" (list "healthcheck" "--admin-addr" (printf "%s-metrics:9080" $name))) .) }}
{{- if .facts.programs }}
{{ include "service.test" (merge (dict "does" "run" "args" (list "run" "/test/hello.py")) .) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "service.hookLabels" -}}
app.kubernetes.io/name: codecraft
app.kubernetes.io/part-of: {{ .v.prefix }}
app.kubernetes.io/component: {{ .facts.title }}-hook
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "service.test" -}}
---
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "service.name" . }}-test-{{ .does }}
  labels: {{ include "service.hookLabels" . | nindent 4 }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
    kube-score/ignore: pod-probes # it ends by itself
spec: {{ include "service.pod" (merge (dict "job" "test") .) | nindent 2 }}
{{- end }}
