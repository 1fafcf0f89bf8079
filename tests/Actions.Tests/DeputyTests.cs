using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Whoever stands in for somebody may do what that person may, and what they sign says for whom.</summary>
public sealed class DeputyTests
{
    [Theory]
    [InlineData(Capacity.ActionOwner, true)]
    [InlineData(Capacity.AgencyLead, true)]
    [InlineData(Capacity.Verifier, false)]
    public async Task AskForDate_ByTheOwnersDeputy_IsAskedInACapacityOfOwners(Capacity capacity, bool may)
    {
        // A body leads it: their agency alone would not let them.
        var (here, action) = await OfBoardAsync();
        var deputy = TestPerson.Of(here.Police, capacity) with { DeputyFor = here.Officer };

        if (!may)
        {
            await Refusal.OfAsync(StatusCode.NotFound, here.As(deputy).GetActionAsync(new() { ActionId = action.ActionId }));
            return;
        }

        Assert.True((await here.As(deputy).GetActionAsync(new() { ActionId = action.ActionId })).MayAskForDate);
        await here.As(deputy).AskForDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = action.Version, To = "2027-06-30", Reason = V1.DateChangeReason.CapacityOrStaffing, Explanation = "They are away.",
        });
    }

    [Fact]
    public async Task GetAction_OfSomebodyElse_IsNotFoundForADeputyOfAnother()
    {
        var (here, action) = await OfBoardAsync();
        var deputy = TestPerson.Of(here.Police, Capacity.ActionOwner) with { DeputyFor = TestPerson.Of(here.Police, Capacity.ActionOwner) };
        await Refusal.OfAsync(StatusCode.NotFound, here.As(deputy).GetActionAsync(new() { ActionId = action.ActionId }));
    }

    [Fact]
    public async Task SignOff_ByADeputy_SaysForWhom()
    {
        var statement = await StatementCase.StartAsync();
        var deputy = TestPerson.Of(statement.Here.Police, Capacity.DelegatedSafeguardingPartner) with { DeputyFor = statement.PoliceDelegate };
        await statement.Here.AppointAsync(deputy, endsOn: "2030-01-01");

        await statement.SignOffAsync(deputy);

        var signed = (await statement.RecordAsync()).SignOffs.Single().SignOff;
        Assert.Equal(
            (deputy.Id.ToString(), statement.PoliceDelegate.Id.ToString(), Capacity.DelegatedSafeguardingPartner),
            (signed.PersonId, signed.DeputyForPersonId, signed.Capacity));
        // Back again, whom they stood in for takes it back.
        await statement.As(statement.PoliceDelegate).TakeBackSignOffAsync(
            new() { SignOffId = signed.SignOffId, ExpectedVersion = 1, Reason = "They signed too early." });
    }

    [Fact]
    public async Task SignOff_ByADeputyWhoHoldsTheCapacityToo_IsInTheirOwnRight()
    {
        var statement = await StatementCase.StartAsync();
        await statement.Here.AppointAsync(
            statement.PoliceDelegate with { DeputyFor = TestPerson.Of(statement.Here.Police, Capacity.DelegatedSafeguardingPartner) }, endsOn: "2030-01-01");

        await statement.SignOffAsync(statement.PoliceDelegate);

        Assert.Equal("", (await statement.RecordAsync()).SignOffs.Single().SignOff.DeputyForPersonId);
    }

    [Fact]
    public async Task SignOff_ByADeputyWhoseDaysAreOver_IsDenied()
    {
        var statement = await StatementCase.StartAsync();
        var deputy = TestPerson.Of(statement.Here.Police, Capacity.DelegatedSafeguardingPartner) with { DeputyFor = statement.PoliceDelegate };
        await statement.Here.AppointAsync(deputy, endsOn: "2025-12-31");
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.As(deputy).SignOffAsync(
            new() { StatementId = statement.StatementId, ContentSha256 = await statement.HashAsync() }));
    }

    [Fact]
    public async Task DueSoon_OfWhatSomebodyOwns_IsToldToTheirDeputyToo()
    {
        await using var host = await ServiceHost.StartAsync<NotifyingHost>();
        var here = await PlanSteps.PartnershipAsync(host: host);
        var deputy = TestPerson.Of(here.Police, Capacity.ActionOwner) with { DeputyFor = here.Officer };
        var verifier = TestPerson.Of(here.Police, Capacity.Verifier) with { DeputyFor = here.Officer };
        foreach (var person in new[] { here.Officer, deputy, verifier })
        {
            await here.WithAddressAsync(person);
        }

        var request = here.NewAction(await here.MakePlanAsync());
        (request.DueOn, request.OwnerId) = ("2027-03-31", here.Officer.Id.ToString());
        await here.As(here.Manager).AddActionAsync(request);

        using (await host.DayAsync(here, "2027-03-03T09:00:00Z"))
        {
            await host.SendAsync();
            Assert.Equal((1, 1, 0), (host.MailsTo(here.Officer).Count, host.MailsTo(deputy).Count, host.MailsTo(verifier).Count));
        }
    }

    [Fact]
    public async Task HandedOver_ToSomebodyWithADeputy_IsToldToBothWithinTheDaysAlone()
    {
        await using var host = await ServiceHost.StartAsync<NotifyingHost>();
        var here = await PlanSteps.PartnershipAsync(host: host);
        var deputy = TestPerson.Of(here.Police, Capacity.ActionOwner) with { DeputyFor = here.Officer };
        var former = TestPerson.Of(here.Police, Capacity.ActionOwner) with { DeputyFor = here.Officer };
        foreach (var person in new[] { here.Officer, deputy, former })
        {
            await here.WithAddressAsync(person);
        }

        await host.Database.ExecuteAsync("update appointment set ends_on = '2025-12-31' where person_id = @Id", new { former.Id });
        var action = await here.MakeActionAsync();
        await here.As(here.Manager).ChangeManyActionsAsync(new()
        {
            Actions = { new V1.ActionVersion { ActionId = action.ActionId, ExpectedVersion = action.Version } }, OwnerId = here.Officer.Id.ToString(), Note = "Words.",
        });

        var told = await host.Database.QueryAsync<Guid>("select person_id from notification where tenant_id = @TenantId", new { here.TenantId });
        Assert.Equal(new[] { here.Officer.Id, deputy.Id }.Order(), told.Order());
    }

    private static async Task<(TestPartnership Here, V1.ActionReply Action)> OfBoardAsync()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = here.NewAction(await here.MakePlanAsync());
        (request.Lead, request.DueOn, request.OwnerId) = (new() { BodyId = here.Board }, "2027-03-31", here.Officer.Id.ToString());
        request.SupportingAgencyIds.Clear();
        await here.RegisterAsync(here.Officer);
        return (here, await here.As(here.Manager).AddActionAsync(request));
    }
}
