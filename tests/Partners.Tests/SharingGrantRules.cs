using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Partners.Tests;

public sealed class SharingGrantRules
{
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 10);

    private static readonly Partnership Northshire = new()
    {
        PartnershipId = "northshire", Name = "N", Code = "NTH", Area = "N", Agencies = [new PartnerAgency { AgencyId = "police" }],
    };

    [Fact]
    public void Offer_WithDefaults_IsOwnActionsForTwelveMonthsReviewedAfterSix()
    {
        var grant = Offer();
        Assert.Equal(
            (SharingLevel.OwnActions, new DateOnly(2027, 11, 10), new DateOnly(2027, 5, 10), SharingGrantState.Offered),
            (grant.Level, grant.EndsOn, grant.ReviewOn, grant.State));
        Assert.Equal(SharingLevel.Unspecified, grant.EffectiveLevel(Today));
    }

    [Fact]
    public void Offer_LongerThanTwelveMonths_IsInvalid() =>
        Assert.Equal("ends_on", Assert.Throws<Invalid>(() => Offer(endsOn: Today.AddMonths(12).AddDays(1))).Violations.Single().Field);

    [Fact]
    public void Offer_WithNothingRight_NamesEveryField()
    {
        var request = new OfferSharingGrantRequest { Level = (SharingLevel)9 };
        var error = Assert.Throws<Invalid>(() => SharingGrant.Offer(
            Guid.NewGuid(), Northshire, request, Today.AddDays(-1), Today, "manager", Now, [], new RequestCheck()));
        Assert.Equal(
            ["agency_id", "capacities", "level", "agreement_reference", "ends_on", "review_on"],
            error.Violations.Select(violation => violation.Field));
    }

    [Theory]
    [InlineData(Capacity.PartnershipManager)]
    [InlineData(Capacity.PlatformOperator)]
    [InlineData(Capacity.Unspecified)]
    public void Offer_ToACapacityThatNoAgencyHolds_IsInvalid(Capacity capacity) =>
        Assert.Throws<Invalid>(() => Offer(capacity: capacity));

    [Fact]
    public void Offer_ToAnAgencyThatIsNoPartner_IsRefused() => Assert.Throws<Refused>(() => Offer(agency: "icb"));

    [Fact]
    public void Offer_WhileAnotherWaits_IsRefusedAndSaysWhatToDo()
    {
        var offered = Offer();
        Assert.Contains("Withdraw", Assert.Throws<Refused>(() => Offer(earlier: offered)).Message, StringComparison.Ordinal);
        Offer(earlier: offered.Agree("lead", Now));
        Offer(earlier: offered.Withdraw("No longer needed", "manager", Now));
    }

    [Fact]
    public void Offer_AfterTheAgreedOneEnded_IsMade()
    {
        var ended = Offer(endsOn: Today.AddDays(5)).Agree("lead", Now);
        Offer(earlier: ended, now: Now.AddDays(6));
    }

    [Theory]
    [InlineData(SharingLevel.Headlines, SharingLevel.Headlines)]
    [InlineData(SharingLevel.OwnActions, SharingLevel.OwnActions)]
    [InlineData(SharingLevel.Plan, SharingLevel.OwnActions)]
    [InlineData(SharingLevel.Evidence, SharingLevel.OwnActions)]
    public void EffectiveLevel_AfterTheEnd_FallsToOwnActionsOrStaysAtHeadlines(SharingLevel level, SharingLevel after)
    {
        var grant = Offer(level: level, endsOn: Today.AddDays(10)).Agree("lead", Now);
        Assert.Equal(level, grant.EffectiveLevel(Today.AddDays(10)));
        Assert.Equal(after, grant.EffectiveLevel(Today.AddDays(11)));
    }

    [Fact]
    public void Withdraw_Agreed_ShowsNothingAndKeepsWhoAndWhy()
    {
        var grant = Offer(level: SharingLevel.Evidence).Agree("lead", Now).Withdraw("Review", "manager", Now.AddHours(1));
        Assert.Equal(
            (SharingLevel.Unspecified, "manager", "Review", 3L),
            (grant.EffectiveLevel(Today), grant.WithdrawnBy, grant.WithdrawnReason, grant.Version));
    }

    [Fact]
    public void Withdraw_TwiceOrWithoutReasonOrWithAnNhsNumber_IsNotDone()
    {
        Assert.Throws<Invalid>(() => Offer().Withdraw("About 943 476 5919", "manager", Now));
        Assert.Throws<Invalid>(() => Offer().Withdraw(" ", "manager", Now));
        Assert.Throws<Refused>(() => Offer().Withdraw("Review", "manager", Now).Withdraw("Review", "manager", Now));
    }

    [Fact]
    public void Agree_TwiceOrWithdrawnOrPastItsEnd_IsRefused()
    {
        Assert.Throws<Refused>(() => Offer().Agree("lead", Now).Agree("lead", Now));
        Assert.Throws<Refused>(() => Offer().Withdraw("Review", "manager", Now).Agree("lead", Now));
        Assert.Throws<Refused>(() => Offer(endsOn: Today.AddDays(1)).Agree("lead", Now.AddDays(2)));
    }

    private static SharingGrant Offer(
        SharingLevel level = SharingLevel.Unspecified, DateOnly? endsOn = null, Capacity capacity = Capacity.CrossPartnershipLead,
        string agency = "police", DateTimeOffset? now = null, params IReadOnlyList<SharingGrant> earlier) =>
        SharingGrant.Offer(
            Guid.NewGuid(),
            Northshire,
            new OfferSharingGrantRequest { AgencyId = agency, Level = level, AgreementReference = "ISA-12", Capacities = { capacity } },
            null, endsOn, "manager", now ?? Now, earlier, new RequestCheck());
}
