using System.Globalization;
using System.Text;

namespace Jtai.Actions;

/// <summary>The mail that one or more notifications become: a sentence and a link each, in plain text.</summary>
public static class MailWords
{
    private const string Ending =
        """
        You decide what you are told of, and when: on the page “What you are told of” of the platform.
        This mail was sent by itself. Replies to it are not read.
        """;

    /// <param name="notifications">To one person; several for the weekly mail.</param>
    /// <param name="to">Their address.</param>
    /// <param name="portal">Address of the portal.</param>
    /// <param name="guardReasons">For a manager: the reasons that were given last week why no child can be known by a text.</param>
    public static Mail Of(IReadOnlyList<Notification> notifications, string to, string portal, int guardReasons = 0)
    {
        var text = new StringBuilder();
        foreach (var notification in notifications)
        {
            text.Append(Capital(notification.Sentence)).AppendLine(".").AppendLine(Link(notification, portal)).AppendLine();
        }

        if (guardReasons > 0 && notifications[0].Weekly)
        {
            text.AppendLine(guardReasons == 1
                    ? "A text that looked like a child’s details was saved last week with a reason. Read why."
                    : string.Create(CultureInfo.InvariantCulture, $"{guardReasons} texts that looked like a child’s details were saved last week with a reason each. Read why."))
                .AppendLine(CultureInfo.InvariantCulture, $"{portal}/partnerships/{notifications[0].TenantId.Value}/guard")
                .AppendLine();
        }

        var subject = notifications is [var only] && !only.Weekly
            ? Capital(only.Sentence)
            : string.Create(CultureInfo.InvariantCulture, $"Your week: {notifications.Count} {(notifications.Count == 1 ? "thing" : "things")} to know");
        return new Mail(notifications[0].NotificationId, to, subject, text.Append(Ending).ToString());
    }

    private static string Link(Notification notification, string portal)
    {
        var partnership = $"{portal}/partnerships/{notification.TenantId.Value}";
        return notification.Matter is Matter.OfferWaits or Matter.GrantToAgencyEnds ? $"{portal}/agency/sharing"
            : notification.IsAboutSharing ? $"{partnership}/sharing"
            : notification.IsAboutAChallenge ? $"{partnership}/challenges/{notification.RecordId}"
            : notification.IsAboutAnAction ? $"{partnership}/actions/{notification.RecordId}"
            : notification.RecordId == notification.InspectionId ? $"{partnership}/inspections/{notification.InspectionId}"
            : $"{partnership}/statements/{notification.RecordId}";
    }

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
