{{/* All that the process is told. A variable that another one takes its value from stands before it. */}}
{{- define "environment" -}}
{{- $global := .Values.global -}}
- name: DOTNET_EnableDiagnostics
  value: "0"
{{- if .Values.ports.http }}
- name: Listen__Http
  value: "0.0.0.0:{{ .Values.ports.http }}"
{{- end }}
{{- if .Values.ports.grpc }}
- name: Listen__Grpc
  value: "0.0.0.0:{{ .Values.ports.grpc }}"
{{- end }}
{{- if $global.tls.enabled }}
- name: Listen__CertificateFile
  value: /etc/jtai/tls/tls.crt
- name: Listen__CertificateKeyFile
  value: /etc/jtai/tls/tls.key
{{- if .Values.calls }}
- name: Services__CertificateAuthorityFile
  value: /etc/jtai/tls/ca.crt
{{- end }}
{{- end }}
{{- range $service, $address := .Values.calls }}
- name: Services__{{ $service }}
  value: "{{ ternary "https" "http" $global.tls.enabled }}://{{ $address }}"
{{- end }}
{{- if .Values.database.enabled }}
{{- $host := $global.database.host }}
{{- $port := $global.database.port }}
{{- if $global.database.pooler.enabled }}
{{- $host = $global.database.pooler.host }}
{{- $port = $global.database.pooler.port }}
{{- end }}
{{- range $setting, $role := dict "App" "app" "Relay" "relay" }}
{{ include "connection" (dict "root" $ "setting" $setting "role" $role "host" $host "port" $port "more" (printf "Maximum Pool Size=%d" (int (index $global.database.pool $role)))) }}
{{- end }}
{{- end }}
{{- if .Values.database.enabled }}
{{- if $global.database.pooler.enabled }}
- name: Database__Pooler
  value: "true"
{{- end }}
- name: APP_API_TOKEN
  {{- include "secret.env" (printf "%s/token" $global.dapr.appTokenSecret) | nindent 2 }}
{{- end }}
{{- if .Values.dapr.enabled }}
- name: DAPR_API_TOKEN
  {{- include "secret.env" (printf "%s/token" $global.dapr.apiTokenSecret) | nindent 2 }}
- name: Dapr__PubSub
  value: {{ $global.dapr.pubsub | quote }}
{{- end }}
{{- with ($global.telemetry | default dict).endpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with $global.logLevel }}
- name: Logging__LogLevel__Default
  value: {{ . | quote }}
{{- end }}
{{- range $name, $value := .Values.settings }}
{{- if regexMatch "(?i)(password|privatekey|secret$|token$|^signingkeys)" $name }}
{{- fail (printf "%s.settings.%s is a secret. Put it in a Secret and name that under %s.secrets." (include "name" $) $name (include "name" $)) }}
{{- end }}
- name: {{ $name }}
  value: {{ tpl $value $ | quote }}
{{- end }}
{{- range $name, $secret := .Values.secrets }}
- name: {{ $name }}
  {{- include "secret.env" $secret | nindent 2 }}
{{- end }}
{{- end }}

{{/* Live: it answers; where it does not, it is started again. Ready: what it stands on does too; until then it gets no calls. */}}
{{- define "probes" -}}
startupProbe:
  {{- include "probe" (dict "root" . "service" "live" "path" .Values.probes.live) | nindent 2 }}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 30
livenessProbe:
  {{- include "probe" (dict "root" . "service" "live" "path" .Values.probes.live) | nindent 2 }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  {{- include "probe" (dict "root" . "service" "ready" "path" .Values.probes.ready) | nindent 2 }}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- end }}

{{/* The kubelet speaks gRPC in the clear alone; by https it asks the same of the other port. */}}
{{- define "probe" -}}
{{- if and (eq .root.Values.probes.kind "grpc") (not .root.Values.global.tls.enabled) -}}
grpc:
  port: {{ .root.Values.ports.grpc }}
  service: {{ .service }}
{{- else -}}
httpGet:
  port: http
  path: {{ .path }}
  {{- if .root.Values.global.tls.enabled }}
  scheme: HTTPS
  {{- end }}
{{- end }}
{{- end }}

{{/*
Dapr's sidecar, injected by its webhook. It needs no token of the service account: its operator hands it the components with
their secrets filled in.
*/}}
{{- define "dapr.annotations" -}}
{{- $dapr := .Values.global.dapr -}}
dapr.io/enabled: "true"
dapr.io/app-id: {{ include "name" . }}
dapr.io/app-port: {{ .Values.ports.http | quote }}
dapr.io/app-protocol: {{ ternary "https" "http" .Values.global.tls.enabled }}
dapr.io/app-token-secret: {{ $dapr.appTokenSecret }}
dapr.io/api-token-secret: {{ $dapr.apiTokenSecret }}
dapr.io/config: {{ $dapr.configuration }}
dapr.io/disable-builtin-k8s-secret-store: "true"
dapr.io/enable-native-sidecar: "true"
dapr.io/log-level: {{ $dapr.logLevel }}
dapr.io/sidecar-seccomp-profile-type: RuntimeDefault
dapr.io/sidecar-cpu-request: {{ $dapr.resources.requests.cpu | quote }}
dapr.io/sidecar-memory-request: {{ $dapr.resources.requests.memory | quote }}
dapr.io/sidecar-cpu-limit: {{ $dapr.resources.limits.cpu | quote }}
dapr.io/sidecar-memory-limit: {{ $dapr.resources.limits.memory | quote }}
{{- end }}
