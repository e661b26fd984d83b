{{/* Who reaches the pods, whom they reach, and as whom they run. */}}
{{- define "service.access" -}}
{{- $name := include "service.name" . -}}
{{- $media := include "service.media" . -}}
{{- if .v.serviceAccount.create }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "service.account" . }}
  labels: {{ include "service.labels" . | nindent 4 }}
  {{- with .v.serviceAccount.annotations }}
  annotations: {{ toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}
{{- if .facts.people }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels: {{ include "service.labels" . | nindent 4 }}
  {{- with (.v.service | default dict).annotations }}
  annotations: {{ toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ (.v.service | default dict).type | default "ClusterIP" }}
  selector: {{ include "service.selector" . | nindent 4 }}
  ports: [{name: http, port: 8080, targetPort: http}]
{{- end }}
---
# Metrics, profiles and health are never published: this is apart from what may be.
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}-metrics
  labels: {{ include "service.labels" . | nindent 4 }}
spec:
  clusterIP: None
  selector: {{ include "service.selector" . | nindent 4 }}
  ports: [{name: metrics, port: 9080, targetPort: metrics}]
{{- if eq $media "loadBalancer" }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}-media
  labels: {{ include "service.labels" . | nindent 4 }}
  {{- with .v.media.annotations }}
  annotations: {{ toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local # the balancer sends to the node with the pod, and the pod sees who sends
  selector: {{ include "service.selector" . | nindent 4 }}
  ports:
    - {name: media-udp, port: {{ .v.media.udpPort | int }}, targetPort: media-udp, protocol: UDP}
    - {name: media-tcp, port: {{ .v.media.tcpPort | int }}, targetPort: media-tcp}
{{- end }}
{{- if (.v.ingress | default dict).enabled }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ $name }}
  labels: {{ include "service.labels" . | nindent 4 }}
  {{- with .v.ingress.annotations }}
  annotations: {{ toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with .v.ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- with .v.ingress.tlsSecret }}
  tls: [{hosts: [{{ include "service.host" $ }}], secretName: {{ . }}}]
  {{- end }}
  rules:
    - host: {{ include "service.host" . }}
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: {{ $name }}, port: {name: http}}}}]}
{{- end }}
{{- if .v.serviceMonitor.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ $name }}
  labels:
    {{- include "service.labels" . | nindent 4 }}
    {{- with .v.serviceMonitor.labels }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  selector: {matchLabels: {{ include "service.selector" . | fromYaml | toJson }}}
  endpoints: [{port: metrics, interval: {{ .v.serviceMonitor.interval }}}]
{{- end }}
{{- if .v.externalSecrets.enabled }}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: {{ $name }}-external
  labels: {{ include "service.labels" . | nindent 4 }}
spec:
  refreshInterval: {{ .v.externalSecrets.refreshInterval }}
  secretStoreRef: {kind: {{ .v.externalSecrets.store.kind }}, name: {{ .v.externalSecrets.store.name }}}
  target: {name: {{ $name }}-external}
  data:
    {{- if eq (include "service.stored" .) "true" }}
    - {secretKey: database-url, remoteRef: {{ toJson .v.externalSecrets.database }}}
    {{- end }}
    {{- if not .facts.alone }}
    - {secretKey: nats-url, remoteRef: {{ toJson .v.externalSecrets.nats }}}
    {{- end }}
{{- end }}
{{- if .v.networkPolicy.enabled }}
{{ include "service.networkPolicy" . }}
{{- end }}
{{- end }}

{{/* The host of the public address, without its port. */}}
{{- define "service.host" -}}
{{- regexReplaceAll ":[0-9]+$" ((urlParse .v.publicUrl).host) "" -}}
{{- end }}

{{/* Nothing but what is listed: whoever comes in, and the neighbours that the process asks. */}}
{{- define "service.networkPolicy" -}}
{{- $beside := dict "app.kubernetes.io/name" "codecraft" "app.kubernetes.io/part-of" .v.prefix -}}
{{- $media := include "service.media" . -}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "service.name" . }}
  labels: {{ include "service.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{ toJson $beside }}
    matchExpressions: [{key: app.kubernetes.io/component, operator: In, values: [{{ .facts.title }}, {{ .facts.title }}-hook]}]
  policyTypes: [Ingress, Egress]
  ingress:
    {{- if .facts.front }}
    - ports: [{port: http}]
      {{- with .v.networkPolicy.frontFrom }}
      from: {{ toYaml . | nindent 8 }}
      {{- end }}
    {{- else if .facts.people }}
    - ports: [{port: http}]
      from: [{podSelector: {matchLabels: {{ merge (dict "app.kubernetes.io/component" "web") $beside | toJson }}}}]
    {{- end }}
    - ports: [{port: metrics}]
      from:
        - podSelector: {matchLabels: {{ merge (dict "app.kubernetes.io/component" (printf "%s-hook" .facts.title)) $beside | toJson }}}
        {{- with .v.networkPolicy.metricsFrom }}{{ toYaml . | nindent 8 }}{{ end }}
    {{- if ne $media "none" }}
    - ports: [{port: media-udp, protocol: UDP}, {port: media-tcp}]
    {{- end }}
    {{- with .v.networkPolicy.extraIngress }}{{ toYaml . | nindent 4 }}{{ end }}
  egress:
    # Names, also of a cache on the node and over TCP.
    - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
    # A test asks the process that it tests.
    - ports: [{port: 9080}]
      to: [{podSelector: {matchLabels: {{ include "service.selector" . | fromYaml | toJson }}}}]
    {{- if not .facts.alone }}
    - ports: [{port: {{ .v.networkPolicy.natsPort | int }}}]
      {{- with .v.networkPolicy.natsTo }}
      to: {{ toYaml . | nindent 8 }}
      {{- end }}
    {{- end }}
    {{- if eq (include "service.stored" .) "true" }}
    - ports: [{port: {{ .v.networkPolicy.databasePort | int }}}]
      {{- with .v.networkPolicy.databaseTo }}
      to: {{ toYaml . | nindent 8 }}
      {{- end }}
    {{- end }}
    {{- if .v.bucket.name }}
    {{- $plain := hasPrefix "http://" .v.bucket.endpoint }}
    # The bucket, and at AWS who knows the role that it is asked with.
    - ports: [{port: {{ regexFind "[0-9]+$" (regexFind ":[0-9]+$" ((urlParse .v.bucket.endpoint).host)) | default (ternary "80" "443" $plain) }}}]
      {{- with .v.networkPolicy.bucketTo }}
      to: {{ toYaml . | nindent 8 }}
      {{- end }}
    {{- end }}
    {{- if .facts.mail }}
    - ports: [{port: 25}, {port: 465}, {port: 587}]
    {{- end }}
    {{- if .facts.webhooks }}
    # Webhooks and callbacks, to public addresses alone: the product itself refuses others, too.
    - ports: [{port: 80}, {port: 443}]
      to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 100.64.0.0/10, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16]}}]
    {{- end }}
    {{- if and .facts.front (not .facts.alone) }}
    - ports: [{port: 8080}]
      {{- if ne (dig "media" "mode" "none" (.root.Values.interviews | default dict)) "hostNetwork" }} # else they have a node's address
      to: [{podSelector: {matchLabels: {{ toJson $beside }}}}]
      {{- end }}
    {{- end }}
    {{- if ne $media "none" }}
    - ports: [{port: 1024, endPort: 65535, protocol: UDP}] # to wherever browsers are
    {{- end }}
    {{- if .facts.video }}
    {{- with include "service.livekit" . }}
    # Signals to the video server, and what people send there, for recordings.
    - ports: [{port: {{ regexFind "[0-9]+$" ((urlParse .).host) | default (ternary "443" "80" (hasPrefix "wss:" .)) }}}, {port: 7881}, {port: 1024, endPort: 65535, protocol: UDP}]
    {{- end }}
    {{- end }}
    {{- if and .facts.video (eq .v.media.mode "chime") }}
    # Amazon, who is asked for meetings, and who knows the role that they are asked for with.
    - ports: [{port: 443}]
    {{- end }}
    {{- with (.v.settings | default dict) }}
    {{- with index . "otlp-endpoint" }}
    - ports: [{port: {{ regexFind "[0-9]+$" ((urlParse .).host) | default "4318" }}}]
    {{- end }}
    {{- end }}
    {{- with .v.networkPolicy.extraEgress }}{{ toYaml . | nindent 4 }}{{ end }}
{{- end }}
