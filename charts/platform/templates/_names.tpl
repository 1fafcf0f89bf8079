{{- define "platform.labels" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: jtai
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* "partners=a,b;actions=a": topics by app, as Dapr's scopes are written. */}}
{{- define "platform.scopes" -}}
{{- $apps := list -}}
{{- range $app, $topics := . -}}
{{- $apps = append $apps (printf "%s=%s" $app (join "," $topics)) -}}
{{- end -}}
{{ join ";" $apps }}
{{- end }}
