using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Strengths of the letter: who keeps them, and what looks at them found.</summary>
public sealed class StrengthTests
{
    [Fact]
    public async Task Strength_KeptAndLookedAt_IsToldWithTheLook()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.MakePlanAsync();
        var finding = await here.StrengthAsync();
        var manager = here.Assurance(here.Manager);
        var keeping = await here.KeepingAsync(finding);

        var kept = await manager.KeepStrengthAsync(keeping);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.KeepStrengthAsync(new(keeping) { ExpectedVersion = 1 }));
        await Refusal.OfAsync(StatusCode.Aborted, manager.KeepStrengthAsync(keeping));
        var lead = here.Assurance(TestPerson.Of(here.Police, Capacity.AgencyLead));
        await lead.CheckStrengthAsync(Look(kept.RecordId, 1, V1.StrengthResult.Slipping));
        // One that was made before it, and recorded later.
        await lead.CheckStrengthAsync(new(Look(kept.RecordId, 2, V1.StrengthResult.Sustained)) { On = "2024-03-31", Words = "" });

        var record = Assert.Single((await manager.ListStrengthsAsync(new() { PlanId = keeping.PlanId })).Strengths);
        Assert.Equal((finding, "Leaders know their area well.", false), (record.FindingId, record.Text, record.Overdue));
        Assert.Equal([V1.StrengthResult.Slipping, V1.StrengthResult.Sustained], record.Checks.Select(check => check.Result));
        Assert.Equal((here.Police, "2099-01-31", 2, 3L), (record.Strength.Keeper.AgencyId, record.Strength.NextCheckOn, record.Strength.Checks, record.Strength.Version));
        Assert.Equal(record.Checks[0], record.Strength.LastCheck);
        Assert.Equal(record.Strength, (await here.ToldAsync<V1.StrengthChanged>(finding)).Strength);
        Assert.Equal(record.Checks[0], (await here.ToldAsync<V1.StrengthChecked>(record.Checks[0].CheckId)).Check);
    }

    [Fact]
    public async Task Strength_KeptWithoutWhatItNeedsOrWhereTheFindingIsNone_SaysSo()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.MakePlanAsync();
        var good = await here.KeepingAsync(await here.StrengthAsync());
        var manager = here.Assurance(here.Manager);

        Assert.Equal(["keeper", "next_check_on"], (await Refusal.OfAsync(manager.KeepStrengthAsync(new() { PlanId = good.PlanId, FindingId = good.FindingId }))).Fields);
        Assert.Equal(["next_check_on"], (await Refusal.OfAsync(manager.KeepStrengthAsync(new(good) { NextCheckOn = "2024-01-01" }))).Fields);
        Assert.Equal(["keeper"], (await Refusal.OfAsync(manager.KeepStrengthAsync(new(good) { Keeper = new() { AgencyId = "elsewhere" } }))).Fields);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.KeepStrengthAsync(new(good) { FindingId = here.FindingIds[0].ToString() }));
    }

    [Fact]
    public async Task Look_ThatFoundItSlippingOrLost_NeedsWords()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.MakePlanAsync();
        var manager = here.Assurance(here.Manager);
        var kept = await manager.KeepStrengthAsync(await here.KeepingAsync(await here.StrengthAsync()));

        Assert.Equal(["next_check_on", "result"], (await Refusal.OfAsync(manager.CheckStrengthAsync(
            new() { FindingId = kept.RecordId, ExpectedVersion = 1 }))).Fields.Order(StringComparer.Ordinal));
        foreach (var result in new[] { V1.StrengthResult.Slipping, V1.StrengthResult.Lost })
        {
            Assert.Equal(["words"], (await Refusal.OfAsync(manager.CheckStrengthAsync(new(Look(kept.RecordId, 1, result)) { Words = "" }))).Fields);
        }

        Assert.Equal(["next_check_on", "on"], (await Refusal.OfAsync(manager.CheckStrengthAsync(
            new(Look(kept.RecordId, 1, V1.StrengthResult.Lost)) { On = "2098-01-01", NextCheckOn = here.Today() }))).Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Look_ByWhoeverDoesNotKeepIt_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.MakePlanAsync();
        var manager = here.Assurance(here.Manager);
        var kept = await manager.KeepStrengthAsync(await here.KeepingAsync(await here.StrengthAsync()));
        var look = Look(kept.RecordId, 1, V1.StrengthResult.Sustained);

        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(TestPerson.Of(here.Icb, Capacity.AgencyLead)).CheckStrengthAsync(look));
        await Refusal.OfAsync(
            StatusCode.PermissionDenied,
            here.Assurance(TestPerson.Of(here.Icb, Capacity.AgencyLead, Capacity.BoardMember)).CheckStrengthAsync(look));
        await Refusal.OfAsync(StatusCode.Aborted, manager.CheckStrengthAsync(new(look) { ExpectedVersion = 2 }));
        var request = new V1.KeepStrengthRequest(await here.KeepingAsync(kept.RecordId)) { ExpectedVersion = 1, Keeper = new() { BodyId = here.Board } };
        await manager.KeepStrengthAsync(request);
        // What a body keeps, the manager looks at.
        await Refusal.OfAsync(
            StatusCode.PermissionDenied,
            here.Assurance(TestPerson.Of(here.Police, Capacity.AgencyLead, Capacity.BoardMember)).CheckStrengthAsync(new(look) { ExpectedVersion = 2 }));
        await manager.CheckStrengthAsync(new(look) { ExpectedVersion = 2 });
    }

    [Fact]
    public async Task ClosedPlan_KeepingAndLookingAtStrengths_GoesOn()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.MakePlanAsync();
        var finding = await here.StrengthAsync();
        await here.ClosePlanAsync();

        var kept = await here.Assurance(here.Manager).KeepStrengthAsync(await here.KeepingAsync(finding));
        await here.Assurance(here.Manager).CheckStrengthAsync(Look(kept.RecordId, 1, V1.StrengthResult.Sustained));
    }

    [Fact]
    public async Task Strengths_OfAPlan_HaveOverdueLooksFirstAndAreSeenByTheirKeeperAndWhoWorksOnThem()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        var (unkept, later, overdue) = (await here.StrengthAsync(), await here.StrengthAsync(), await here.StrengthAsync());
        var manager = here.Assurance(here.Manager);
        await manager.KeepStrengthAsync(await here.KeepingAsync(later));
        await manager.KeepStrengthAsync(await here.KeepingAsync(overdue));
        await here.Host.Database.ExecuteAsync(
            "update strength set next_check_on = '2024-01-01' where tenant_id = @TenantId and finding_id = @overdue::uuid", new { here.TenantId, overdue });
        var adding = here.NewAction(planId);
        adding.FindingIds.Add(unkept);
        await here.As(here.Manager).AddActionAsync(adding);

        var all = (await manager.ListStrengthsAsync(new() { PlanId = planId })).Strengths;
        Assert.Equal([overdue, unkept, later], all.Select(one => one.FindingId));
        Assert.Equal([true, false, false], all.Select(one => one.Overdue));
        Assert.Null(all[1].Strength);
        Assert.Equal(3, (await here.Assurance(here.Officer).ListStrengthsAsync(new() { PlanId = planId })).Strengths.Count);
        Assert.Equal(
            [unkept],
            (await here.Assurance(TestPerson.Of(here.Icb, Capacity.AgencyLead)).ListStrengthsAsync(new() { PlanId = planId })).Strengths.Select(one => one.FindingId));
        Assert.Empty((await here.Assurance(TestPerson.Of(here.Schools, Capacity.AgencyLead)).ListStrengthsAsync(new() { PlanId = planId })).Strengths);
    }

    [Fact]
    public async Task Strengths_BeforePublication_AreForNamedReadersAlone()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var planId = await here.MakePlanAsync();
        var finding = await here.StrengthAsync();
        await here.Assurance(here.Manager).KeepStrengthAsync(await here.KeepingAsync(finding));
        var other = here.Assurance(here.OtherManager);

        await Refusal.OfAsync(StatusCode.NotFound, other.ListStrengthsAsync(new() { PlanId = planId }));
        await Refusal.OfAsync(StatusCode.NotFound, other.CheckStrengthAsync(Look(finding, 1, V1.StrengthResult.Sustained)));
        await Refusal.OfAsync(
            StatusCode.NotFound,
            other.KeepStrengthAsync(new() { PlanId = planId, FindingId = finding, ExpectedVersion = 1, Keeper = new() { AgencyId = here.Icb }, NextCheckOn = "2098-01-31" }));
    }

    [Fact]
    public async Task Database_LooksOnRecord_AreNotRewrittenEvenBySql()
    {
        var here = await PlanSteps.PartnershipAsync();
        foreach (var sql in new[] { "update strength_check set words = ''", "delete from strength_check" })
        {
            await using var app = new Npgsql.NpgsqlConnection(here.Host.Database.App);
            await app.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand(sql, app);
            var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    private static V1.CheckStrengthRequest Look(string findingId, long version, V1.StrengthResult result) => new()
    {
        FindingId = findingId, ExpectedVersion = version, Result = result, Words = "Two of five leaders have left.", NextCheckOn = "2099-01-31",
    };
}
