namespace Jtai.Actions;

/// <summary>What Actions keeps of a partnership, from Partners' events.</summary>
public sealed record Partnership
{
    /// <summary>With its bodies that have ended. Parameters: <c>TenantId</c>, <c>today</c>.</summary>
    public const string Select =
        """
        select partnership.*, array(
          select body_id from body where tenant_id = 'platform' and body_id = any(body_ids) and ends_on < @today) as ended_body_ids
        from partnership where tenant_id = @TenantId
        """;

    /// <summary>Three letters; every reference begins with it.</summary>
    public string Code { get; init; } = "";

    /// <summary>As it writes itself.</summary>
    public string Name { get; init; } = "";

    public string[] AgencyIds { get; init; } = [];

    /// <summary>Bodies that follow the partnership's plan.</summary>
    public string[] BodyIds { get; init; } = [];

    /// <summary>Of these, whose last day is over; read by <see cref="Select"/> alone.</summary>
    public string[] EndedBodyIds { get; init; } = [];

    /// <summary>Of the agencies, the three statutory safeguarding partners.</summary>
    public string[] SafeguardingPartnerIds { get; init; } = [];

    /// <summary>True where this is one of its agencies or bodies, as <see cref="LeadText"/> writes it.</summary>
    public bool HasLead(string lead) =>
        LeadText.AgencyOf(lead) is { } agency ? AgencyIds.Contains(agency) : LeadText.BodyOf(lead) is { } body && BodyIds.Contains(body);

    /// <summary>True where this is a body that has ended, as <see cref="LeadText"/> writes it.</summary>
    public bool HasEnded(string lead) => LeadText.BodyOf(lead) is { } body && EndedBodyIds.Contains(body);
}
