using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;

namespace Jtai.Reporting;

/// <summary>For what somebody is asked: the capacities on which <see cref="WorkLists"/> hang, and the page that they want.</summary>
internal sealed record Worker
{
    private const int LargestPage = 100;
    private const int OrdinaryPage = 25;
    private const int LongestSpan = 365;

    private Worker(Caller caller, int page, int pageSize)
    {
        PageSize = pageSize == 0 ? OrdinaryPage : pageSize;
        if (PageSize is < 1 or > LargestPage)
        {
            throw new Invalid("page_size", $"A page holds 1 to {LargestPage} items.");
        }

        Offset = (Math.Max(1, page) - 1L) * PageSize;
        Person = caller.PersonId;
        Owners = [Person, .. caller.StandsInFor([.. PlanVisibility.Owners, Capacity.CrossPartnershipLead])];
        Authors = [Person, .. caller.StandsInFor()];
        ManagesFor = caller.HoldsFor(Capacity.PartnershipManager);
        LeadsFor = caller.HoldsFor(Capacity.AgencyLead) ?? caller.HoldsFor(Capacity.CrossPartnershipLead);
        DelegatesFor = caller.HoldsFor(Capacity.DelegatedSafeguardingPartner) ?? caller.HoldsFor(Capacity.CrossPartnershipLead);
        LeadPartnersFor = caller.HoldsFor(Capacity.LeadSafeguardingPartner) ?? caller.HoldsFor(Capacity.CrossPartnershipLead);
        Agency = caller.AgencyId ?? "";
        Manages = caller.Has(Capacity.PartnershipManager);
        // Across partnerships an agency is led by who looks for it.
        LeadsForAgency = caller.Has(Capacity.AgencyLead, Capacity.CrossPartnershipLead);
        SignsUnder =
        [
            .. caller.Has(Capacity.DelegatedSafeguardingPartner, Capacity.CrossPartnershipLead) ? [nameof(SignOffRule.Delegates)] : Array.Empty<string>(),
            .. caller.Has(Capacity.LeadSafeguardingPartner, Capacity.CrossPartnershipLead) ? [nameof(SignOffRule.Leads)] : Array.Empty<string>(),
        ];
        Checks = caller.Has(Capacity.Verifier);
        ChecksInSittings = caller.Has(Capacity.SubGroupChair);
        ChecksForAgency = caller.Has(Capacity.CrossPartnershipLead);
        AnswersForAgency =
        [
            .. LeadsForAgency ? [nameof(ChallengeStep.AgencyLead)] : Array.Empty<string>(),
            .. caller.Has(Capacity.DelegatedSafeguardingPartner, Capacity.CrossPartnershipLead)
                ? [nameof(ChallengeStep.DelegatedPartner)] : Array.Empty<string>(),
            .. caller.Has(Capacity.LeadSafeguardingPartner, Capacity.CrossPartnershipLead)
                ? [nameof(ChallengeStep.LeadSafeguardingPartner)] : Array.Empty<string>(),
        ];
        AnswersForAll =
        [
            .. caller.Has(Capacity.PartnershipChair, Capacity.DelegatedSafeguardingPartner) ? [nameof(ChallengeStep.ChairAndExecutive)] : Array.Empty<string>(),
            .. caller.Has(Capacity.LeadSafeguardingPartner) ? [nameof(ChallengeStep.TheThreeTogether)] : Array.Empty<string>(),
        ];
    }

    public Guid Person { get; }

    /// <summary>Whose actions are this person's to see to: their own, and those of whom they stand in for.</summary>
    public Guid[] Owners { get; }

    /// <summary>Whose sections are this person's to write.</summary>
    public Guid[] Authors { get; }

    // For whom each of these capacities is held; null for one that is held in one's own right.
    private Guid? ManagesFor { get; }
    private Guid? LeadsFor { get; }
    private Guid? DelegatesFor { get; }
    private Guid? LeadPartnersFor { get; }
    public string Agency { get; }
    public bool Manages { get; }
    public bool LeadsForAgency { get; }

    /// <summary>Names of the rules under which this person's sign-off counts.</summary>
    public string[] SignsUnder { get; }

    /// <summary>Whether they make second checks: by themselves, in a sub-group's sitting, or by whoever of their agency does.</summary>
    public bool Checks { get; }

    public bool ChecksInSittings { get; }
    public bool ChecksForAgency { get; }

    /// <summary>Names of the steps of a challenge to their agency that they answer.</summary>
    public string[] AnswersForAgency { get; }

    /// <summary>The same, whichever agency the challenge is to.</summary>
    public string[] AnswersForAll { get; }

    public int PageSize { get; }

    /// <summary>How many days from today what is listed is due at the latest; null for all.</summary>
    public int? DueWithinDays { get; private init; }
    public long Offset { get; }

    /// <exception cref="Invalid">A page of that size is not given out.</exception>
    public static Worker Of(Caller caller, int page, int pageSize) => new(caller, page, pageSize);

    /// <param name="days">0 for whatever date it has, and for what has none.</param>
    /// <exception cref="Invalid">Days beyond a year.</exception>
    public Worker DueWithin(int days) => days is >= 0 and <= LongestSpan
        ? this with { DueWithinDays = days == 0 ? null : days }
        : throw new Invalid("due_within_days", $"Ask for what is due within 1 to {LongestSpan} days.");

    /// <summary>Unless they ask for another list, what is to do.</summary>
    public static WorkList ListOf(WorkList asked) => asked switch
    {
        WorkList.Unspecified => WorkList.ToDo,
        WorkList.ToDo or WorkList.WaitingOnOthers or WorkList.Done => asked,
        _ => throw new Invalid("list", "Choose what is to do, what waits on others, or what is done."),
    };

    /// <param name="today">The position date.</param>
    /// <param name="offset">Rows before the page.</param>
    /// <param name="tenants">The partnerships that are asked.</param>
    public object Parameters(DateOnly today, long offset, params string[] tenants) => new
    {
        tenants,
        person = Person,
        owners = Owners,
        authors = Authors,
        managesFor = ManagesFor,
        leadsFor = LeadsFor,
        delegatesFor = DelegatesFor,
        leadPartnersFor = LeadPartnersFor,
        agency = Agency,
        manages = Manages,
        leadsForAgency = LeadsForAgency,
        signsUnder = SignsUnder,
        checks = Checks,
        checksInSittings = ChecksInSittings,
        checksForAgency = ChecksForAgency,
        answersForAgency = AnswersForAgency,
        answersForAll = AnswersForAll,
        updateDays = RecentUpdate.Days,
        today,
        dueBy = DueWithinDays is { } days ? today.AddDays(days) : (DateOnly?)null,
        pageSize = PageSize,
        offset,
    };
}
