using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Partners.Tests;

public sealed class OtherRules
{
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void Session_WithoutACall_IsOverAfterThirtyMinutes(int minutes, bool over) =>
        Assert.Equal(over, Started().IsOver(Now.AddMinutes(minutes)));

    [Fact]
    public void Session_InConstantUse_IsOverAfterEightHours()
    {
        var session = Started() with { SeenAt = Now.AddHours(8) };
        Assert.False(session.IsOver(Now.AddHours(8).AddSeconds(-1)));
        Assert.True(session.IsOver(Now.AddHours(8)));
    }

    [Fact]
    public void Session_Ended_IsOver() => Assert.True((Started() with { EndedAt = Now }).IsOver(Now));

    [Theory]
    [InlineData(AgencyKind.Council, true)]
    [InlineData(AgencyKind.PoliceForce, true)]
    [InlineData(AgencyKind.IntegratedCareBoard, true)]
    [InlineData(AgencyKind.CouncilDirectorate, false)]
    [InlineData(AgencyKind.NhsTrust, false)]
    [InlineData(AgencyKind.Charity, false)]
    public void WithPartner_AsSafeguardingPartner_IsForTheThreeStatutoryKinds(AgencyKind kind, bool accepted) =>
        Assert.Equal(!accepted, Record.Exception(() => Northshire().WithPartner(AgencyOf(kind), true)) is Refused);

    [Fact]
    public void WithPartner_Again_IsRefusedUnlessItsStandingChanges()
    {
        var partnership = Northshire().WithPartner(AgencyOf(AgencyKind.Council), false);
        Assert.Throws<Refused>(() => partnership.WithPartner(AgencyOf(AgencyKind.Council), false));
        var changed = partnership.WithPartner(AgencyOf(AgencyKind.Council), true);
        Assert.Equal((1, true, 3L), (changed.Agencies.Count, changed.HasSafeguardingPartner("agency"), changed.Version));
    }

    [Fact]
    public void Provision_WithNothingRight_NamesEveryField()
    {
        var check = new RequestCheck();
        Partnership.Provision(new() { PartnershipId = "Norths Hire", Code = "Nth" }, check);
        var error = Assert.Throws<Invalid>(check.ThrowIfRefused);
        Assert.Equal(["partnership_id", "name", "code", "area"], error.Violations.Select(violation => violation.Field));
    }

    [Theory]
    [InlineData("platform")]
    [InlineData("agency:police")]
    [InlineData("a")]
    [InlineData("-north")]
    [InlineData("north\n")]
    public void Provision_UnderANameThatIsNoPartnerships_IsInvalid(string id)
    {
        var check = new RequestCheck();
        Partnership.Provision(new() { PartnershipId = id, Name = "N", Code = "NTH", Area = "N" }, check);
        Assert.Throws<Invalid>(check.ThrowIfRefused);
    }

    [Fact]
    public void PersonChanged_LeavesTheEmailAddressOut()
    {
        var person = Person.Register(Guid.NewGuid(), new()
        {
            Name = "A", JobTitle = "B", AgencyId = "police", Email = "a@example.org", Issuer = "https://login.example.org", Subject = "a",
        });
        Assert.Equal(("a@example.org", ""), (person.ToProto().Email, person.ToEvent().Person.Email));
    }

    private static Session Started() => new() { PersonId = Guid.NewGuid(), SeenAt = Now, EndsAt = Now + Session.Length };

    private static Partnership Northshire() => new() { PartnershipId = "northshire", Name = "N", Code = "NTH", Area = "N" };

    private static Agency AgencyOf(AgencyKind kind) => new() { AgencyId = "agency", Name = "A", ShortName = "A", Kind = kind };
}
