using Dapper;
using Jtai.Access;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>
/// The steps that a challenge can take, and who answers each. One to a body goes from its chair to the executive and the three; one to
/// an agency that is no part of a safeguarding partner has no lead safeguarding partner of its own. Rules only.
/// </summary>
/// <param name="to">To whom it was raised, as <see cref="LeadText"/> writes it.</param>
/// <param name="read">Who is appointed to what today.</param>
public sealed class ChallengeLadder(string to, ChallengeLadder.Read read)
{
    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c> and <c>today</c>; the scope admits the register.</summary>
    public const string Select =
        $"""
        select * from partnership where tenant_id = @TenantId;
        select distinct capacity, agency_id from appointment
        where tenant_id = @TenantId and starts_on <= @today and (ends_on is null or ends_on >= @today);
        {Organisations.Select}
        """;

    /// <param name="results">Of <see cref="Select"/>.</param>
    public static async Task<Read> ReadAsync(SqlMapper.GridReader results) => new(
        await results.ReadSingleOrDefaultAsync<Partnership>() ?? new(),
        (await results.ReadAsync<(Capacity Capacity, string Agency)>()).ToHashSet(),
        new Organisations(await results.ReadAsync<(string, string)>()));

    /// <summary>Who answers the private step: the agency's leads. No appointment names a body, so the chairs answer for one.</summary>
    public static Answerers FirstAnswerers(string to) => LeadText.AgencyOf(to) is { } agency
        ? new([Capacity.AgencyLead], [agency])
        : new([Capacity.PartnershipChair, Capacity.SubGroupChair], null);

    /// <summary>Null after the last one.</summary>
    public V1.ChallengeStep? After(V1.ChallengeStep step) => Steps.Where(next => next > step).Cast<V1.ChallengeStep?>().FirstOrDefault();

    public Answerers AnswerersOf(V1.ChallengeStep step) => step switch
    {
        V1.ChallengeStep.AgencyLead => FirstAnswerers(to),
        V1.ChallengeStep.DelegatedPartner => new([DelegateCapacity], DelegateCapacity == Capacity.AgencyLead ? [Agency] : Organisation),
        V1.ChallengeStep.ChairAndExecutive => new([Capacity.PartnershipChair, Capacity.DelegatedSafeguardingPartner], null),
        V1.ChallengeStep.LeadSafeguardingPartner => new([Capacity.LeadSafeguardingPartner], Organisation),
        _ => new([Capacity.LeadSafeguardingPartner], null),
    };

    /// <summary>Whoever answers this step; never who raised it, nor anybody else of the agency that did.</summary>
    public bool MayAnswer(Challenge challenge, Caller caller) =>
        AnswerersOf(challenge.Step).Include(caller) && !challenge.IsRaisedBy(caller) && !challenge.IsRaisedForAgencyOf(caller);

    /// <summary>Within a sentence.</summary>
    public string Called(V1.ChallengeStep step) => step switch
    {
        V1.ChallengeStep.AgencyLead => LeadText.AgencyOf(to) is null ? "the chairs of the partnership and its sub-groups" : "the agency’s leads",
        V1.ChallengeStep.DelegatedPartner => DelegateCapacity switch
        {
            Capacity.DelegatedSafeguardingPartner => "the agency’s delegated safeguarding partner",
            Capacity.LeadSafeguardingPartner => "the agency’s lead safeguarding partner, since nobody is its delegated one",
            _ => "the agency’s chief executive or commissioner, through its leads",
        },
        V1.ChallengeStep.ChairAndExecutive => "the partnership’s chair and executive",
        V1.ChallengeStep.LeadSafeguardingPartner => "the agency’s lead safeguarding partner",
        _ => "the three safeguarding partners together",
    };

    private string Agency => LeadText.AgencyOf(to) ?? "";

    /// <summary>The agency, what it is a part of, and that one's other parts.</summary>
    private string[] Organisation =>
    [
        .. read.Partnership.AgencyIds.Append(Agency).Append(read.Organisations.Of(Agency)).Distinct()
            .Where(other => read.Organisations.Of(other) == read.Organisations.Of(Agency)),
    ];

    private bool IsSafeguardingPartner => Organisation.Intersect(read.Partnership.SafeguardingPartnerIds).Any();

    private IEnumerable<V1.ChallengeStep> Steps => Enum.GetValues<V1.ChallengeStep>().Where(step => step switch
    {
        V1.ChallengeStep.Unspecified => false,
        V1.ChallengeStep.DelegatedPartner => Agency.Length > 0,
        V1.ChallengeStep.LeadSafeguardingPartner => Agency.Length > 0 && IsSafeguardingPartner,
        _ => true,
    });

    // Trusts, probation and schools have no delegated partner: their leads bring their chief executive or commissioner in.
    private Capacity DelegateCapacity =>
        IsHeld(Capacity.DelegatedSafeguardingPartner) ? Capacity.DelegatedSafeguardingPartner
        : IsHeld(Capacity.LeadSafeguardingPartner) ? Capacity.LeadSafeguardingPartner
        : Capacity.AgencyLead;

    private bool IsHeld(Capacity capacity) => Organisation.Any(agency => read.Appointed.Contains((capacity, agency)));

    /// <summary>What was read of the partnership.</summary>
    /// <param name="Partnership">Empty while it is being set up.</param>
    /// <param name="Appointed">Capacities that somebody of an agency holds today.</param>
    /// <param name="Organisations">Which agencies are one organisation.</param>
    public sealed record Read(Partnership Partnership, IReadOnlySet<(Capacity Capacity, string Agency)> Appointed, Organisations Organisations);
}

/// <summary>People with one of these capacities, of these agencies; of any where that is null.</summary>
public sealed record Answerers(Capacity[] Capacities, string[]? AgencyIds)
{
    public bool Include(Caller caller) => caller.Has(Capacities) && (AgencyIds is null || AgencyIds.Contains(caller.AgencyId));
}
