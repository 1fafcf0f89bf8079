using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jtai.Actions;

/// <summary>A column of JSON, which is text here, becomes no text within the row's JSON.</summary>
internal sealed class JsonAsItIs : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Rows are written as JSON and never read from it.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}
