using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners.Tests;

public sealed class AppointmentRules
{
    private static readonly DateOnly Today = new(2026, 11, 10);

    private static readonly Person Officer = new()
    {
        PersonId = Guid.NewGuid(), Name = "A", JobTitle = "B", AgencyId = "police", Email = "a@example.org",
    };

    [Fact]
    public void IsCurrent_OnFirstAndLastDay_IsTrueAndOutsideFalse()
    {
        var appointment = Make(Capacity.AgencyLead, Today, Today.AddDays(2));
        Assert.Equal(
            [false, true, true, true, false],
            Enumerable.Range(-1, 5).Select(day => appointment.IsCurrent(Today.AddDays(day))));
    }

    [Theory]
    [InlineData("2026-06-30T23:30:00Z", "2026-07-01")]
    [InlineData("2026-12-01T23:30:00Z", "2026-12-01")]
    public void Today_AroundMidnight_IsTheLondonDay(string moment, string day) =>
        Assert.Equal(day, DateTimeOffset.Parse(moment, null).DateInLondon().ToIso());

    [Fact]
    public void Make_OfAgencyThatIsNoPartner_IsRefused() =>
        Assert.Throws<Refused>(() => Make(Capacity.AgencyLead, Today, null, partners: []));

    [Theory]
    [InlineData(Capacity.LeadSafeguardingPartner)]
    [InlineData(Capacity.DelegatedSafeguardingPartner)]
    public void Make_SafeguardingPartnerOfAnotherAgency_IsRefused(Capacity capacity) =>
        Assert.Throws<Refused>(() => Make(capacity, Today, null, partners: [("police", false)]));

    [Theory]
    [InlineData(Capacity.CrossPartnershipLead, "northshire")]
    [InlineData(Capacity.PlatformOperator, "northshire")]
    [InlineData(Capacity.SystemUser, "northshire")]
    [InlineData(Capacity.DelegatedSafeguardingPartner, "agency:police")]
    [InlineData(Capacity.PartnershipManager, "platform")]
    [InlineData(Capacity.PlatformOperator, "agency:police")]
    [InlineData(Capacity.Unspecified, "northshire")]
    [InlineData((Capacity)99, "northshire")]
    public void Make_InAPlaceWhereTheCapacityIsNotHeld_IsInvalid(Capacity capacity, string tenant) =>
        Assert.Contains(("capacity"), Assert.Throws<Invalid>(() => Make(capacity, Today, null, tenant)).Violations.Select(v => v.Field));

    [Fact]
    public void Make_InWorkspaceOfAnotherAgency_IsRefused() =>
        Assert.Throws<Refused>(() => Make(Capacity.CrossPartnershipLead, Today, null, "agency:icb"));

    [Theory]
    [InlineData(Capacity.CrossPartnershipLead)]
    [InlineData(Capacity.PartnershipManager)]
    public void Make_InOwnWorkspace_IsMade(Capacity capacity) =>
        Assert.Equal("agency:police", Make(capacity, Today, null, "agency:police").TenantId);

    [Fact]
    public void Make_ManagerOfAWorkspaceBesideWhatChecksIt_IsRefused()
    {
        var lead = Make(Capacity.LeadSafeguardingPartner, Today, null, "agency:police");
        Assert.Throws<Refused>(() => Make(Capacity.PartnershipManager, Today, null, "agency:police", earlier: lead));
        Assert.Equal(
            Capacity.PartnershipManager,
            Make(Capacity.PartnershipManager, Today, null, "agency:police", earlier: Make(Capacity.CrossPartnershipLead, Today, null, "agency:police")).Capacity);
    }

    [Fact]
    public void Make_InUnknownPartnership_IsNotFound() =>
        Assert.Throws<NotFound>(() => Appointment.Make(
            Guid.NewGuid(), "nowhere", Officer, Capacity.AgencyLead, null, null, Today, null, []));

