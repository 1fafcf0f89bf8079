using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners.Tests;

public sealed class SuccessionRules
{
    private static readonly DateOnly Today = new(2026, 11, 10);
    private static readonly string[] Partnerships = ["northshire", "east", "west", "south", "middle", "far"];

    [Fact]
    public void Register_ToTwo_NamesThemAllAndTellsEachOfThemAndThePlatform()
    {
        var split = Register("northshire", "2027-04-01", "east", "west");
        Assert.Equal(["The east", "The west"], split.To.Select(one => one.Name));
        Assert.Equal(["platform", "northshire", "east", "west"], split.Tenants.Select(tenant => tenant.Value));
        Assert.Equal(4, split.Changed().Count);
    }

    [Fact]
    public void Register_WithNothingRight_NamesEveryField()
    {
        var error = Assert.Throws<Invalid>(() => Register("nowhere", "2026-11-09"));
        Assert.Equal(["from_partnership_id", "to", "takes_effect_on"], error.Violations.Select(violation => violation.Field));
        var request = new RegisterSuccessionRequest { FromPartnershipId = "northshire", To = { new Successor { PartnershipId = "east", CouncilAgencyId = "police" } } };
        error = Assert.Throws<Invalid>(() => Succession.Register(Guid.NewGuid(), request, Names, [], [], Today));
        Assert.Equal(["to", "takes_effect_on", "order"], error.Violations.Select(violation => violation.Field));
    }

    [Theory]
    [InlineData("northshire")]
    [InlineData("east", "east")]
    [InlineData("east", "unheard-of")]
    [InlineData("east", "west", "south", "middle", "far")]
    public void Register_ToItselfOrOneTwiceOrNobodyOrTooMany_IsInvalid(params string[] to) =>
        Assert.All(Assert.Throws<Invalid>(() => Register("northshire", "2027-04-01", to)).Violations, violation => Assert.Equal("to", violation.Field));

    [Fact]
    public void Register_OfOneThatIsSucceededAlready_IsRefused() =>
        Assert.Throws<Refused>(() => Register("northshire", "2027-05-01", ["west"], Register("northshire", "2027-04-01", "east")));

    [Fact]
    public void Register_AMergeOrAChain_IsTakenAndACircleIsNot()
    {
        var first = Register("east", "2027-04-01", "northshire");
        Register("west", "2027-04-01", ["northshire"], first);
        Register("northshire", "2027-04-02", ["far"], first);
        Assert.Throws<Refused>(() => Register("northshire", "2027-04-01", ["far"], first));
        Assert.Throws<Refused>(() => Register("northshire", "2028-04-01", ["east"], first));
        Assert.Throws<Refused>(() => Register("northshire", "2027-03-01", ["east"], first));
    }

    [Fact]
    public void MoveTo_BeforeItsDay_IsTakenAndFromTheDayOnRefused()
    {
        var split = Register("northshire", "2027-04-01", "east");
        Assert.Equal((new DateOnly(2027, 5, 1), 2), (split.MoveTo("2027-05-01", [split], Today).TakesEffectOn, split.MoveTo("2027-05-01", [split], Today).Version));
        Assert.Throws<Invalid>(() => split.MoveTo("2026-11-09", [split], Today));
        Assert.Throws<Refused>(() => split.MoveTo("2027-04-01", [split], Today));
        Assert.Throws<Refused>(() => split.MoveTo("2027-06-01", [split], new DateOnly(2027, 4, 1)));
        var end = Register("east", "2027-06-01", ["far"], split);
        Assert.Throws<Refused>(() => split.MoveTo("2027-06-01", [split, end], Today));
    }

    private static Dictionary<string, string> Names => Partnerships.ToDictionary(id => id, id => "The " + id);

    private static Succession Register(string from, string on, params string[] to) => Register(from, on, to, []);

    private static Succession Register(string from, string on, string[] to, params IReadOnlyList<Succession> others) => Succession.Register(
        Guid.NewGuid(),
        new() { FromPartnershipId = from, TakesEffectOn = on, Order = "The Order 2027", To = { to.Select(id => new Successor { PartnershipId = id }) } },
        Names, [], others, Today);
}
