using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Jtai.Letters;

/// <summary>The JSON forms of a letter: one object, snake_case names, dates as yyyy-MM-dd.</summary>
public static class LetterJson
{
    private static readonly string[] OfTheWhole = ["left_over", "paragraphs", "source_sha256", "pages"];

    private static readonly JsonSerializerOptions Whole = new(LetterJsonContext.Default.Options)
    {
        // The letters are full of typographic quotes; the output is JSON for files and pipes, never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Printed = new(Whole)
    {
        WriteIndented = true,
        TypeInfoResolver = LetterJsonContext.Default.WithAddedModifier(WithoutTheWhole),
    };

    /// <summary>The letter as indented JSON, without its paragraphs and the facts about its source.</summary>
    public static string Write(Letter letter) => JsonSerializer.Serialize(letter, Of(Printed));

    /// <summary>Everything, for <see cref="ReadWhole"/>.</summary>
    public static byte[] WriteWhole(Letter letter) => JsonSerializer.SerializeToUtf8Bytes(letter, Of(Whole));

    /// <exception cref="JsonException">It is not what <see cref="WriteWhole"/> wrote.</exception>
    public static Letter ReadWhole(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Of(Whole)) ?? throw new JsonException("There is no letter.");

    private static JsonTypeInfo<Letter> Of(JsonSerializerOptions options) => (JsonTypeInfo<Letter>)options.GetTypeInfo(typeof(Letter));

    private static void WithoutTheWhole(JsonTypeInfo type)
    {
        if (type.Type == typeof(Letter))
        {
            foreach (var property in type.Properties.Where(property => OfTheWhole.Contains(property.Name)).ToList())
            {
                type.Properties.Remove(property);
            }
        }
    }
}

// Made when this is compiled: a process that reads one letter has no time to look at types.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCase<LetterFormat>), typeof(SnakeCase<PracticeStudyKind>), typeof(SnakeCase<ParagraphKind>), typeof(SnakeCase<LeftOverReason>)])]
[JsonSerializable(typeof(Letter))]
internal sealed partial class LetterJsonContext : JsonSerializerContext;

internal sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