    [Fact]
    public void Make_WithBadDates_NamesBothFields()
    {
        var error = Assert.Throws<Invalid>(() => Make(Capacity.AgencyLead, Today.AddDays(-1), Today.AddDays(-2)));
        Assert.Equal(["starts_on", "ends_on"], error.Violations.Select(violation => violation.Field));
    }

    [Theory]
    [InlineData(0, null, true)]
    [InlineData(3, null, true)]
    [InlineData(4, null, false)]
    [InlineData(4, 9, false)]
    public void Make_WhileTheSameIsHeld_IsRefusedOnlyForSharedDays(int start, int? end, bool refused)
    {
        var held = Make(Capacity.AgencyLead, Today, Today.AddDays(3));
        void Again() => Make(Capacity.AgencyLead, Today.AddDays(start), end is { } last ? Today.AddDays(last) : null, earlier: held);
        Assert.Equal(refused, Record.Exception(Again) is Refused);
    }

    [Fact]
    public void End_WithoutADay_EndsYesterdaySoThatAccessEndsNow()
    {
        var ended = Make(Capacity.AgencyLead, Today, null).End(null, Today, []);
        Assert.Equal((Today.AddDays(-1), 2L, false), (ended.EndsOn!.Value, ended.Version, ended.IsCurrent(Today)));
    }

    [Fact]
    public void End_Twice_IsRefused() =>
        Assert.Throws<Refused>(() => Make(Capacity.AgencyLead, Today, null).End(null, Today, []).End(null, Today, []));

    [Fact]
    public void End_InThePastOrAfterItsEnd_IsInvalid()
    {
        var appointment = Make(Capacity.AgencyLead, Today, Today.AddDays(3));
        Assert.Throws<Invalid>(() => appointment.End(Today.AddDays(-2), Today, []));
        Assert.Throws<Invalid>(() => appointment.End(Today.AddDays(4), Today, []));
    }

    [Theory]
    [InlineData(Capacity.IndependentScrutineer, Capacity.PartnershipManager)]
    [InlineData(Capacity.IndependentScrutineer, Capacity.AgencyLead)]
    [InlineData(Capacity.IndependentScrutineer, Capacity.PartnershipChair)]
    [InlineData(Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner)]
    [InlineData(Capacity.PartnershipManager, Capacity.PartnershipChair)]
    [InlineData(Capacity.PartnershipManager, Capacity.Verifier)]
    [InlineData(Capacity.PartnershipManager, Capacity.InformationGovernanceReader)]
    [InlineData(Capacity.Councillor, Capacity.AgencyLead)]
    public void Make_BesideACapacityThatChecksIt_IsRefusedBothWaysForSharedDaysAlone(Capacity one, Capacity other)
    {
        foreach (var (held, wanted) in ((Capacity, Capacity)[])[(one, other), (other, one)])
        {
            var earlier = Make(held, Today, Today.AddDays(3));
            Assert.Contains("does not go with it", Assert.Throws<Refused>(() => Make(wanted, Today.AddDays(3), null, earlier: earlier)).Message, StringComparison.Ordinal);
            Assert.Equal(wanted, Make(wanted, Today.AddDays(4), null, earlier: earlier).Capacity);
        }
    }

