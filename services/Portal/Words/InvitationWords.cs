using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>Invitations in words, and the text that whoever invites somebody sends them from their own mail.</summary>
public static class InvitationWords
{
    public const string Subject = "Your invitation to joint inspection action plans";

    public static StatusWords Of(Invitation invitation) => invitation.State switch
    {
        InvitationState.Waiting => new("Waits", "blue", "until " + Dates.WithTime(invitation.ExpiresAt.ToDateTimeOffset())),
        InvitationState.Taken => new("Taken", "green", "on " + Dates.WithTime(invitation.TakenAt.ToDateTimeOffset())),
        InvitationState.Expired => new("Expired", "yellow", "on " + Dates.WithTime(invitation.ExpiresAt.ToDateTimeOffset())),
        InvitationState.Withdrawn => new("Withdrawn", "grey", "on " + Dates.WithTime(invitation.WithdrawnAt.ToDateTimeOffset())),
        _ => new("Not known", "grey"),
    };

    /// <summary>"partnership manager and verifier".</summary>
    public static string RolesOf(InvitedPerson invited) => Numbers.List(invited.Capacities.Select(capacity => CapacityWords.Of(capacity, invited.PlaceId).ToLowerInvariant()));

    /// <param name="invited">Who is invited.</param>
    /// <param name="by">The name of whoever sends it.</param>
    /// <param name="signIn">Where they sign in, in full.</param>
    public static IReadOnlyList<string> Text(InvitedPerson invited, string by, string signIn) =>
    [
        $"Dear {invited.Person.Name},",
        (invited.PlaceName.Length > 0 ? $"{by} invites you to {invited.PlaceName}, as {RolesOf(invited)}." : $"{by} invites you.")
            + " It is to the service in which agencies keep their joint inspection action plans.",
        $"What to do: open {signIn} and sign in with your work account. It must be the one of {invited.Person.Email}. You need no password of ours, and nobody will ask you for one.",
        $"The invitation is good until {Dates.WithTime(invited.Invitation.ExpiresAt.ToDateTimeOffset())}.",
        "Questions: reply to this mail.",
    ];
}
