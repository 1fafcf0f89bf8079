{{- define "database.labels" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: jtai
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "database.secret" -}}
name: {{ splitList "/" . | first }}
key: {{ splitList "/" . | last }}
{{- end }}