    // Who is apart from whom, in full: what is not said here may be held by one person.
    private static readonly Dictionary<Capacity, Capacity[]> Apart = new()
    {
        [Capacity.PartnershipManager] =
        [
            Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair, Capacity.IndependentScrutineer,
            Capacity.Verifier, Capacity.InformationGovernanceReader, Capacity.Councillor,
        ],
        [Capacity.LeadSafeguardingPartner] = [Capacity.PartnershipManager, Capacity.IndependentScrutineer, Capacity.Councillor],
        [Capacity.DelegatedSafeguardingPartner] = [Capacity.PartnershipManager, Capacity.IndependentScrutineer, Capacity.Councillor],
        [Capacity.PartnershipChair] = [Capacity.PartnershipManager, Capacity.IndependentScrutineer, Capacity.Councillor],
        [Capacity.IndependentScrutineer] =
        [
            Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair,
            Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier, Capacity.SubGroupChair, Capacity.BoardMember,
        ],
        [Capacity.AgencyLead] = [Capacity.IndependentScrutineer, Capacity.Councillor],
        [Capacity.ActionOwner] = [Capacity.IndependentScrutineer, Capacity.Councillor],
        [Capacity.Contributor] = [Capacity.IndependentScrutineer, Capacity.Councillor],
        [Capacity.Verifier] = [Capacity.PartnershipManager, Capacity.IndependentScrutineer, Capacity.Councillor],
        [Capacity.SubGroupChair] = [Capacity.IndependentScrutineer],
        [Capacity.BoardMember] = [Capacity.IndependentScrutineer],
        [Capacity.Councillor] =
        [
            Capacity.PartnershipManager, Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipChair,
            Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier,
        ],
        [Capacity.InformationGovernanceReader] = [Capacity.PartnershipManager],
        [Capacity.CommitteeClerk] = [],
        [Capacity.Adviser] = [],
    };

    public static TheoryData<Capacity> Held => [.. Apart.Keys];

    [Theory]
    [MemberData(nameof(Held))]
    public void NotBeside_OfEachCapacity_IsTheMatrixWithAReasonForEach(Capacity held)
    {
        var found = Appointment.NotBeside(held).ToList();
        Assert.Equal(Apart[held].Order(), found.Select(pair => pair.Other).Order());
        Assert.All(found, pair => Assert.EndsWith(".", pair.Why, StringComparison.Ordinal));
    }

    [Fact]
    public void Make_ChairBesideAgencyLead_IsMade() =>
        Assert.Equal(Capacity.AgencyLead, Make(Capacity.AgencyLead, Today, null, earlier: Make(Capacity.PartnershipChair, Today, null)).Capacity);

    [Fact]
    public void End_OfTheOnlyManager_IsRefusedUntilAnotherStays()
    {
        var manager = Make(Capacity.PartnershipManager, Today, null);
        Assert.Throws<Refused>(() => manager.End(null, Today, []));
        Assert.Throws<Refused>(() => manager.End(Today, Today, [Make(Capacity.PartnershipManager, Today.AddDays(2), null)]));
        Assert.Throws<Refused>(() => manager.End(null, Today, [Make(Capacity.PartnershipManager, Today, Today.AddDays(30))]));
        Assert.Equal(Today, manager.End(Today, Today, [Make(Capacity.PartnershipManager, Today.AddDays(1), null)]).EndsOn);
    }

    [Fact]
    public void End_OfAManagerWhoNeverSignedIn_LeavesThePartnershipAsItWas() =>
        Assert.Equal(Today.AddDays(-1), Make(Capacity.PartnershipManager, Today, null).End(null, Today, [], hasCome: false).EndsOn);

    [Fact]
    public void End_OfTheOnlyManagerOfAWorkspace_IsRefusedAndSaysWhoInvitesAnother() =>
        Assert.Contains(
            "whoever runs the platform", Assert.Throws<Refused>(() => Make(Capacity.PartnershipManager, Today, null, "agency:police").End(null, Today, [])).Message,
            StringComparison.Ordinal);

    private static Appointment Make(
        Capacity capacity, DateOnly start, DateOnly? end, string tenant = "northshire",
        (string Agency, bool Safeguarding)[]? partners = null, params IReadOnlyList<Appointment> earlier) =>
        Appointment.Make(
            Guid.NewGuid(), tenant, Officer, capacity, start, end, Today,
            new Partnership
            {
                PartnershipId = "northshire", Name = "N", Code = "NTH", Area = "N",
                Agencies = [.. (partners ?? [("police", true)]).Select(one => new PartnerAgency
                {
                    AgencyId = one.Agency, SafeguardingPartner = one.Safeguarding,
                })],
            },
            earlier);
}
