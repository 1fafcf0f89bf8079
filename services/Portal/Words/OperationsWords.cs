using Jtai.Operating.V1;
using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>How a part of the platform stands, and the heading of the runbook that says what to do.</summary>
/// <param name="Anchor">Empty where there is nothing to do.</param>
public sealed record PartStanding(StatusWords Status, string Anchor);

/// <summary>What operators are told, in words.</summary>
public static class OperationsWords
{
    /// <summary>From here on a number that is usual for a moment is one that somebody looks at; readers are refused old heads then too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    public const string Unreachable = "unreachable";
    public const string Migrations = "migrations";
    public const string Outbox = "outbox";
    public const string Heads = "heads";
    public const string Rebuild = "rebuild";
    public const string Quarantine = "quarantine";
    public const string FullQuarantine = "full-quarantine";
    public const string Jobs = "jobs";
    public const string Quota = "quota";
    public const string Keys = "keys";
    public const string Certificates = "certificates";
    public const string Gateway = "gateway";
    public const string Suspended = "suspended";
    public const string Closing = "closing";
    public const string NoManager = "no-manager";

    /// <summary>Everything that is to be said of a part, the worst first.</summary>
    /// <param name="health">Null where the part did not answer.</param>
    public static IReadOnlyList<PartStanding> Of(GetHealthReply? health, DateTimeOffset now)
    {
        if (health is null)
        {
            return [new(new("Cannot be reached", "red"), Unreachable)];
        }

        PartStanding[] found =
        [
            .. health.Migrations.Pending.Count == 0 ? (PartStanding[])[]
                : [new(new("Migrations have not run", "red", string.Join(", ", health.Migrations.Pending)), Migrations)],
            .. health.Outbox.OldestAt is not { } oldest || now - oldest.ToDateTimeOffset() < Patience ? (PartStanding[])[]
                : [new(new("Changes are not published (outbox)", "red", $"{health.Outbox.Unnumbered} since {Dates.WithTime(oldest.ToDateTimeOffset())}"), Outbox)],
            .. health.Consumers.Where(consumer => !IsConfirmed(consumer))
                .Select(consumer => new PartStanding(new($"Not up to date with {Name(consumer.Publisher)}", "red", Behind(consumer)), Heads)),
            .. health.Consumers.Where(consumer => consumer.PassedOver.Count > 0)
                .Select(consumer => new PartStanding(
                    new($"Quarantine is full: copies of {Name(consumer.Publisher)} are not whole", "red", string.Join(", ", consumer.PassedOver.Select(Tenant))), FullQuarantine)),
            .. health.Consumers.Where(consumer => consumer.Quarantined > 0)
                .Select(consumer => new PartStanding(new($"{Numbers.Of(consumer.Quarantined, "event")} of {Name(consumer.Publisher)} in quarantine", "yellow"), Quarantine)),
            .. health.Jobs.Where(job => job.BrokenOff > 0)
                .Select(job => new PartStanding(new($"{Numbers.Of(job.BrokenOff, "job")} broke off", "yellow", job.Kind), Jobs)),
            .. health.Consumers.Where(consumer => consumer.Rebuilding > 0)
                .Select(consumer => new PartStanding(new($"Copies of {Name(consumer.Publisher)} are made again", "blue", Numbers.Of(consumer.Rebuilding, "tenant")), Rebuild)),
        ];
        return found.Length > 0 ? found : [new(new("Working", "green"), "")];
    }

    /// <summary>"4 seconds ago"; null where it is not known.</summary>
    public static string Ago(long? milliseconds) => milliseconds switch
    {
        null => "Not since it started",
        < 120_000 => $"{Numbers.Of((int)(milliseconds.Value / 1000), "second")} ago",
        _ => $"{Numbers.Of((int)Math.Min(milliseconds.Value / 60_000, int.MaxValue), "minute")} ago",
    };

    /// <summary>"Partners".</summary>
    public static string Name(string part) => part.Length == 0 ? "" : char.ToUpperInvariant(part[0]) + part[1..];

    public static string Of(DiscardReason reason) => reason switch
    {
        DiscardReason.PublishedAgain => "Its owner will publish the record again",
        DiscardReason.Rebuilt => "The copies are made again instead",
        DiscardReason.LaterRelease => "A later release mends it, and reads the stream again",
        DiscardReason.NotNeeded => "Nobody needs the record here",
        _ => "Choose a reason",
    };

    /// <summary>A year is what a key of a service or client is used for.</summary>
    public static StatusWords AgeOfKey(DateOnly? madeOn, DateOnly today) => madeOn switch
    {
        null => new("Not known", "yellow", "say it in Clients:n:KeyMadeOn"),
        { } day when day.AddYears(1) <= today => new("Older than a year", "yellow", Dates.Full(day)),
        { } day => new(Dates.Full(day), "green"),
    };

    public static StatusWords EndOfCertificate(DateTimeOffset? endsAt, DateTimeOffset now) => endsAt switch
    {
        null => new("None", "grey", "TLS ends elsewhere"),
        { } end when end <= now => new("Has ended", "red", Dates.WithTime(end)),
        { } end when end - now < TimeSpan.FromDays(14) => new("Ends soon", "yellow", Dates.WithTime(end)),
        { } end => new(Dates.WithTime(end), "green"),
    };

    /// <summary>What a client may, in words.</summary>
    public static string MayOf(TrustedClient client) => string.Join(". ", ((string[])
    [
        client.ClientId.StartsWith("service:", StringComparison.Ordinal) ? "Calls other services" : "",
        client.MayStartSessions ? "Signs people in" : "",
        client.TenantIds.Count > 0
            ? $"Works in {string.Join(", ", client.TenantIds)} as {string.Join(", ", client.Capacities)}{(client.AgencyId.Length > 0 ? $" for {client.AgencyId}" : "")}"
            : "",
    ]).Where(words => words.Length > 0));

    private static bool IsConfirmed(ConsumerState consumer) => consumer.HasUnconfirmedForMs && consumer.UnconfirmedForMs < Patience.TotalMilliseconds;

    private static string Tenant(PassedOver one) =>
        $"{Numbers.Of((int)Math.Min(one.Events, int.MaxValue), "event")} of {one.TenantId}";

    private static string Behind(ConsumerState consumer) =>
        consumer.Behind == 0 ? "" : $"{Numbers.Of((int)Math.Min(consumer.Behind, int.MaxValue), "event")} behind";
}
