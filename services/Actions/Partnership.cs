namespace Jtai.Actions;

/// <summary>What Actions keeps of a partnership, from Partners' events.</summary>
public sealed record Partnership
{
    /// <summary>Three letters; every reference begins with it.</summary>
    public string Code { get; init; } = "";

    /// <summary>As it writes itself.</summary>
    public string Name { get; init; } = "";

    public string[] AgencyIds { get; init; } = [];

    /// <summary>Bodies that follow the partnership's plan.</summary>
    public string[] BodyIds { get; init; } = [];

    /// <summary>Of the agencies, the three statutory safeguarding partners.</summary>
    public string[] SafeguardingPartnerIds { get; init; } = [];

    /// <summary>True where this is one of its agencies or bodies, as <see cref="LeadText"/> writes it.</summary>
    public bool HasLead(string lead) =>
        LeadText.AgencyOf(lead) is { } agency ? AgencyIds.Contains(agency) : LeadText.BodyOf(lead) is { } body && BodyIds.Contains(body);
}
