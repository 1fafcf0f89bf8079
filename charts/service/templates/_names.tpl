{{/* A process goes by one name everywhere: its alias in the platform, its pods' label, its host name, Dapr's app id. */}}
{{- define "name" -}}
{{ .Chart.Name }}
{{- end }}

{{- define "selector" -}}
app.kubernetes.io/name: {{ include "name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "labels" -}}
{{ include "selector" . }}
app.kubernetes.io/part-of: jtai
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "image" -}}
{{- $name := include "name" . -}}
{{- $image := .Values.global.image | default dict -}}
{{- $repository := .Values.image.repository | default (printf "%s/%s" (required "global.image.registry says where images come from" $image.registry) $name) -}}
{{- $tag := .Values.image.tag | default $image.tag -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else if not $tag -}}
{{ fail (printf "Say which image of %s: %s.image.digest, %s.image.tag or global.image.tag." $name $name $name) }}
{{- else if eq $tag "latest" -}}
{{ fail (printf "The tag of %s is latest, which is another image tomorrow. Give a version or a digest." $name) }}
{{- else -}}
{{ $repository }}:{{ $tag }}
{{- end -}}
{{- end }}

{{/* What every pod here has: nobody's rights, and no way to the cluster's API. */}}
{{- define "pod.security" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with (.Values.global.image | default dict).pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "container.security" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* A Secret's key, written "secret/key". */}}
{{- define "secret.env" -}}
valueFrom:
  secretKeyRef:
    name: {{ splitList "/" . | first }}
    key: {{ splitList "/" . | last }}
{{- end }}

{{/*
A connection string and the password in it. Kubernetes fills $(…) in from the variable before it; the password stays out of
every manifest. Call it with the root, the setting, the role's suffix and the host.
*/}}
{{- define "connection" -}}
{{- $database := .root.Values.global.database -}}
{{- $name := include "name" .root -}}
{{- $password := printf "%s_PASSWORD" (upper .role) -}}
- name: {{ $password }}
  valueFrom:
    secretKeyRef:
      name: {{ $name }}-{{ .role }}-database
      key: password
- name: ConnectionStrings__{{ .setting }}
  value: "Host={{ .host }};Port={{ .port }};Database={{ $name }};Username={{ $name }}_{{ .role }};Password=$({{ $password }});SSL Mode=VerifyFull;Root Certificate=/etc/jtai/database/ca.crt{{ with .more }};{{ . }}{{ end }}"
{{- end }}

{{- define "database.volume" -}}
- name: database
  secret:
    secretName: {{ .Values.global.database.caSecret }}
    defaultMode: 0440
    items:
      - key: ca.crt
        path: ca.crt
{{- end }}

{{- define "database.mount" -}}
- name: database
  mountPath: /etc/jtai/database
  readOnly: true
{{- end }}

{{/* Names in DNS, looked up at the cluster's own servers. */}}
{{- define "policy.dns" -}}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchLabels:
          k8s-app: kube-dns
  ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}
{{- end }}

{{/* One process of the platform, as a peer. */}}
{{- define "policy.peer" -}}
- podSelector:
    matchLabels:
      app.kubernetes.io/name: {{ . }}
      app.kubernetes.io/part-of: jtai
{{- end }}
