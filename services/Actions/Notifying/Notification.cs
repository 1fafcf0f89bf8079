using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>One person told of one matter: its state and the sentence that it says. Rules only.</summary>
public sealed record Notification
{
    /// <summary>Tries in all before it is given up.</summary>
    public const int MostAttempts = 5;

    /// <summary>
    /// All that a notification says: its own columns, and of its record nothing but the reference. It stands where
    /// <c>notification</c> is a table or a query of that name.
    /// </summary>
    public const string Columns =
        """
        notification.*, coalesce(nullif(action.reference, ''), 'Draft ' || action.draft) as action_reference,
        action.delivery as action_delivery, action.withdrawn_because <> '' as action_withdrawn,
        inspection.reference as inspection_reference, inspection.phase, inspection.reader_ids,
        (
          select agency.name from sharing_grant granted join agency on agency.tenant_id = 'platform' and agency.agency_id = granted.agency_id
          where granted.tenant_id = notification.tenant_id and granted.grant_id = notification.record_id) as agency_name,
        (select reference from challenge where challenge.tenant_id = notification.tenant_id and challenge_id = notification.record_id)
          as challenge_reference,
        (select partnership.name from partnership where partnership.tenant_id = notification.tenant_id) as partnership_name
        """;

    /// <summary>What <see cref="Columns"/> are read from, after <c>notification</c>.</summary>
    public const string Joined =
        """
        left join action on action.tenant_id = notification.tenant_id and action.action_id = notification.record_id
        left join inspection on inspection.tenant_id = notification.tenant_id and inspection.inspection_id = notification.inspection_id
        """;

    /// <summary>Whether a row of <c>notification</c> tells of a challenge that only its two sides know of.</summary>
    public const string OfPrivateChallenge =
        """
        exists (
          select from challenge
          where challenge.tenant_id = notification.tenant_id and challenge_id = notification.record_id and not challenge.escalated)
        """;

