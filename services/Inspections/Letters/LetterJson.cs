using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jtai.Letters;

/// <summary>The JSON form of a letter: one object, snake_case names, dates as yyyy-MM-dd.</summary>
public static class LetterJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // The letters are full of typographic quotes; the output is JSON for files and pipes, never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The letter as indented JSON.</summary>
    public static string Write(Letter letter) => JsonSerializer.Serialize(letter, Options);
}
