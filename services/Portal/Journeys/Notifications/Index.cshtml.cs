using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Notifications;

/// <summary>What people were told of by mail, what waits and what failed; a failed one can be tried again.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true, Name = "state")]
    public NotificationState State { get; set; }

    /// <summary>Where an older part of the list begins.</summary>
    [BindProperty(SupportsGet = true, Name = "before")]
    public string? Before { get; set; }

    public ListNotificationsReply Listed { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    public string List => Addresses.Notifications(Partnership);

    public static IEnumerable<Choice> States =>
    [
        new("", "All"),
        .. Enum.GetValues<NotificationState>().Where(state => state != default)
            .Select(state => new Choice(state.ToString(), NotificationWords.Of(state).Text)),
    ];

    /// <summary>How it stands, the worst first.</summary>
    public string Sentence => Listed.Failed switch
    {
        0 => "No mail has failed.",
        1 => "1 mail has failed. Somebody was not told of something.",
        var failed => $"{failed} mails have failed. Somebody was not told of something.",
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        await ReadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string notificationId, long version, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        try
        {
            await calls.Notifications.RetryNotificationAsync(
                new RetryNotificationRequest { NotificationId = notificationId, ExpectedVersion = version }, cancellationToken: ct);
            return Done("It is tried again now.", State == default ? List : $"{List}?state={State}");
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            ModelState.AddModelError("", "Somebody else had it tried again meanwhile. This is how it stands now.");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        await ReadAsync(ct);
        return Page();
    }

    /// <summary>Where it can be read about; null where that differs from one to the next.</summary>
    public string? AddressOf(Notification notification) => notification.Kind switch
    {
        Partners.V1.NotificationKind.DueSoon or Partners.V1.NotificationKind.Overdue or Partners.V1.NotificationKind.HandedToYou =>
            Addresses.Action(Partnership, notification.RecordId),
        Partners.V1.NotificationKind.Sharing => Addresses.Sharing(Partnership),
        _ => null,
    };

    public string OlderAddress =>
        $"{List}?{(State == default ? "" : $"state={State}&")}before={Uri.EscapeDataString(Listed.NextPageToken)}";

    private async Task ReadAsync(CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        Listed = await calls.Notifications.ListNotificationsAsync(
            new ListNotificationsRequest { State = State, PageSize = PageSize, PageToken = Before ?? "" }, cancellationToken: ct);
        Members = await members;
        await this.MarkActionsAsync(calls, ct, withDeadlines: true);
    }
}
