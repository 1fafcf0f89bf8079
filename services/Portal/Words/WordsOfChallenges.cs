using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Shared;

namespace Jtai.Portal.Words;

/// <summary>Challenges in the words of the pages.</summary>
public static class WordsOfChallenges
{
    /// <summary>Said before anybody writes what others will read.</summary>
    public const string WhoReads =
        "Until it is taken further only the two sides read it: whoever raises it, the leads of their agency where it is raised for one, and those who answer it. "
        + "Once it is taken further, the whole partnership reads all of it, these words too.";

    /// <summary>"HSK-2026-C02 The pathway is not agreed".</summary>
    public static string Called(Challenge challenge) =>
        challenge.Reference.Length > 0 ? $"{challenge.Reference} {challenge.Title}" : challenge.Title;

    /// <summary>How it stands on a day.</summary>
    public static StatusWords Of(Challenge challenge, DateOnly today) => challenge.State switch
    {
        ChallengeState.Accepted => new("Accepted", "green"),
        ChallengeState.Withdrawn => new("Withdrawn", "grey"),
        ChallengeState.Answered => new("Answered", "yellow", "not accepted yet"),
        _ => LateBy(challenge, today) is > 0 and var days
            ? new("No answer", "red", Numbers.Of(days, "day") + " late")
            : new("Waits for an answer", "blue", "by " + Dates.Full(LondonDates.TryFromIso(challenge.AnswerDueOn), "no date")),
    };

    /// <summary>What somebody did by saying something.</summary>
    public static string Of(ChallengeWords said) => said.State switch
    {
        ChallengeState.Answered => "Answered",
        ChallengeState.Accepted => "Answer accepted",
        ChallengeState.Withdrawn => "Withdrawn",
        _ when said.Step == ChallengeStep.AgencyLead => "Raised",
        _ => "Taken further: " + Of(said.Step),
    };

    public static string Of(ChallengeStep step) => step switch
    {
        ChallengeStep.AgencyLead => "between the two",
        ChallengeStep.DelegatedPartner => "delegated partner, chief executive or commissioner",
        ChallengeStep.ChairAndExecutive => "chair and executive",
        ChallengeStep.LeadSafeguardingPartner => "lead safeguarding partner",
        _ => "the three safeguarding partners together",
    };

    /// <summary>Days since the one for the answer; 0 where it has not passed, or where none is wanted.</summary>
    public static int LateBy(Challenge challenge, DateOnly today) =>
        challenge.State == ChallengeState.Open && LondonDates.TryFromIso(challenge.AnswerDueOn) is { } due
            ? Math.Max(0, today.DayNumber - due.DayNumber)
            : 0;
}
