using Jtai.Field;

namespace Jtai.Errors;

/// <summary>What one field's text seems to hold.</summary>
/// <param name="Field">The proto's name of the field.</param>
/// <param name="Called">What a person calls it, at the start of a sentence.</param>
/// <param name="Found">At least one kind.</param>
public sealed record DoubtedText(string Field, string Called, ChildIdentifier Found)
{
    /// <summary>SHA-256 of the text, by which it is known again; empty where each time is to be asked.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>What a person is told; it does not repeat the text.</summary>
    public string Sentence => $"{Called} seems to hold {ChildIdentifiers.InWords(Found)}. Take it out, or say why no child can be known by it.";
}
