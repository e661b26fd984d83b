{{/* The pods, what they keep, and what their nodes must have. */}}
{{- define "service.workload" -}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "service.name" . }}
  labels: {{ include "service.labels" . | nindent 4 }}
spec:
  {{- if not (include "service.scaler" .) }}
  replicas: {{ .v.replicas | default 1 | int }}
  {{- end }}
  revisionHistoryLimit: 5
  progressDeadlineSeconds: {{ add (.v.probes.startupSeconds | int) (include "service.grace" . | int) 300 }}
  {{- if eq (include "service.single" .) "true" }}
  strategy: {type: Recreate} # two at once would have one volume, or one port
  {{- else }}
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  {{- end }}
  selector: {matchLabels: {{ include "service.selector" . | fromYaml | toJson }}}
  template:
    metadata:
      labels:
        {{- include "service.selector" . | nindent 8 }}
        {{- with .v.podLabels }}{{ toYaml . | nindent 8 }}{{ end }}
      annotations:
        kubectl.kubernetes.io/default-container: codecraft
        checksum/settings: {{ include "service.env" . | sha256sum }}
        {{- with .v.podAnnotations }}{{ toYaml . | nindent 8 }}{{ end }}
    spec: {{ include "service.pod" (merge (dict "args" (list "serve")) .) | nindent 6 }}
{{- if and (eq (include "service.keeps" .) "true") (not (.v.storage.existingClaim)) }}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ include "service.name" . }}-data
  labels: {{ include "service.labels" . | nindent 4 }}
  annotations: {helm.sh/resource-policy: keep} # blobs are not removed with a release
spec:
  accessModes: [{{ .v.storage.accessMode }}]
  {{- with .v.storage.className }}
  storageClassName: {{ . }}
  {{- end }}
  resources: {requests: {storage: {{ .v.storage.size }}}}
{{- end }}
{{- if has (include "service.sandbox" .) (list "userNamespaces" "hostUsers") }}
{{- if .v.seccomp.install }}
{{ include "service.profiles" . }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Puts the profile on every node that workers may run on. It writes into one folder of the node, as root without any capability, and is
ready once what is there is what should be.
*/}}
{{- define "service.profiles" -}}
{{- $name := printf "%s-seccomp" (include "service.name" .) -}}
{{- $selector := dict "app.kubernetes.io/name" "codecraft" "app.kubernetes.io/part-of" .v.prefix "app.kubernetes.io/component" (printf "%s-seccomp" .facts.title) -}}
{{- $same := printf "cmp -s /profile/execution.json /node/%s" (include "service.profile" .) -}}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $name }}
  labels: {{ include "service.labels" . | nindent 4 }}
data:
  execution.json: |
    {{- include "service.seccomp" . | nindent 4 }}
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: {{ $name }}
  labels: {{ merge (deepCopy $selector) (include "service.labels" . | fromYaml) | toYaml | nindent 4 }}
  annotations:
    kube-score/ignore: container-security-context-user-group-id,pod-networkpolicy # only root writes there; it has no network to speak of
spec:
  revisionHistoryLimit: 5
  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 100%}}
  selector: {matchLabels: {{ toJson $selector }}}
  template:
    metadata:
      labels: {{ toYaml $selector | nindent 8 }}
      annotations:
        checksum/profile: {{ include "service.seccomp" . | sha256sum }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      serviceAccountName: {{ include "service.account" . }}
      {{- with .v.image.pullSecrets }}
      imagePullSecrets:
      {{- range . }}
        - name: {{ . }}
      {{- end }}
      {{- end }}
      terminationGracePeriodSeconds: 5
      {{- with .v.nodeSelector }}
      nodeSelector: {{ toYaml . | nindent 8 }}
      {{- end }}
      {{- with .v.tolerations }}
      tolerations: {{ toYaml . | nindent 8 }}
      {{- end }}
      securityContext: {runAsUser: 0, runAsGroup: 0, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: seccomp
          image: {{ include "service.image" . }}
          imagePullPolicy: {{ .v.image.pullPolicy }}
          command: [/bin/sh, -ec]
          # A file appears whole: a kubelet that looks meanwhile finds none. What was there stays, since older pods name it.
          args:
            - |
              target=/node/{{ include "service.profile" . }}
              while true; do
                {{ $same }} || { mkdir -p "$(dirname "$target")"; cp /profile/execution.json "$target.new"; mv "$target.new" "$target"; }
                sleep 60 & wait $!
              done
          readinessProbe: {exec: {command: [/bin/sh, -c, {{ $same | quote }}]}, periodSeconds: 5}
          livenessProbe: {exec: {command: [/bin/true]}, periodSeconds: 60}
          securityContext:
            allowPrivilegeEscalation: false
            privileged: false
            capabilities: {drop: [ALL]}
            readOnlyRootFilesystem: true
          resources:
            requests: {cpu: 5m, memory: 16Mi, ephemeral-storage: 1Mi}
            limits: {memory: 32Mi, ephemeral-storage: 8Mi}
          volumeMounts:
            - {name: profile, mountPath: /profile, readOnly: true}
            - {name: node, mountPath: /node}
      volumes:
        - {name: profile, configMap: {name: {{ $name }}}}
        - {name: node, hostPath: {path: {{ .v.seccomp.folder }}, type: DirectoryOrCreate}}
{{- end }}