    // About seven hours from the first to the last.
    private static readonly TimeSpan[] Waits = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)];

    public TenantId TenantId { get; init; }
    public Guid NotificationId { get; init; }
    public Matter Matter { get; init; }
    public NotificationKind Kind { get; init; }
    public Guid PersonId { get; init; }
    public Guid RecordId { get; init; }

    /// <summary>Null for what is of no inspection.</summary>
    public Guid? InspectionId { get; init; }
    public DateOnly? OnDate { get; init; }

    /// <summary>Until <see cref="OnDate"/>, as it was when the notification was made.</summary>
    public int? WorkingDays { get; init; }
    public V1.NotificationState State { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset DueAt { get; init; }

    /// <summary>True where it waits for the mail of Monday.</summary>
    public bool Weekly { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? SettledAt { get; init; }
    public Guid? MailId { get; init; }
    public string Why { get; init; } = "";
    public long Version { get; init; }

    /// <summary>E.g. HSK-2026-A014; null where it is not about an action.</summary>
    public string? ActionReference { get; init; }

    /// <summary>E.g. HSK-2026-I01; empty before it is published, null where the inspection is not known any more.</summary>
    public string? InspectionReference { get; init; }

    /// <summary>E.g. HSK-2026-C02; empty while it is between the two, null where it is not about a challenge.</summary>
    public string? ChallengeReference { get; init; }

    /// <summary>To whom the partnership shares or offers; null where it is not about sharing.</summary>
    public string? AgencyName { get; init; }
    public string? PartnershipName { get; init; }
    public InspectionPhase? Phase { get; init; }
    public Guid[]? ReaderIds { get; init; }

    /// <summary>Of the action as it is now; null where it is not about one.</summary>
    public V1.Delivery? ActionDelivery { get; init; }
    public bool? ActionWithdrawn { get; init; }

    /// <summary>True for a date that passes, or will, of an action on which nothing is left to do: it was reported complete, closed or withdrawn since.</summary>
    public bool IsSpent => Matter is Matter.DueSoon or Matter.Overdue
        && (ActionWithdrawn == true || ActionDelivery is V1.Delivery.AwaitingVerification or V1.Delivery.Complete or V1.Delivery.ClosedWithoutCompletion);

    public bool IsAboutAnAction => Matter is Matter.DueSoon or Matter.Overdue or Matter.DateAskedFor or Matter.DateDecided or Matter.HandedOver
        or Matter.CheckAsked or Matter.Returned;

    public bool IsAboutAChallenge => Kind == NotificationKind.Challenge;

    public bool IsAboutSharing => Kind == NotificationKind.Sharing;

    /// <summary>Within a sentence.</summary>
    public string Called => IsAboutAnAction ? ActionReference ?? "an action"
        : IsAboutAChallenge ? ChallengeReference is { Length: > 0 } challenge ? "the challenge " + challenge : "a challenge"
        : IsAboutSharing ? "the sharing with " + (AgencyName ?? "an agency")
        : "the statement of action" + (InspectionReference is { Length: > 0 } reference ? " of " + reference : "");

    /// <summary>What is said: a reference and dates, and nothing that anybody wrote.</summary>
    public string Sentence => Matter switch
    {
        Matter.DueSoon => $"{Called} is due on {Day}",
        Matter.Overdue => $"{Called} was due on {Day} and is overdue",
        Matter.DateAskedFor => $"A new date is asked for {Called}: please decide",
        Matter.DateDecided => $"The new date that you asked for {Called} has been decided",
        Matter.ReturnAskedFor => $"Your agency is asked for its part of {Called}" + (OnDate is null ? "" : $" by {Day}"),
        Matter.ReturnReminded => $"A reminder: your agency’s part of {Called} " + (OnDate is null ? "has not come" : $"was asked for by {Day} and has not come"),
        Matter.ReturnGiven => $"A part of {Called} has been returned",
        Matter.SignOffAskedFor => $"Your sign-off of {Called} is wanted",
        Matter.SignOffVoided => $"Your sign-off of {Called} no longer stands: it has changed since",
        Matter.CorrectedEditorially => $"An editorial correction was made to {Called}: your sign-off stands",
        Matter.CommentOnSection => $"There is a comment on a section that you write of {Called}",
        Matter.StatementCirculated => $"A draft of {Called} has been circulated to your agency",
        Matter.StatementDue => WorkingDays switch
        {
            0 => $"{Sentenced} is due today, {Day}",
            1 => $"{Sentenced} is due in 1 working day, on {Day}",
            var days => string.Create(CultureInfo.InvariantCulture, $"{Sentenced} is due in {days} working days, on {Day}"),
        },
        Matter.SendingFailed => $"{Sentenced} could not be sent",
        Matter.GrantEnds => $"{Sentenced} ends on {Day}",
        Matter.GrantToReview => $"{Sentenced} is to be reviewed from {Day}",
        Matter.OfferWaits => $"{PartnershipName ?? "A partnership"} has offered to share with your agency: the offer waits for your agreement",
        Matter.GrantToAgencyEnds => $"What {PartnershipName ?? "a partnership"} shares with your agency ends on {Day}",
        Matter.HandedOver => $"{Called} has been handed over to you",
        Matter.CheckAsked => $"{Called} is said to be done and waits for a second check",
        Matter.Returned => $"{Called} has been returned: something is missing",
        Matter.ChallengeWaits => $"{Sentenced} waits for an answer by {Day}",
        Matter.ChallengeAnswered => $"{Sentenced} that you raised has been answered",
        Matter.ChallengeLate => $"{Sentenced} was to be answered by {Day} and has no answer",
        _ => $"There is news of {Called}",
    };

    private string Sentenced => char.ToUpperInvariant(Called[0]) + Called[1..];

    private string Day => OnDate?.InWords() ?? "";

    /// <summary>Before publication only for a named reader; never once the inspection is gone.</summary>
    public bool MayBeKnownBy(Guid? person) =>
        InspectionId is null || Phase == InspectionPhase.Published || (ReaderIds is not null && person is { } reader && ReaderIds.Contains(reader));

    public Notification Sent(Guid mailId, DateTimeOffset now) => Settled(V1.NotificationState.Sent, "", now) with { MailId = mailId };

    public Notification NotSent(string why, DateTimeOffset now) => Settled(V1.NotificationState.NotSent, why, now) with { Attempts = Attempts - 1 };

    /// <summary>Tried again later, or given up after the last attempt.</summary>
    public Notification Failed(string why, DateTimeOffset now) => Attempts >= MostAttempts
        ? Settled(V1.NotificationState.Failed, why, now)
        : this with { Why = why, DueAt = now + Waits[Attempts - 1], Version = Version + 1 };

    /// <summary>Gathered into the mail of the coming Monday.</summary>
    public Notification Deferred(DateTimeOffset now) =>
        this with { Weekly = true, DueAt = NextMonday(now), Attempts = Attempts - 1, Version = Version + 1 };

    /// <summary>Tried again from the start, at once.</summary>
    public Notification Retried(long expectedVersion, DateTimeOffset now)
    {
        if (Version != expectedVersion)
        {
            throw new Conflict(Version);
        }

        return State == V1.NotificationState.Failed
            ? this with { State = V1.NotificationState.Waiting, DueAt = now, Weekly = false, Attempts = 0, SettledAt = null, Version = Version + 1 }
            : throw new Refused("Only a notification that failed can be tried again.");
    }

    /// <summary>The next Monday, 8:00 in London.</summary>
    public static DateTimeOffset NextMonday(DateTimeOffset now)
    {
        var today = now.DateInLondon();
        var monday = today.AddDays((DayOfWeek.Monday - today.DayOfWeek + 7) % 7);
        var at = monday.AtInLondon(new TimeOnly(8, 0));
        return at > now ? at : monday.AddDays(7).AtInLondon(new TimeOnly(8, 0));
    }

    public V1.Notification ToProto() => new()
    {
        NotificationId = NotificationId.ToString(),
        Kind = Kind,
        PersonId = PersonId.ToString(),
        RecordId = RecordId.ToString(),
        Called = Called,
        State = State,
        MadeAt = Timestamp.FromDateTimeOffset(MadeAt),
        SettledAt = SettledAt is { } settled ? Timestamp.FromDateTimeOffset(settled) : null,
        Attempts = Attempts,
        Why = Why,
        Version = Version,
    };

    private Notification Settled(V1.NotificationState state, string why, DateTimeOffset now) =>
        this with { State = state, Why = why, SettledAt = now, Version = Version + 1 };
}
