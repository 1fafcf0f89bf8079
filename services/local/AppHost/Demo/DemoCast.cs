using Jtai.Partners.V1;

namespace Jtai.Local;

/// <summary>The invented agencies, bodies and people of the demo region.</summary>
internal static class DemoCast
{
    /// <summary>Of each the agency that it is a part of stands before it.</summary>
    public static readonly (string Id, string Name, string ShortName, AgencyKind Kind)[] Agencies =
    [
        (DemoRegion.Force, "Tarrowshire and Lannick Constabulary", "Police", AgencyKind.PoliceForce),
        (DemoRegion.MoorsIcb, "NHS Moors and Estuary Integrated Care Board", "Moors and Estuary ICB", AgencyKind.IntegratedCareBoard),
        (DemoRegion.EastmarchIcb, "NHS Eastmarch Integrated Care Board", "Eastmarch ICB", AgencyKind.IntegratedCareBoard),
        (DemoRegion.Hospitals, "Lannick University Hospitals NHS Foundation Trust", "Hospitals trust", AgencyKind.NhsTrust),
        (DemoRegion.Community, "Moorland Community NHS Trust", "Community trust", AgencyKind.NhsTrust),
        (DemoRegion.Ambulance, "Western Reach Ambulance Service", "Ambulance", AgencyKind.NhsTrust),
        (DemoRegion.Probation, "Moors and Estuary Probation", "Probation", AgencyKind.ProbationRegion),
        (DemoRegion.Scrutiny, "Office of the Independent Scrutineers", "Scrutiny", AgencyKind.OtherAgency),
        (DemoRegion.Operations, "Platform operations", "Operations", AgencyKind.OtherAgency),
        (DemoRegion.HaskermoorSchools, "Haskermoor Learning Trust", "Schools", AgencyKind.SchoolTrust),
        (DemoRegion.HaskermoorCharity, "Haskermoor Young People's Charity", "Charity", AgencyKind.Charity),
        ("mirrenford-council", "Mirrenford City Council", "Council", AgencyKind.Council),
        ("haskermoor-council", "Haskermoor Borough Council", "Council", AgencyKind.Council),
        ("port-lannick-council", "Port Lannick Council", "Council", AgencyKind.Council),
        ("tarrowshire-council", "Tarrowshire County Council", "Council", AgencyKind.Council),
        ("wendlecombe-council", "Wendlecombe Council", "Council", AgencyKind.Council),
        (DemoRegion.HaskermoorYouthJustice, "Haskermoor Youth Justice Service", "Youth justice", AgencyKind.YouthJusticeService),
    ];

    /// <summary>Parts of councils: with them one organisation, so that neither is the other's second key.</summary>
    public static readonly IReadOnlyDictionary<string, string> PartOf = new Dictionary<string, string>
    {
        [DemoRegion.HaskermoorYouthJustice] = "haskermoor-council",
    };

    /// <summary>Agencies of every partnership, beside its council and its integrated care board.</summary>
    public static readonly string[] Everywhere =
        [DemoRegion.Force, DemoRegion.Hospitals, DemoRegion.Community, DemoRegion.Ambulance, DemoRegion.Probation, DemoRegion.Scrutiny];

    /// <summary>People who work in every partnership, or in the agency's own workspace.</summary>
    public static readonly DemoColleague[] Regional =
    [
        new("police-lead", "Morwenna Askey", "Detective chief superintendent, public protection", DemoRegion.Force, Capacity.AgencyLead)
            { Across = [Capacity.CrossPartnershipLead], About = "Sees all five partnerships at once, and updates the force's actions in each." },
        new("chief-constable", "Edric Vantreece", "Chief constable", DemoRegion.Force, Capacity.LeadSafeguardingPartner)
            { Across = [Capacity.LeadSafeguardingPartner], About = "Lead safeguarding partner in five partnerships." },
        new("moors-icb-lead", "Dr Sunniva Okell", "Director of nursing", DemoRegion.MoorsIcb, Capacity.DelegatedSafeguardingPartner)
            { Across = [Capacity.CrossPartnershipLead], About = "Sees the four partnerships of the Moors and Estuary ICB." },
        new("moors-icb-chief", "Rhoswen Tallis", "Chief executive", DemoRegion.MoorsIcb, Capacity.LeadSafeguardingPartner)
            { Across = [Capacity.LeadSafeguardingPartner], About = "Lead safeguarding partner in four partnerships." },
        new("hospitals-lead", "Ignatius Prowse", "Named nurse for safeguarding children", DemoRegion.Hospitals, Capacity.AgencyLead)
            { About = "Sees and updates the hospitals trust's own actions." },
        new("probation-lead", "Beatrix Lomond", "Head of probation delivery", DemoRegion.Probation, Capacity.AgencyLead)
            { About = "Sees and updates probation's own actions." },
        new("scrutineer", "Dame Oriel Fenn", "Independent scrutineer", DemoRegion.Scrutiny, Capacity.IndependentScrutineer)
            { About = "Reads everything and verifies nothing." },
    ];

    /// <summary>They see health, queues and traces, and no content. Two, as closing and recovering a tenant takes two.</summary>
    public static readonly DemoColleague[] Operators =
    [
        new("operator", "Isolde Tarn", "Platform operator", DemoRegion.Operations, Capacity.PlatformOperator) { About = "Provisions partnerships; sees no content." },
        new("second-operator", "Caspian Lowe", "Platform operator", DemoRegion.Operations, Capacity.PlatformOperator)
            { About = "The second key, where a tenant is closed or given a manager again." },
    ];

