using System.Security.Cryptography;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>A board, committee, sub-group or statutory partnership of the global register; it may span partnerships.</summary>
public sealed record Body
{
    internal const string Columns = "body_id, name, kind, cycle, clear_days, reply_days, kept_by, ends_on, version";

    /// <summary>That follow one partnership's plan.</summary>
    public const int Most = 60;

    private const int MostDays = 90;

    public required string BodyId { get; init; }
    public required string Name { get; init; }
    public required BodyKind Kind { get; init; }

    /// <summary>How often it meets, in words; empty where nobody said.</summary>
    public string Cycle { get; init; } = "";

    /// <summary>Between papers and meeting; 0 where nobody said.</summary>
    public int ClearDays { get; init; }

    /// <summary>That it has to reply; 0 where nobody said.</summary>
    public int ReplyDays { get; init; }

    /// <summary>The partnership that registered it; null for whoever runs the platform.</summary>
    public string? KeptBy { get; init; }

    /// <summary>Its last day; null where it goes on.</summary>
    public DateOnly? EndsOn { get; init; }
    public long Version { get; init; } = 1;

    public static Body Register(RegisterBodyRequest request)
    {
        var check = new RequestCheck().Slug("body_id", request.BodyId);
        var name = check.Text("name", request.Name, "The name", 200, required: true);
        check.Known("kind", request.Kind, "what kind of body it is").ThrowIfRefused();
        return new Body { BodyId = request.BodyId, Name = name, Kind = request.Kind };
    }

    /// <summary>A partnership's own. Ids stand in addresses, traces and logs, where no word of somebody's belongs: hence a drawn one.</summary>
    public static Body RegisterFor(Partnership partnership, SaveBodyRequest request)
    {
        var id = $"{partnership.Code.ToLowerInvariant()}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var body = new Body { BodyId = id, Name = "", Kind = default, KeptBy = partnership.PartnershipId, Version = 0 }.With(request);
        return partnership.BodyIds.Length < Most ? body : throw new Refused($"At most {Most} boards and groups follow a plan.");
    }

    /// <param name="request">As it came.</param>
    /// <param name="chairs">The last days of those who chair it, or did; null for each that has none.</param>
    public Body With(SaveBodyRequest request, IReadOnlyList<DateOnly?>? chairs = null)
    {
        var check = new RequestCheck();
        var name = check.Text("name", request.Name, "The name", 200, required: true);
        var cycle = check.Text("cycle", request.Cycle, "How often it meets", 100);
        check.Known("kind", request.Kind, "what kind of body it is")
            .That(request.ClearDays is >= 0 and <= MostDays, "clear_days", $"Enter 0 to {MostDays} clear days.")
            .That(request.ReplyDays is >= 0 and <= MostDays, "reply_days", $"Enter 0 to {MostDays} days to reply.")
            .That(request.EndsOn.Length == 0 || KeptBy is not null, "ends_on", "A partnership ends boards and groups of its own. Record of this one what came of it.");
        var last = check.Date("ends_on", request.EndsOn, "The last day");
        check.That(
            last is null || chairs is null || !chairs.Any(chairedUntil => chairedUntil is null || chairedUntil > last), "ends_on",
            "Somebody chairs it after that day. End that role by then first, or choose a later day.")
            .ThrowIfRefused();
        return this with
        {
            Name = name,
            Kind = request.Kind,
            Cycle = cycle,
            ClearDays = request.ClearDays,
            ReplyDays = request.ReplyDays,
            EndsOn = last,
            Version = Version + 1,
        };
    }

    public V1.Body ToProto() => new()
    {
        BodyId = BodyId,
        Name = Name,
        Kind = Kind,
        Version = Version,
        Cycle = Cycle,
        ClearDays = ClearDays,
        ReplyDays = ReplyDays,
        KeptByPartnershipId = KeptBy ?? "",
        EndsOn = EndsOn.ToIso(),
    };

    public BodyChanged ToEvent() => new() { Body = ToProto() };
}
