{{/* What to do next, after an installation. */}}
{{- define "service.notes" -}}
{{- $first := ternary "all-in-one" "auth" (eq (.Values.mode | default "services") "allInOne") -}}
CodeCraft {{ .Chart.AppVersion }} is being started in {{ .Release.Namespace }}.

  kubectl -n {{ .Release.Namespace }} get pods -l app.kubernetes.io/part-of={{ .Values.prefix }}
  kubectl -n {{ .Release.Namespace }} logs deploy/{{ .Values.prefix }}-{{ $first }}     # of a new installation: the link for the first owner
  helm test {{ .Release.Name }} -n {{ .Release.Namespace }}

How to upgrade, and to take one service back: docs/operations/kubernetes.md
{{- end }}
