using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners.Tests;

public sealed class DeputyRules
{
    private static readonly DateOnly Today = new(2026, 11, 10);
    private static readonly Person Holder = Somebody("police");
    private static readonly Person Colleague = Somebody("police");

    [Fact]
    public void NameDeputy_OfAColleague_HasTheSameCapacityForThoseDays()
    {
        var principal = Of(Capacity.AgencyLead);
        var deputy = Name(principal, 0, 182);
        Assert.Equal(
            (Colleague.PersonId, "police", "northshire", Capacity.AgencyLead, Today, Today.AddDays(182), 1L, principal.AppointmentId, Holder.PersonId),
            (deputy.PersonId, deputy.AgencyId, deputy.TenantId, deputy.Capacity, deputy.StartsOn, deputy.EndsOn!.Value, deputy.Version,
                deputy.DeputyForId!.Value, deputy.DeputyForPersonId!.Value));
    }

    [Theory]
    [InlineData(-1, 3, "starts_on")]
    [InlineData(3, 2, "ends_on")]
    [InlineData(0, 183, "ends_on")]
    public void NameDeputy_ForDaysThatCannotBe_IsInvalid(int start, int end, string field) =>
        Assert.Equal([field], Assert.Throws<Invalid>(() => Name(Of(Capacity.AgencyLead), start, end)).Violations.Select(violation => violation.Field));

    [Fact]
    public void NameDeputy_BeyondTheAppointmentItself_IsInvalid()
    {
        var principal = Of(Capacity.AgencyLead) with { StartsOn = Today.AddDays(2), EndsOn = Today.AddDays(9) };
        var error = Assert.Throws<Invalid>(() => Name(principal, 1, 10));
        Assert.Equal(["starts_on", "ends_on"], error.Violations.Select(violation => violation.Field));
        Assert.Equal(Today.AddDays(9), Name(principal, 2, 9).EndsOn);
    }

    [Fact]
    public void NameDeputy_OfAnotherAgencyOfOneselfOrOfNobody_IsInvalidAlike()
    {
        var refused = new[] { Somebody("icb"), Holder, null }
            .Select(person => Assert.Throws<Invalid>(() => Name(Of(Capacity.AgencyLead), 0, 3, person: person)).Violations.Single());
        Assert.Equal(("person_id", "Choose a registered colleague of the same agency."), refused.Select(one => (one.Field, one.Message)).Distinct().Single());
    }

    [Fact]
    public void NameDeputy_OfADeputy_IsRefused() =>
        Assert.Contains("A deputy has no deputy", Assert.Throws<Refused>(
            () => Name(Name(Of(Capacity.AgencyLead), 0, 3), 0, 3, person: Somebody("police"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(Capacity.PlatformOperator)]
    [InlineData(Capacity.SystemUser)]
    public void NameDeputy_OfACapacityOfNoPartnership_IsRefused(Capacity capacity) =>
        Assert.Throws<Refused>(() => Name(Of(capacity), 0, 3));

    [Fact]
    public void NameDeputy_OfAnEndedAppointment_IsRefused() =>
        Assert.Throws<Refused>(() => Name(Of(Capacity.AgencyLead) with { StartsOn = Today.AddDays(-9), EndsOn = Today.AddDays(-1) }, 0, 3));

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void NameDeputy_WhileThereIsOne_IsRefusedForSharedDaysAlone(int start, bool refused)
    {
        var principal = Of(Capacity.AgencyLead);
        var first = Name(principal, 0, 3, person: Somebody("police"));
        Assert.Equal(refused, Record.Exception(() => Name(principal, start, 9, deputies: [first])) is Refused);
    }

    [Fact]
    public void NameDeputy_WhoHoldsTheSameAlready_IsMade() =>
        Assert.NotNull(Name(Of(Capacity.ActionOwner), 0, 3, earlier: [Of(Capacity.ActionOwner) with { PersonId = Colleague.PersonId }]).DeputyForId);

    [Fact]
    public void NameDeputy_WhoHoldsACapacityThatChecksIt_IsRefused() =>
        Assert.Contains("does not run the plan", Assert.Throws<Refused>(
            () => Name(Of(Capacity.Verifier), 0, 3, earlier: [Of(Capacity.PartnershipManager) with { PersonId = Colleague.PersonId }])).Message, StringComparison.Ordinal);

    [Fact]
    public void NameDeputy_WhoStandsInForTenOthers_IsRefused()
    {
        Appointment[] others = [.. Enumerable.Range(0, 10).Select(_ => Name(Of(Capacity.AgencyLead), 0, 3))];
        Assert.NotNull(Name(Of(Capacity.AgencyLead), 0, 3, earlier: others[1..]));
        Assert.Throws<Refused>(() => Name(Of(Capacity.AgencyLead), 0, 3, earlier: others));
    }

    [Fact]
    public void EndWith_OfTheAppointment_EndsWhatWouldLastLonger()
    {
        var principal = Of(Capacity.AgencyLead);
        var deputy = Name(principal, 0, 9);
        Assert.Equal((Today.AddDays(5), 2L), (deputy.EndWith(principal with { EndsOn = Today.AddDays(5) })!.EndsOn!.Value, deputy.EndWith(principal with { EndsOn = Today.AddDays(5) })!.Version));
        Assert.Null(deputy.EndWith(principal with { EndsOn = Today.AddDays(9) }));
    }

    [Fact]
    public void End_OfAManagersDeputy_NeedsNobodyElse() =>
        Assert.Equal(Today.AddDays(-1), Name(Of(Capacity.PartnershipManager) with { EndsOn = Today.AddDays(30) }, 0, 3).End(null, Today, []).EndsOn);

    private static Appointment Name(
        Appointment principal, int start, int end, IReadOnlyList<Appointment>? earlier = null, IReadOnlyList<Appointment>? deputies = null) =>
        Name(principal, start, end, Colleague, earlier, deputies);

    private static Appointment Name(
        Appointment principal, int start, int end, Person? person, IReadOnlyList<Appointment>? earlier = null, IReadOnlyList<Appointment>? deputies = null) =>
        principal.NameDeputy(Guid.NewGuid(), person, Today.AddDays(start), Today.AddDays(end), Today, earlier ?? [], deputies ?? []);

    private static Appointment Of(Capacity capacity) => new()
    {
        AppointmentId = Guid.NewGuid(), TenantId = "northshire", PersonId = Holder.PersonId, AgencyId = "police", Capacity = capacity, StartsOn = Today,
    };

    private static Person Somebody(string agency) => new()
    {
        PersonId = Guid.NewGuid(), Name = "A", JobTitle = "B", AgencyId = agency, Email = "a@example.org",
    };
}
