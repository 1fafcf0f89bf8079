using Dapper;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Actions.Tests;

public sealed class PlanningTests
{
    [Fact]
    public async Task References_OfAThousandAndMore_StandByYearAndNumber()
    {
        await using var host = await ServiceHost.StartAsync<ActionsHost>();
        var here = await PlanSteps.PartnershipAsync(host: host);
        var planId = await here.MakePlanAsync();
        foreach (var (day, newest) in ((string, int)[])[("2026-12-30T12:00:00Z", 998), ("2026-12-30T12:00:00Z", 999), ("2027-01-04T12:00:00Z", 0)])
        {
            using var now = host.Clock.At(day);
            await host.Database.ExecuteAsync(
                "insert into reference_counter (tenant_id, year, newest) values (@TenantId, @year, @newest) on conflict do nothing",
                new { here.TenantId, year = int.Parse(day[..4], System.Globalization.CultureInfo.InvariantCulture), newest });
            await here.As(here.Manager).AddActionAsync(here.NewAction(planId));
        }

        Assert.Equal(
            ["HSK-2026-A999", "HSK-2026-A1000", "HSK-2027-A001"],
            (await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId })).Actions.Select(action => action.Reference));
    }

    [Fact]
    public async Task MakeActionPlan_WithFindings_TakesThemeAndPrintedDeadline()
    {
        var here = await PlanSteps.PartnershipAsync();

        var planId = await here.MakePlanAsync();

        var plan = await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = planId });
        Assert.Equal(("Response to serious youth violence", "2026-12-05", 0, 1L), (plan.Title, plan.StatementDueOn, plan.Actions, plan.Version));
        Assert.Equal(planId, Assert.Single((await here.As(here.Manager).ListActionPlansAsync(new())).Plans).PlanId);
    }

    [Fact]
    public async Task MakeActionPlan_WithoutFindings_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync(findings: 0);

        var refusal = await Refusal.OfAsync(here.As(here.Manager).MakeActionPlanAsync(new() { InspectionId = here.InspectionId.ToString() }));

        Assert.Equal(StatusCode.FailedPrecondition, refusal.Code);
    }

    [Fact]
    public async Task MakeActionPlan_Twice_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = new V1.MakeActionPlanRequest { InspectionId = here.InspectionId.ToString() };
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Refusal.CodeAsync(here.As(here.Manager).MakeActionPlanAsync(request))));

        Assert.Equal(1, all.Count(code => code == StatusCode.OK));
        Assert.Equal(3, all.Count(code => code == StatusCode.FailedPrecondition));
    }

    [Fact]
    public async Task BeforePublication_PlanAndActions_ExistForNamedReadersAlone()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var planId = await here.MakePlanAsync();
        var action = await here.As(here.Manager).AddActionAsync(here.NewAction(planId));
        var scrutineer = TestPerson.Of(here.Council, Capacity.IndependentScrutineer);
        var officer = TestPerson.Of(here.Police, Capacity.AgencyLead);
        var otherManager = TestPerson.Of(here.Council, Capacity.PartnershipManager);

        foreach (var reader in new[] { scrutineer, officer, otherManager })
        {
            await Refusal.OfAsync(StatusCode.NotFound, here.As(reader).GetActionAsync(new() { ActionId = action.ActionId }));
            await Refusal.OfAsync(StatusCode.NotFound, here.As(reader).GetActionPlanAsync(new() { PlanId = planId }));
            await Refusal.OfAsync(StatusCode.NotFound, here.As(reader).ListActionsAsync(new() { PlanId = planId }));
            Assert.Empty((await here.As(reader).ListActionPlansAsync(new())).Plans);
        }

        await Refusal.OfAsync(StatusCode.NotFound, here.As(officer).UpdateProgressAsync(PlanSteps.Progress(action)));
        await Refusal.OfAsync(StatusCode.NotFound, here.As(otherManager).AddActionAsync(here.NewAction(planId)));

        await here.InspectionIsAsync(InspectionPhase.Published);

        Assert.Equal(action.ActionId, (await here.As(scrutineer).GetActionAsync(new() { ActionId = action.ActionId })).Action.ActionId);
    }

    [Fact]
    public async Task AddAction_ManyAtOnce_AreNumberedWithoutGapOrDouble()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ => await here.As(here.Manager).AddActionAsync(here.NewAction(planId))));

        var year = DateTime.UtcNow.Year;
        Assert.Equal(
            Enumerable.Range(1, 32).Select(number => $"HSK-{year}-A{number:D3}"),
            added.Select(action => action.Reference).Order(StringComparer.Ordinal));
        Assert.Equal(32, (await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = planId })).Actions);
        Assert.Equal(
            added.Select(action => action.Reference).Order(StringComparer.Ordinal),
            (await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId })).Actions.Select(action => action.Reference));
    }

    [Fact]
    public async Task AddAction_EverythingWrong_SaysAllOfItAtOnce()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = here.NewAction(await here.MakePlanAsync());
        request.Title = " ";
        request.Description = "About the child with NHS number 943 476 5919.";
        request.FindingIds[0] = Guid.NewGuid().ToString();
        request.Lead = new() { AgencyId = "another-force" };
        request.SupportingAgencyIds.Add("nobody");
        request.OwnerId = Guid.NewGuid().ToString();
        request.DueOn = "31/03/2027";
        request.NextReviewOn = "2027-02-30";
        request.OutcomeSought = new string('a', 2001);

        var refusal = await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.Equal(
            ["description", "due_on", "finding_ids", "lead", "next_review_on", "outcome_sought", "owner_id", "supporting_agency_ids", "title"],
            refusal.Fields.Order(StringComparer.Ordinal));
        Assert.Contains("NHS number", refusal.Sentences["description"], StringComparison.Ordinal);
        Assert.DoesNotContain("943", refusal.Sentences["description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddAction_LedByBodyWithOwnerAndReviewDate_IsKept()
    {
        var here = await PlanSteps.PartnershipAsync();
        var owner = TestPerson.Of(here.Schools, Capacity.ActionOwner);
        await here.RegisterAsync(owner);
        var request = here.NewAction(await here.MakePlanAsync());
        (request.Lead, request.OwnerId, request.DueOn, request.NextReviewOn) =
            (new() { BodyId = here.Board }, owner.Id.ToString(), "", "2027-01-31");

        var added = await here.As(here.Manager).AddActionAsync(request);

        var record = await here.As(owner).GetActionAsync(new() { ActionId = added.ActionId });
        Assert.Equal((here.Board, "", "2027-01-31", true),
            (record.Action.Lead.BodyId, record.Action.OriginalDueOn, record.Action.NextReviewOn, record.MayUpdate));
    }

    [Fact]
    public async Task DescribeAction_ChangesWordsAndLead_NeverDatesOrProgress()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var before = (await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId })).Action;
        var request = new V1.DescribeActionRequest
        {
            ActionId = action.ActionId,
            ExpectedVersion = 1,
            Title = "Agree one exploitation pathway",
            Description = "One pathway for all agencies.",
            FindingIds = { here.FindingIds[1].ToString(), here.FindingIds[2].ToString() },
            Lead = new() { AgencyId = here.Icb },
        };

        var described = await here.As(here.Manager).DescribeActionAsync(request);
        var stale = await Refusal.OfAsync(here.As(here.Manager).DescribeActionAsync(request));

        var after = (await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId })).Action;
        Assert.Equal(2, described.Version);
        Assert.Equal(
            (before.DueOn, before.OriginalDueOn, before.Delivery, before.Reference),
            (after.DueOn, after.OriginalDueOn, after.Delivery, after.Reference));
        Assert.Equal((request.Title, here.Icb, 2), (after.Title, after.Lead.AgencyId, after.FindingIds.Count));
        Assert.Equal((StatusCode.Aborted, 2L), (stale.Code, stale.CurrentVersion));
    }

    [Fact]
    public async Task ChangeDueDate_WithReason_KeepsTheOriginalAndSaysWhy()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var request = new V1.ChangeDueDateRequest { ActionId = action.ActionId, ExpectedVersion = 1, DueOn = "2027-09-30" };

        var withoutReason = await Refusal.OfAsync(here.As(here.Manager).ChangeDueDateAsync(request));
        request.Reason = V1.DateChangeReason.AwaitingDecision;
        request.Explanation = "The board decides in June.";
        await here.As(here.Manager).ChangeDueDateAsync(request);

        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
        var change = Assert.Single(record.DateChanges);
        Assert.Equal("reason", Assert.Single(withoutReason.Fields));
        Assert.Equal(("2027-03-31", "2027-09-30", 1, 2L),
            (record.Action.OriginalDueOn, record.Action.DueOn, record.Action.DateChanges, record.Action.Version));
        Assert.Equal(("2027-03-31", "2027-09-30", request.Explanation, here.Manager.Id.ToString()),
            (change.From, change.To, change.Explanation, change.PersonId));
    }

    [Theory]
    [InlineData("2027-09-30", true)]
    [InlineData("2027-02-28", false)]
    public async Task ChangeDueDate_OfAnActionWhoseDateCannotBeMet_TakesThatBackWhereTheNewDateIsLater(string dueOn, bool isTakenBack)
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var progress = PlanSteps.Progress(action);
        progress.Assessment = new() { Progress = V1.Progress.Little, DateAchievable = false, Reason = "Nobody could be recruited." };
        await here.As(here.Manager).UpdateProgressAsync(progress);

        await here.As(here.Manager).ChangeDueDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 2, DueOn = dueOn, Reason = V1.DateChangeReason.CapacityOrStaffing,
            Explanation = "Agreed by the board.",
        });

        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
        Assert.Equal(
            (V1.Progress.Little, isTakenBack, isTakenBack ? "" : "Nobody could be recruited."),
            (record.Action.Assessment.Progress, record.Action.Assessment.DateAchievable, record.Action.Assessment.Reason));
        Assert.Equal("Nobody could be recruited.", record.Updates.Single().Assessment.Reason);
    }

    [Theory]
    [InlineData("update action set original_due_on = '2030-01-01'")]
    [InlineData("update action set reference = 'XXX-2026-A001'")]
    public async Task OriginalDateAndReference_ChangedBySql_AreRefusedByTheDatabase(string sql)
    {
        var host = await ActionsHost.SharedAsync();
        var here = await PlanSteps.PartnershipAsync();
        await here.MakeActionAsync();
        await using var connection = new NpgsqlConnection(host.Database.Everything);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() =>
            connection.ExecuteAsync($"{sql} where tenant_id = @TenantId", new { here.TenantId }));

        Assert.Equal(PostgresErrorCodes.IntegrityConstraintViolation, refusal.SqlState);
    }
}
