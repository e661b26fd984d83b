{{/*
The pod of a process, of its hook (.job "migrate") and of its tests (.job "test"): one text, so that none of them lacks what the others have.
.args is what codecraft is told to do.
*/}}
{{- define "service.pod" -}}
{{- $sandbox := include "service.sandbox" . -}}
{{- $media := include "service.media" . -}}
automountServiceAccountToken: false
enableServiceLinks: false
serviceAccountName: {{ if .job }}default{{ else }}{{ include "service.account" . }}{{ end }}
{{- with .v.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- if .job }}
restartPolicy: Never
{{- else }}
terminationGracePeriodSeconds: {{ include "service.grace" . }}
{{- if eq $media "hostNetwork" }}
hostNetwork: true
dnsPolicy: ClusterFirstWithHostNet
{{- end }}
{{- end }}
{{- if eq $sandbox "userNamespaces" }}
hostUsers: false
{{- end }}
{{- with .v.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .v.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .v.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- if not .job }}
topologySpreadConstraints:
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: {{ $.v.spread }}
    labelSelector: {matchLabels: {{ include "service.selector" $ | fromYaml | toJson }}}
    matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
containers:
  - name: codecraft
    image: {{ include "service.image" . }}
    imagePullPolicy: {{ .v.image.pullPolicy }}
    args: {{ toJson .args }}
    env:
      {{- if eq (.job | default "") "test" }} # it needs no settings of the service's, and none of its secrets
      - {name: CODECRAFT_CACHE_DIR, value: /data/toolchain}
      - {name: CODECRAFT_SANDBOX_LEVEL, value: {{ ternary "contained" "auto" (eq $sandbox "contained") }}}
      {{- else }}
      {{- include "service.env" . | nindent 6 }}
      {{- end }}
    securityContext:
      allowPrivilegeEscalation: false
      privileged: false
      capabilities: {drop: [ALL]}
      readOnlyRootFilesystem: true
      {{- if eq $sandbox "userNamespaces" }}
      procMount: Unmasked # slots mount a /proc of their own
      {{- end }}
      {{- if has $sandbox (list "userNamespaces" "hostUsers") }}
      seccompProfile: {type: Localhost, localhostProfile: {{ include "service.profile" . }}}
      appArmorProfile: {type: {{ .v.sandbox.appArmor }}} # what containers have elsewise refuses mounts, in namespaces too
      {{- end }}
    {{- if not .job }}
    ports:
      {{- if .facts.people }}
      - {name: http, containerPort: 8080}
      {{- end }}
      - {name: metrics, containerPort: 9080}
      {{- if ne $media "none" }}
      - {name: media-udp, containerPort: {{ .v.media.udpPort | int }}, protocol: UDP}
      - {name: media-tcp, containerPort: {{ .v.media.tcpPort | int }}}
      {{- end }}
    # Migrations and neighbours that are not there yet are waited for here; nothing kills the process meanwhile.
    startupProbe: {httpGet: {path: /readyz, port: metrics}, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: {{ div (.v.probes.startupSeconds | int) 5 }}}
    readinessProbe: {httpGet: {path: /readyz, port: metrics}, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3}
    # A database that is away makes nobody well by a restart: this asks whether the process answers, and no more.
    livenessProbe: {httpGet: {path: /healthz, port: metrics}, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6}
    {{- if ne $media "none" }}
    # Whoever is in a call stays in it; an empty pod goes as soon as balancers know.
    lifecycle: {preStop: {exec: {command: [codecraft, drain, --at-least, {{ .v.drain.waitSeconds | int }}s, --at-most, {{ include "service.wait" . }}s]}}}
    {{- else if gt (include "service.wait" . | int) 0 }}
    # Balancers and proxies learn that it goes while it still answers.
    lifecycle: {preStop: {sleep: {seconds: {{ include "service.wait" . }}}}}
    {{- end }}
    {{- end }}
    {{- if .job }}
    resources: {{ dict "requests" (dict "cpu" "50m" "memory" "128Mi" "ephemeral-storage" "64Mi") "limits" .v.resources.limits | toYaml | nindent 6 }}
    {{- else }}
    resources: {{ toYaml .v.resources | nindent 6 }}
    {{- end }}
    volumeMounts:
      - {name: data, mountPath: /data}
      - {name: tmp, mountPath: /tmp}
      {{- if .v.database.ca.configMap }}
      - {name: database-ca, mountPath: /etc/codecraft/database, readOnly: true}
      {{- end }}
      {{- if eq (.job | default "") "test" }}
      - {name: programs, mountPath: /test, readOnly: true}
      {{- end }}
volumes:
  {{- if and (eq (include "service.keeps" .) "true") (not .job) }}
  - name: data
    persistentVolumeClaim: {claimName: {{ default (printf "%s-data" (include "service.name" .)) .v.storage.existingClaim }}}
  {{- else }}
  - {name: data, emptyDir: {sizeLimit: {{ .v.scratch }}}}
  {{- end }}
  - {name: tmp, emptyDir: {sizeLimit: {{ .v.scratch }}}}
  {{- with .v.database.ca }}
  {{- if .configMap }}
  - name: database-ca
    configMap: {name: {{ .configMap }}, items: [{key: {{ .key }}, path: ca.pem}]}
  {{- end }}
  {{- end }}
  {{- if eq (.job | default "") "test" }}
  - {name: programs, configMap: {name: {{ include "service.name" . }}-test}}
  {{- end }}
{{- end }}
