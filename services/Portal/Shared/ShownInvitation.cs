using Jtai.Partners.V1;
using Jtai.Portal.Words;

namespace Jtai.Portal.Shared;

/// <summary>One invitation, with the text to send.</summary>
/// <param name="By">Who sends the text.</param>
/// <param name="SignIn">The address at which people sign in, in full.</param>
/// <param name="Back">The list.</param>
public sealed record ShownInvitation(InvitedPerson Invited, string AgencyName, string By, string SignIn, string Back)
{
    public bool IsGood => Invited.Invitation.State == InvitationState.Waiting;

    public bool IsTaken => Invited.Invitation.State == InvitationState.Taken;

    public bool IsWithdrawn => Invited.Invitation.State == InvitationState.Withdrawn;

    public IReadOnlyList<string> Text => InvitationWords.Text(Invited, By, SignIn);

    /// <summary>Opens the text in the reader's own mail.</summary>
    public string MailTo => $"mailto:{Uri.EscapeDataString(Invited.Person.Email)}?subject={Uri.EscapeDataString(InvitationWords.Subject)}&body={Uri.EscapeDataString(string.Join("\r\n\r\n", Text))}";

    public static string SignInAddress(HttpRequest request) => $"{request.Scheme}://{request.Host}/sign-in";
}
