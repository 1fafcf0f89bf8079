using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>What Actions keeps of a succession, in the predecessor's tenant, from Partners' events.</summary>
public sealed record Succession
{
    /// <summary>One of the partnership's, as predecessor. Parameters: <c>TenantId</c> and <c>successionId</c>.</summary>
    public const string Select = "select * from succession where tenant_id = @TenantId and succession_id = @successionId";

    private const string Neither = "neither";

    public Guid SuccessionId { get; init; }
    public string FromName { get; init; } = "";
    public string[] ToPartnershipIds { get; init; } = [];

    /// <summary>In the same order.</summary>
    public string[] ToNames { get; init; } = [];
    public DateOnly TakesEffectOn { get; init; }

    /// <summary>Names of successors as a history keeps them; "neither" for none of them.</summary>
    public string NamesOf(IReadOnlyCollection<string> partnershipIds) => partnershipIds.Count == 0
        ? Neither
        : string.Join(", ", ToPartnershipIds.Zip(ToNames).Where(to => partnershipIds.Contains(to.First)).Select(to => to.Second));

    /// <summary>Those of a request, in the order of the succession.</summary>
    /// <param name="partnershipIds">As they came; none: neither.</param>
    /// <param name="check">Collects what is refused.</param>
    public string[] ReadSuccessors(IReadOnlyCollection<string> partnershipIds, RequestCheck check)
    {
        check.That(!partnershipIds.Except(ToPartnershipIds).Any(), "to_partnership_ids", "Choose from the partnerships that succeed this one.");
        return [.. ToPartnershipIds.Where(partnershipIds.Contains)];
    }

    /// <exception cref="Refused">Its day has not come.</exception>
    public void RefuseBefore(DateOnly today)
    {
        if (today < TakesEffectOn)
        {
            throw new Refused($"The succession takes effect on {TakesEffectOn.InWords()}. The plan can be handed over from that day on.");
        }
    }
}
