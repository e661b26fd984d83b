{{/* How many pods there are, and how few there may be. */}}
{{- define "service.scaling" -}}
{{- $name := include "service.name" . -}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  labels: {{ include "service.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1 # never minAvailable: with one pod it would keep nodes from being drained
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector: {matchLabels: {{ include "service.selector" . | fromYaml | toJson }}}
{{- if eq (include "service.scaler" .) "autoscaling" }}
{{- with .v.autoscaling }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $name }}
  labels: {{ include "service.labels" $ | nindent 4 }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ $name }}}
  minReplicas: {{ .minReplicas | int }}
  maxReplicas: {{ .maxReplicas | int }}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: {{ .cpuPercent | int }}}}}]
  behavior:
    scaleUp: {stabilizationWindowSeconds: 60} # what a start takes is no load
    scaleDown: {stabilizationWindowSeconds: 600, policies: [{type: Pods, value: 1, periodSeconds: 120}]}
{{- end }}
{{- else if eq (include "service.scaler" .) "keda" }}
{{- with .v.keda }}
---
# The scaler counts what waits and what is under way (num_pending + num_ack_pending): a worker that judges is no idle one.
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ $name }}
  labels: {{ include "service.labels" $ | nindent 4 }}
spec:
  scaleTargetRef: {name: {{ $name }}}
  pollingInterval: 15
  minReplicaCount: {{ .minReplicas | int }}
  maxReplicaCount: {{ .maxReplicas | int }}
  fallback: {failureThreshold: 3, replicas: {{ .minReplicas | int }}, behavior: currentReplicasIfHigher} # a blind scaler takes nobody away
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        scaleDown: {stabilizationWindowSeconds: 600, policies: [{type: Pods, value: 1, periodSeconds: 120}]}
  triggers:
    - type: nats-jetstream
      metadata:
        natsServerMonitoringEndpoint: {{ .monitoring | quote }}
        account: {{ .account | quote }}
        stream: JUDGE
        consumer: workers
        lagThreshold: {{ .judgingsPerWorker | int | quote }}
        activationLagThreshold: "0"
        useHttps: "false"
{{- end }}
{{- end }}
{{- end }}
