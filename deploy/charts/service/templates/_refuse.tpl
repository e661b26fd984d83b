{{/*
What contradicts itself is refused before anything is touched, all of it at once, each with what to do. Keys that are not known and values
of a wrong kind are refused by values.schema.json.
*/}}
{{- define "service.refuse" -}}
{{- $said := list -}}
{{- if not .contexts -}}
{{- $said = append $said (printf "nothing is left to install: enabled is false for %s" (join ", " .names)) -}}
{{- end -}}
{{- range .contexts -}}
{{- range $line := splitList "\n" (include "service.contradictions" .) -}}
{{- with trim $line }}{{ $said = append $said . }}{{ end -}}
{{- end -}}
{{- end -}}
{{- $most := .shared.database.maxConnections | int -}}
{{- if $most -}}
{{- $wanted := 0 -}}
{{- range .contexts -}}
{{- $pods := include "service.most" . | int -}}
{{- if ne (include "service.single" .) "true" }}{{ $pods = add $pods 1 }}{{ end -}}
{{- $wanted = add $wanted (mul $pods 10 (.facts.database | int)) -}}
{{- end -}}
{{- if gt (int $wanted) $most -}}
{{- $said = append $said (printf "database.maxConnections is %d, and these pods open up to %d (10 for each service, and one pod more during an upgrade): lower replicas and maxReplicas, or let the database have more" $most (int $wanted)) -}}
{{- end -}}
{{- end -}}
{{- if $said }}{{ fail (printf "\n\n%s\n" (join "\n" (uniq $said))) }}{{ end -}}
{{- end }}

