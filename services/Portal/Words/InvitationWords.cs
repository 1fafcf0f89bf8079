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

    /// <param name="invited">Who is invited.</param>
    /// <param name="signIn">Where they sign in, in full.</param>
    public static IReadOnlyList<string> Text(InvitedPerson invited, string signIn) =>
    [
        $"Dear {invited.Person.Name},",
        $"you are invited to the service in which our agencies keep their joint inspection action plans. Sign in at {signIn} with your work account. It must be the one of {invited.Person.Email}.",
        $"The invitation is good until {Dates.WithTime(invited.Invitation.ExpiresAt.ToDateTimeOffset())}. You need no password of ours, and nobody will ask you for one.",
    ];
}
