using System.Text.RegularExpressions;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>What the guard against children's identifiers stopped, in words.</summary>
public static partial class GuardWords
{
    /// <summary>The act: <c>jtai.actions.v1.Actions/AddUpdate</c> is "Add update".</summary>
    public static string ActOf(string rpc) => Sentence(Humps().Replace(rpc[(rpc.LastIndexOf('/') + 1)..], " ").ToLowerInvariant());

    /// <summary>"Outcome sought: a date of birth and a home postcode".</summary>
    public static string Of(DoubtedField field) =>
        $"{Sentence(Joints().Replace(field.Field, " ").Trim())}: {ChildIdentifiers.InWords(field.Found.Aggregate(ChildIdentifier.None, (all, kind) => all | Of(kind)))}";

    private static ChildIdentifier Of(ChildIdentifierKind kind) => kind switch
    {
        ChildIdentifierKind.DateOfBirth => ChildIdentifier.DateOfBirth,
        ChildIdentifierKind.NameWithAge => ChildIdentifier.NameWithAge,
        ChildIdentifierKind.CaseId => ChildIdentifier.CaseId,
        ChildIdentifierKind.HomePostcode => ChildIdentifier.HomePostcode,
        _ => ChildIdentifier.None,
    };

    private static string Sentence(string words) => words.Length > 0 ? char.ToUpperInvariant(words[0]) + words[1..] : "";

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Humps();

    // Between the words of a field's name, and the places in a list: "corrections[2].text".
    [GeneratedRegex(@"[_.]|\[[0-9]*\]", RegexOptions.NonBacktracking)]
    private static partial Regex Joints();
}