    /// <summary>The capacities that nobody else holds, in the partnership whose plan is being carried out.</summary>
    private static readonly DemoColleague[] InPortLannick =
    [
        new("action-owner", "Jory Pascoe", "Detective inspector", DemoRegion.Force, Capacity.ActionOwner) { About = "Owns actions of the force in Port Lannick." },
        new("deputy", "Kerensa Hale", "Detective sergeant", DemoRegion.Force)
            { DeputyFor = "action-owner", About = "Stands in for Jory Pascoe, who is away for a fortnight." },
        new("contributor", "Thea Lund", "Paramedic practitioner", DemoRegion.Ambulance, Capacity.Contributor) { About = "Contributes what the ambulance service is asked for." },
        new("verifier", "Alban Crewe", "Quality assurance lead", DemoRegion.Community, Capacity.Verifier) { About = "Second key on what others say is complete." },
        new("sub-group-chair", "Ottilie Vane", "Designated doctor", DemoRegion.MoorsIcb, Capacity.SubGroupChair) { About = "Chairs the exploitation sub-group." },
        new("board-member", "Piers Holloway", "Superintendent", DemoRegion.Force, Capacity.BoardMember) { About = "Reads the whole plan for the board." },
        new("councillor", "Cllr Wenna Trask", "Councillor", PortLannickCouncil, Capacity.Councillor) { About = "Reads what goes to the scrutiny committee." },
        new("committee-clerk", "Silas Boone", "Democratic services officer", PortLannickCouncil, Capacity.CommitteeClerk) { About = "Prepares the committee's papers." },
        new("ig-reader", "Maud Ellery", "Data protection officer", PortLannickCouncil, Capacity.InformationGovernanceReader) { About = "Reads the sharing log." },
        new("adviser", "Conrad Hythe", "Improvement adviser", DemoRegion.Scrutiny, Capacity.Adviser) { About = "Reads what the partnership grants, for a time." },
    ];

    /// <summary>The second key of the plans that have come furthest.</summary>
    private static readonly DemoColleague[] InTarrowshire =
    [
        new("tarrowshire-verifier", "Sabine Orrell", "Head of quality and learning", DemoRegion.Community, Capacity.Verifier)
            { About = "Second key on what Tarrowshire's agencies say is complete." },
    ];

    private static readonly DemoColleague[] InWendlecombe =
    [
        new("wendlecombe-verifier", "Dunstan Aveling", "Associate director, safeguarding", DemoRegion.Hospitals, Capacity.Verifier)
            { About = "Second key on what Wendlecombe's agencies say is complete." },
    ];

    private const string PortLannickCouncil = "port-lannick-council";

    /// <summary>The three people of each council, and whoever else works in this partnership alone.</summary>
    public static IEnumerable<DemoColleague> Of(DemoPartnership partnership)
    {
        var (manager, director, chief) = partnership.Id switch
        {
            "mirrenford" => ("Callum Dray", "Prudence Hallam", "Leopold Strand"),
            "haskermoor" => ("Nerys Thackray", "Lucian Abbot", "Imelda Roscarrock"),
            "port-lannick" => ("Tobias Wren", "Hester Quillfeather", "Barnaby Fell"),
            "tarrowshire" => ("Amabel Stroud", "Gideon Marsh", "Verity Haldane"),
            _ => ("Rufus Penhale", "Linnet Carrow", "Magnus Pellow"),
        };
        yield return new DemoColleague($"{partnership.Id}-manager", manager, "Partnership manager", partnership.Council, Capacity.PartnershipManager)
        {
            About = $"Runs the {partnership.Area} partnership: letters, findings, action plan, sharing.",
        };
        yield return new DemoColleague(
            $"{partnership.Id}-director", director, "Director of children's services", partnership.Council, Capacity.PartnershipChair, Capacity.AgencyLead)
        {
            About = "Chairs the partnership and leads the council's actions.",
        };
        yield return new DemoColleague($"{partnership.Id}-chief-executive", chief, "Chief executive", partnership.Council, Capacity.LeadSafeguardingPartner)
        {
            About = "Lead safeguarding partner of the council: signs the statement of action off.",
        };
        DemoColleague[] others = partnership.Id switch
        {
            "port-lannick" => InPortLannick,
            "tarrowshire" => InTarrowshire,
            "wendlecombe" => InWendlecombe,
            _ => [],
        };
        foreach (var colleague in others)
        {
            yield return colleague;
        }
    }
}

/// <param name="Subject">As the identity provider knows them.</param>
/// <param name="Capacities">In each partnership where they work.</param>
internal sealed record DemoColleague(string Subject, string Name, string JobTitle, string Agency, params IReadOnlyList<Capacity> Capacities)
{
    /// <summary>For the agency as a whole.</summary>
    public IReadOnlyList<Capacity> Across { get; init; } = [];

    /// <summary>The subject of the colleague for whom they stand in, in all that they do there; empty for most.</summary>
    public string DeputyFor { get; init; } = "";

    /// <summary>One line for the sign-in page.</summary>
    public string About { get; init; } = "";
}