{{/* The sentences against one process, a line each. */}}
{{- define "service.contradictions" -}}
{{- $v := .v -}}
{{- $name := .name -}}
{{- $media := include "service.media" . -}}
{{- $sandbox := include "service.sandbox" . -}}
{{- $replicas := $v.replicas | default 1 | int -}}
{{- if and .facts.people (not $v.publicUrl) }}
publicUrl is empty: set it to the address people reach the product at, such as https://code.example.org
{{- end }}
{{- if and .facts.database (not .facts.alone) (ne (include "service.stored" .) "true") }}
database.secret is empty: name a Secret whose key {{ $v.database.key }} is the address of PostgreSQL, or turn externalSecrets on
{{- end }}
{{- if and (not .facts.alone) (not (include "service.secret" (merge (dict "of" "nats") .))) }}
nats.secret is empty: name a Secret whose key {{ $v.nats.key }} is the address of NATS, or turn externalSecrets on
{{- end }}
{{- if and $v.externalSecrets.enabled (not $v.externalSecrets.store.name) }}
externalSecrets.enabled is true, and externalSecrets.store.name is empty: name the store that has them
{{- end }}
{{- range $scaler := list "autoscaling" "keda" }}
{{- with index $v $scaler }}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) }}
{{ $name }}.{{ $scaler }}.minReplicas {{ int .minReplicas }} is more than its maxReplicas {{ int .maxReplicas }}
{{- end }}
{{- end }}
{{- end }}
{{- with $v.keda }}
{{- if and .enabled (not .monitoring) }}
{{ $name }}.keda.enabled is true, and {{ $name }}.keda.monitoring is empty: say where NATS' monitoring listens, such as nats-headless.nats.svc:8222
{{- end }}
{{- $full := mul 2 (sub (int $v.slots) 1) }}
{{- if and .enabled (ge (int .judgingsPerWorker) (int $full)) }}
{{ $name }}.keda.judgingsPerWorker is {{ int .judgingsPerWorker }}: a worker of {{ int $v.slots }} slots has {{ $full }} judgings when it is full, so that none would ever be added; say less than {{ $full }}
{{- end }}
{{- end }}
{{- if and (ne $media "none") (gt $replicas 1) }}
{{ $name }}.replicas is {{ $replicas }} with {{ $name }}.media.mode {{ $media }}: all rooms of video are in one process; leave it at 1, or set the mode to none
{{- end }}
{{- if and (include "service.video" .) (eq $media "none") (gt $replicas 1) }}
{{ $name }}.replicas is {{ $replicas }} with {{ $name }}.media.mode {{ $v.media.mode }}: recordings are made by one pod, on its volume; leave it at 1, or set the mode to none
{{- end }}
{{- if and (eq (include "service.keeps" .) "true") (not (include "service.video" .)) (gt $replicas 1) (ne $v.storage.accessMode "ReadWriteMany") }}
{{ $name }}.replicas is {{ $replicas }} with {{ $name }}.storage.accessMode {{ $v.storage.accessMode }}: pods on several nodes share a volume that is ReadWriteMany; have one such, or leave it at 1
{{- end }}
{{- if and .facts.video (eq ($v.media | default dict).mode "livekit") }}
{{- if not $v.media.url }}
{{ $name }}.media.mode is livekit, and {{ $name }}.media.url is empty: browsers must be told the video server's address, such as wss://video.example.org
{{- end }}
{{- if and (hasPrefix "ws://" $v.media.url) (hasPrefix "https://" $v.publicUrl) }}
{{ $name }}.media.url {{ $v.media.url }} is not encrypted, and publicUrl {{ $v.publicUrl }} is: browsers keep its pages from that; put TLS before it, and write wss://
{{- end }}
{{- if not $v.media.secret }}
{{ $name }}.media.mode is livekit, and {{ $name }}.media.secret is empty: name a Secret whose keys key and secret are a pair under keys in its livekit.yaml
{{- end }}
{{- end }}
{{- if and .facts.video (eq ($v.media | default dict).mode "chime") (not ($v.media.chime | default dict).region) }}
{{ $name }}.media.mode is chime, and {{ $name }}.media.chime.region is empty: name the region of AWS in which meetings are made, such as eu-central-1
{{- end }}
{{- if and (eq $media "loadBalancer") (not $v.media.address) }}
{{ $name }}.media.mode is loadBalancer, and {{ $name }}.media.address is empty: browsers must be told the balancer's IP address
{{- end }}
{{- if and (eq $media "hostNetwork") (eq $sandbox "userNamespaces") }}
{{ $name }}.media.mode hostNetwork and {{ $name }}.sandbox.mode userNamespaces exclude one another: Kubernetes gives a pod of the node's network no users of its own; set media.mode to loadBalancer or none, or sandbox.mode to hostUsers or contained
{{- end }}
{{- if and (eq $sandbox "userNamespaces") (semverCompare "<1.33.0-0" .root.Capabilities.KubeVersion.Version) }}
{{ $name }}.sandbox.mode userNamespaces needs Kubernetes 1.33, and this is {{ .root.Capabilities.KubeVersion.Version }}: set it to hostUsers or contained
{{- end }}
{{- if .facts.programs }}
{{- $memory := include "service.mebibytes" $v.resources.limits.memory | int }}
{{- $wanted := mul 512 (add ($v.slots | int) 1) | int }}
{{- if lt $memory $wanted }}
{{ $name }}.resources.limits.memory {{ $v.resources.limits.memory }} is too little for {{ $name }}.slots {{ $v.slots | int }}: programs share it, at least 512Mi a slot and one over, which is {{ $wanted }}Mi
{{- end }}
{{- end }}
{{- if and ($v.ingress | default dict).enabled $v.ingress.tlsSecret (not (hasPrefix "https://" $v.publicUrl)) }}
{{ $name }}.ingress.tlsSecret is set, and publicUrl {{ $v.publicUrl }} is not https: links in mails would lead around TLS
{{- end }}
{{- $keys := list (or (hasKey $v.secretSettings "s3-access-key") (hasKey $v.settings "s3-access-key")) (hasKey $v.secretSettings "s3-secret-key") }}
{{- if ne (first $keys) (last $keys) }}
s3-access-key and s3-secret-key go together: set both in secretSettings, or neither, and give the service accounts a role
{{- end }}
{{- if and (not $v.bucket.name) (or $v.bucket.prefix $v.bucket.region $v.bucket.endpoint (has true $keys)) }}
bucket.name is empty, and something else is said of a bucket: name it, or leave that out
{{- end }}
{{- range $flag, $_ := $v.secretSettings }}
{{- if hasKey $v.settings $flag }}
{{ $flag }} is in settings and in secretSettings: leave it in one of them
{{- end }}
{{- end }}
{{- if and (eq (index $v.settings "registration" | default "") "open") (not (or (index $v.settings "smtp-addr") (index $v.secretSettings "smtp-addr"))) }}
settings.registration is open, and settings.smtp-addr is not set: who registers proves their address by a link in a mail
{{- end }}
{{- if and (or (index $v.settings "judge0") (index $v.settings "piston")) (not (index $v.secretSettings "dropin-token")) }}
settings.judge0 and settings.piston run programs for whoever reaches them: set secretSettings.dropin-token
{{- end }}
{{- if and .facts.front (not .facts.alone) }}
{{- range $other := list "auth" "problems" "execution" "assessments" "interviews" }}
{{- $section := index $.root.Values $other | default dict }}
{{- if and (hasKey $section "enabled") (not $section.enabled) (not (index $v.upstreams $other)) }}
{{ $other }}.enabled is false, and web passes requests on to it: say where it runs in web.upstreams.{{ $other }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
