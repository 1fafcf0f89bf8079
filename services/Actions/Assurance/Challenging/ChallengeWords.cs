using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>One thing said in a challenge; it is never changed.</summary>
public sealed record ChallengeWords
{
    private const int Longest = 4000;

    public Guid WordsId { get; init; }
    public Guid ChallengeId { get; init; }

    /// <summary>Version of the challenge that it made.</summary>
    public long ChallengeVersion { get; init; }
    public V1.ChallengeStep Step { get; init; }
    public V1.ChallengeState State { get; init; }
    public string Words { get; init; } = "";
    public Guid PersonId { get; init; }
    public string AgencyId { get; init; } = "";
    public Capacity Capacity { get; init; }
    public DateTimeOffset SaidAt { get; init; }

    /// <summary>What a request says, free of children's identifiers.</summary>
    public static string Read(string words, string called, RequestCheck check, bool required = true) =>
        check.Text("words", words, called, Longest, required);

    public static ChallengeWords Of(Challenge after, string words, Caller by, DateTimeOffset at) => new()
    {
        WordsId = Guid.CreateVersion7(),
        ChallengeId = after.ChallengeId,
        ChallengeVersion = after.Version,
        Step = after.Step,
        State = after.State,
        Words = words,
        PersonId = by.PersonId,
        AgencyId = by.AgencyId ?? "",
        Capacity = by.ActingAs,
        SaidAt = at,
    };

    /// <summary>For audit and event.</summary>
    public Change Recorded() => new(WordsId.ToString(), 1, new V1.ChallengeWordsRecorded { Words = ToProto() });

    public V1.ChallengeWords ToProto() => new()
    {
        WordsId = WordsId.ToString(),
        ChallengeId = ChallengeId.ToString(),
        Step = Step,
        State = State,
        Words = Words,
        PersonId = PersonId.ToString(),
        AgencyId = AgencyId,
        Capacity = Capacity,
        At = Timestamp.FromDateTimeOffset(SaidAt),
    };
}
