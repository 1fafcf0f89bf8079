using System.Text.Json;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Partners;

/// <summary>Partnerships that take another's place from a day on, by a legal instrument. Nothing is renamed: all of them stay.</summary>
public sealed record Succession
{
    public const string Select =
        """
        select succession_id, from_partnership_id, from_name, successors, takes_effect_on, made_by_order, version from succession
        """;

    private const int MostSuccessors = 4;
    private static readonly JsonSerializerOptions AsColumn = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required Guid SuccessionId { get; init; }
    public required string FromPartnershipId { get; init; }
    public required string FromName { get; init; }

    /// <summary>The proto's list of <see cref="Successor"/>, as the column holds it.</summary>
    public required string Successors { get; init; }
    public required DateOnly TakesEffectOn { get; init; }
    public required string MadeByOrder { get; init; }
    public long Version { get; init; } = 1;

    public IReadOnlyList<Successor> To => JsonSerializer.Deserialize<Successor[]>(Successors, AsColumn) ?? [];

    /// <summary>The partnerships that it names, and the platform: each keeps it and is told of it.</summary>
    public IReadOnlyList<TenantId> Tenants => [TenantId.Platform, .. To.Select(to => new TenantId(to.PartnershipId)).Prepend(new(FromPartnershipId))];

    /// <param name="id">Of the new one.</param>
    /// <param name="request">As it came.</param>
    /// <param name="names">Of the partnerships that there are, by id.</param>
    /// <param name="councils">Which of the named agencies are councils.</param>
    /// <param name="others">All that are registered.</param>
    /// <param name="today">The day in London.</param>
    /// <exception cref="Invalid">All that is wrong with what was entered.</exception>
    /// <exception cref="Refused">It does not fit to another one.</exception>
    public static Succession Register(
        Guid id, RegisterSuccessionRequest request, IReadOnlyDictionary<string, string> names, IReadOnlyCollection<string> councils,
        IReadOnlyList<Succession> others, DateOnly today)
    {
        var to = request.To.Select(one => one.PartnershipId).ToArray();
        var check = new RequestCheck()
            .That(names.ContainsKey(request.FromPartnershipId), "from_partnership_id", "Choose the partnership that is succeeded.")
            .That(to.Length is > 0 and <= MostSuccessors, "to", "Choose from 1 to 4 partnerships that succeed it.")
            .That(to.All(names.ContainsKey), "to", "Provision each partnership that succeeds it first.")
            .That(to.Distinct().Count() == to.Length && !to.Contains(request.FromPartnershipId), "to", "Choose each successor once, and not the partnership itself.")
            .That(
                request.To.All(one => one.CouncilAgencyId.Length == 0 || councils.Contains(one.CouncilAgencyId)),
                "to", "The council of a successor must be a council of the register.");
        var on = ReadDay(request.TakesEffectOn, today, check);
        var order = check.Text("order", request.Order, "The order", 300, required: true);
        check.ThrowIfRefused();
        var succession = new Succession
        {
            SuccessionId = id,
            FromPartnershipId = request.FromPartnershipId,
            FromName = names[request.FromPartnershipId],
            Successors = JsonSerializer.Serialize(
                request.To.Select(one => new Successor(one) { Name = names[one.PartnershipId] }), AsColumn),
            TakesEffectOn = on.GetValueOrDefault(),
            MadeByOrder = order,
        };
        return others.Any(other => other.FromPartnershipId == succession.FromPartnershipId)
            ? throw new Refused("This partnership is succeeded already. Move the day of that succession if it is another.")
            : succession.Fitting(others);
    }

    /// <exception cref="Invalid">No day to come.</exception>
    /// <exception cref="Refused">Its day has come, or it does not fit to another one.</exception>
    public Succession MoveTo(string day, IReadOnlyList<Succession> others, DateOnly today)
    {
        var check = new RequestCheck();
        var on = ReadDay(day, today, check);
        check.ThrowIfRefused();
        if (TakesEffectOn <= today)
        {
            throw new Refused($"The succession took effect on {TakesEffectOn.InWords()} and cannot be moved.");
        }

        return on != TakesEffectOn
            ? (this with { TakesEffectOn = on.GetValueOrDefault(), Version = Version + 1 }).Fitting(others)
            : throw new Refused("Nothing is changed: this is its day already.");
    }

    public bool IsCouncilOfASuccessor(string agencyId) => To.Any(one => one.CouncilAgencyId.Length > 0 && one.CouncilAgencyId == agencyId);

    /// <summary>What it has become, for audit and event, in each tenant that keeps it.</summary>
    public IReadOnlyList<Change> Changed() =>
    [
        .. Tenants.Select(tenant => new Change(SuccessionId.ToString(), Version, new SuccessionChanged { Succession = ToProto() }) { TenantId = tenant }),
    ];

    public V1.Succession ToProto() => new()
    {
        SuccessionId = SuccessionId.ToString(),
        FromPartnershipId = FromPartnershipId,
        FromName = FromName,
        To = { To },
        TakesEffectOn = TakesEffectOn.ToIso(),
        Order = MadeByOrder,
        Version = Version,
    };

    private static DateOnly? ReadDay(string day, DateOnly today, RequestCheck check)
    {
        var on = check.Date("takes_effect_on", day, "The day on which it takes effect");
        check.That(day.Length > 0, "takes_effect_on", "Enter the day on which it takes effect.")
            .That(!(on < today), "takes_effect_on", "The day on which it takes effect cannot be in the past.");
        return on;
    }

    // What ends cannot succeed anybody from that day on; so no circle can come about either.
    private Succession Fitting(IReadOnlyList<Succession> others)
    {
        var ends = others.Where(other => other.SuccessionId != SuccessionId).ToArray();
        return ends.Any(other => Names(other.FromPartnershipId) && other.TakesEffectOn <= TakesEffectOn)
            ? throw new Refused("A partnership that succeeds it is succeeded itself by then. Choose an earlier day or another successor.")
            : ends.Any(other => other.Names(FromPartnershipId) && TakesEffectOn <= other.TakesEffectOn)
                ? throw new Refused("This partnership succeeds another later than that. Choose a later day.")
                : this;
    }

    private bool Names(string partnershipId) => To.Any(one => one.PartnershipId == partnershipId);
}
