using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

public sealed class KeepingTests
{
    [Fact]
    public async Task AddEvidence_WithTwoFields_HasSafeDefaultsAndIsToldOf()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var reply = await here.EvidenceAs(here.Officer).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId));

        var record = await here.EvidenceAs(here.Officer).GetEvidenceAsync(new() { EvidenceId = reply.EvidenceId });
        Assert.Equal((1L, true, true), (reply.Version, record.MayOpen, record.MayChange));
        Assert.Equal((V1.Marking.Official, V1.Audience.Partnership), (record.Item.Marking, record.Item.Audience));
        Assert.Equal((here.Officer.Id.ToString(), here.Police), (record.Item.PersonId, record.Item.AgencyId));
        Assert.Equal(("https://example.org/pathway", 1), (record.Item.Content.Link, record.Item.Content.Number));
        Assert.Equal(action.ActionId, Assert.Single(record.Actions).ActionId);
        Assert.Equal(record.Item, (await here.ToldAsync<V1.EvidenceChanged>(reply.EvidenceId)).Item);
        Assert.Single(record.Changes);
    }

    [Fact]
    public async Task AddEvidence_WithoutAMarking_HasThePartnerships()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await here.SettingsAsync(settings => settings.DefaultMarking = DefaultMarking.OfficialSensitive);
        var left = await here.EvidenceAs(here.Officer).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId));
        var said = await here.EvidenceAs(here.Officer).AddEvidenceAsync(new(EvidenceSteps.Linked(action.ActionId)) { Marking = V1.Marking.Official });
        Assert.Equal(
            (V1.Marking.OfficialSensitive, V1.Marking.Official),
            ((await here.ItemAsync(left.EvidenceId)).Marking, (await here.ItemAsync(said.EvidenceId)).Marking));
    }

    [Fact]
    public async Task AddEvidence_InspectedInPlace_KeepsByWhomWhenAndWhere()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var request = EvidenceSteps.Linked(action.ActionId);
        request.Inspected = new() { By = "Sgt Ada Pole, reviewing officer", On = "2024-12-01", HeldWhere = "Niche, custody audit folder" };

        var item = await here.ItemAsync((await here.EvidenceAs(here.Officer).AddEvidenceAsync(request)).EvidenceId);
        Assert.Equal(request.Inspected, item.Content.Inspected);
    }

    [Fact]
    public async Task AddEvidence_WithEmptyOrOddFields_SaysAllThatIsWrong()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);

        Assert.Equal(["content", "shows"], (await Refusal.OfAsync(calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId } }))).Fields);
        Assert.Equal(
            ["link", "shows", "dated_on", "kind"],
            (await Refusal.OfAsync(calls.AddEvidenceAsync(new()
            {
                ActionIds = { action.ActionId }, Link = "http://example.org", Shows = "NHS 943 476 5919", DatedOn = "soon", Kind = (V1.EvidenceKind)99,
            }))).Fields);
        Assert.Equal(
            ["inspected.on", "inspected.by", "inspected.held_where", "shows"],
            (await Refusal.OfAsync(calls.AddEvidenceAsync(new() { ActionIds = { action.ActionId }, Inspected = new() { On = "2099-01-01" } }))).Fields);
        Assert.Equal(["action_ids"], (await Refusal.OfAsync(calls.AddEvidenceAsync(EvidenceSteps.Linked()))).Fields);
    }

    [Theory]
    [InlineData(Capacity.AgencyLead, true, true)]
    [InlineData(Capacity.ActionOwner, true, true)]
    [InlineData(Capacity.Contributor, true, true)]
    [InlineData(Capacity.Verifier, true, true)]
    [InlineData(Capacity.PartnershipManager, false, true)]
    [InlineData(Capacity.AgencyLead, false, false)]
    public async Task AddEvidence_ByCapacityAndPart_IsForThoseWhoTakePart(Capacity capacity, bool ofSupportingAgency, bool mayAdd)
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var person = TestPerson.Of(ofSupportingAgency ? here.Icb : here.Schools, capacity);

        Assert.Equal(
            mayAdd ? StatusCode.OK : StatusCode.NotFound,
            await Refusal.CodeAsync(here.EvidenceAs(person).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId))));
    }

    [Fact]
    public async Task AddEvidence_WhereSomebodySeesButTakesNoPart_IsForbidden()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var chair = TestPerson.Of(here.Schools, Capacity.SubGroupChair, Capacity.AgencyLead);
        await Refusal.OfAsync(StatusCode.PermissionDenied, here.EvidenceAs(chair).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId)));
    }

    [Fact]
    public async Task AddEvidence_OfAWithdrawnAction_IsRefused()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await here.As(here.Manager).WithdrawActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, Reason = "Twice." });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.EvidenceAs(here.Manager).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId)));
    }

    [Fact]
    public async Task DescribeEvidence_LeavingOutMarkingAndAudience_OpensNothing()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var request = EvidenceSteps.Linked(action.ActionId);
        (request.Marking, request.Audience) = (V1.Marking.OfficialSensitive, V1.Audience.NamedLeads);
        var added = await calls.AddEvidenceAsync(request);

        await calls.DescribeEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Shows = "All are trained.", Kind = V1.EvidenceKind.TrainingRecord });
        var record = await calls.GetEvidenceAsync(new() { EvidenceId = added.EvidenceId });
        Assert.Equal((V1.Marking.OfficialSensitive, V1.Audience.NamedLeads, "All are trained."), (record.Item.Marking, record.Item.Audience, record.Item.Shows));
        Assert.Equal(["shows", "kind"], record.Changes[0].Fields.Select(field => field.Field));

        var stale = await Refusal.OfAsync(
            StatusCode.Aborted, calls.DescribeEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Shows = "Other." }));
        Assert.Equal(2, stale.CurrentVersion);
    }

    [Fact]
    public async Task AnyChange_BySomebodyElseOfTheAgency_IsForbidden()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var added = await here.EvidenceAs(here.Officer).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId));
        var colleague = here.EvidenceAs(TestPerson.Of(here.Police, Capacity.AgencyLead));

        Assert.False((await colleague.GetEvidenceAsync(new() { EvidenceId = added.EvidenceId })).MayChange);
        await Refusal.OfAsync(
            StatusCode.PermissionDenied, colleague.WithdrawEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Reason = "No." }));
        await here.EvidenceAs(here.Manager).WithdrawEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Reason = "Wrong file." });
    }

    [Fact]
    public async Task ReplaceEvidence_KeepsTheVersionBeforeAndTellsOfIt()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var added = await calls.AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId));
        await Refusal.OfAsync(calls.ReplaceEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Link = "https://example.org/2" }));

        await calls.ReplaceEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Link = "https://example.org/2", Reason = "It was signed." });
        var record = await calls.GetEvidenceAsync(new() { EvidenceId = added.EvidenceId });
        Assert.Equal(("https://example.org/2", 2), (record.Item.Content.Link, record.Item.Content.Number));
        Assert.Equal(("https://example.org/pathway", 1), (Assert.Single(record.Earlier).Link, record.Earlier[0].Number));
        Assert.Equal(("It was signed.", "https://example.org/pathway"), (record.Changes[0].Reason, record.Changes[0].Fields[0].From));
        var kept = (await here.Host.Database.QueryAsync<byte[]>(
            "select state from outbox where tenant_id = @TenantId and type = @FullName", new { here.TenantId, V1.EvidenceContentKept.Descriptor.FullName })).Single();
        Assert.Equal((added.EvidenceId, record.Earlier[0]), (V1.EvidenceContentKept.Parser.ParseFrom(kept).EvidenceId, V1.EvidenceContentKept.Parser.ParseFrom(kept).Content));
    }

    [Fact]
    public async Task AttachEvidence_ByOneWhoSeesSomeOfItsActions_LeavesTheOthers()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var first = await here.MakeActionAsync();
        var unseen = here.NewAction(await here.PlanOfAsync());
        unseen.Lead = new() { AgencyId = here.Schools };
        unseen.SupportingAgencyIds.Clear();
        var others = await here.As(here.Manager).AddActionAsync(unseen);
        var second = await here.AnotherActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var added = await calls.AddEvidenceAsync(EvidenceSteps.Linked(first.ActionId));
        await here.EvidenceAs(here.Manager).AttachEvidenceAsync(new()
        {
            EvidenceId = added.EvidenceId, ExpectedVersion = 1, ActionIds = { first.ActionId, others.ActionId },
        });
        Assert.Equal(first.ActionId, Assert.Single((await calls.GetEvidenceAsync(new() { EvidenceId = added.EvidenceId })).Item.ActionIds));

        await Refusal.OfAsync(StatusCode.NotFound, calls.AttachEvidenceAsync(new()
        {
            EvidenceId = added.EvidenceId, ExpectedVersion = 2, ActionIds = { others.ActionId },
        }));
        await calls.AttachEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 2, ActionIds = { second.ActionId } });
        Assert.Equal(
            new[] { others.ActionId, second.ActionId }.Order(), (await here.ItemAsync(added.EvidenceId)).ActionIds.Order());
    }

    [Fact]
    public async Task AttachEvidence_ToAnActionOfAnotherPlan_IsRefused()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var added = await here.EvidenceAs(here.Officer).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId));
        // Another inspection's plan with an action, as its rows stand.
        var (plan, other) = (Guid.NewGuid(), Guid.NewGuid());
        await here.Host.Database.ExecuteAsync(
            """
            insert into action_plan select (jsonb_populate_record(action_plan, jsonb_build_object('plan_id', @plan, 'inspection_id', @plan))).*
            from action_plan where tenant_id = @TenantId;
            insert into action select (jsonb_populate_record(action, jsonb_build_object('action_id', @other, 'plan_id', @plan, 'reference', 'HSK-2024-A099'))).*
            from action where tenant_id = @TenantId
            """,
            new { here.TenantId, plan, other });

        Assert.Equal(["action_ids"], (await Refusal.OfAsync(here.EvidenceAs(here.Manager).AttachEvidenceAsync(new()
        {
            EvidenceId = added.EvidenceId, ExpectedVersion = 1, ActionIds = { other.ToString() },
        }))).Fields);
        Assert.Equal(["action_ids"], (await Refusal.OfAsync(
            here.EvidenceAs(here.Manager).AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId, other.ToString())))).Fields);
    }

    [Fact]
    public async Task WithdrawEvidence_LeavesListsAndCountsAndStaysReadable()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var added = await calls.AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId));
        await calls.WithdrawEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Reason = "It is of another team." });

        Assert.Equal("It is of another team.", (await calls.GetEvidenceAsync(new() { EvidenceId = added.EvidenceId })).Item.WithdrawnBecause);
        Assert.Equal(0, (await calls.ListEvidenceAsync(new() { ActionId = action.ActionId })).Total);
        Assert.Single((await calls.ListEvidenceAsync(new() { ActionId = action.ActionId, Withdrawn = true })).Items);
        await Refusal.OfAsync(
            StatusCode.FailedPrecondition, calls.DescribeEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 2, Shows = "More." }));
    }

    [Fact]
    public async Task ListEvidence_OfMany_IsPagedNewestFirst()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Officer);
        var added = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            added.Insert(0, (await calls.AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId))).EvidenceId);
        }

        var (seen, token) = (new List<string>(), "");
        do
        {
            var page = await calls.ListEvidenceAsync(new() { PlanId = await here.PlanOfAsync(), PageSize = 2, PageToken = token });
            Assert.Equal(5, page.Total);
            seen.AddRange(page.Items.Select(record => record.Item.EvidenceId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal(added, seen);
    }

    [Fact]
    public async Task ListEvidence_ByAnAgencyOfSomeActions_PagesThroughWhatItKnowsOfAlone()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var hidden = await here.MakeActionAsync();
        var supported = here.NewAction(await here.PlanOfAsync());
        supported.SupportingAgencyIds.Add(here.Schools);
        var shown = await here.As(here.Manager).AddActionAsync(supported);
        var calls = here.EvidenceAs(here.Manager);
        var known = new List<string>();
        for (var number = 0; number < 4; number++)
        {
            await calls.AddEvidenceAsync(EvidenceSteps.Linked(hidden.ActionId));
            known.Insert(0, (await calls.AddEvidenceAsync(EvidenceSteps.Linked(hidden.ActionId, shown.ActionId))).EvidenceId);
            await calls.AddEvidenceAsync(new(EvidenceSteps.Linked(shown.ActionId)) { Audience = V1.Audience.NamedLeads });
        }

        await calls.WithdrawEvidenceAsync(new() { EvidenceId = known[3], ExpectedVersion = 1, Reason = "It is of another team." });
        var teacher = here.EvidenceAs(TestPerson.Of(here.Schools, Capacity.AgencyLead));

        var first = await teacher.ListEvidenceAsync(new() { PlanId = await here.PlanOfAsync(), PageSize = 2 });
        var second = await teacher.ListEvidenceAsync(new() { PlanId = await here.PlanOfAsync(), PageSize = 2, PageToken = first.NextPageToken });
        var ofAction = await teacher.ListEvidenceAsync(new() { ActionId = shown.ActionId, PageSize = 2, PageToken = first.NextPageToken });

        Assert.Equal(known[..3], first.Items.Concat(second.Items).Select(one => one.Item.EvidenceId));
        Assert.Equal(((3, 3, 3), ""), ((first.Total, second.Total, ofAction.Total), second.NextPageToken));
        Assert.All(first.Items, one => Assert.Equal([shown.ActionId], one.Item.ActionIds));
        Assert.Equal(second.Items, ofAction.Items);
        Assert.Equal([known[3]], (await teacher.ListEvidenceAsync(new() { PlanId = await here.PlanOfAsync(), Withdrawn = true })).Items.Select(one => one.Item.EvidenceId));
    }

    [Theory]
    [InlineData("AddEvidence")]
    [InlineData("DescribeEvidence")]
    [InlineData("ReplaceEvidence")]
    [InlineData("AttachEvidence")]
    [InlineData("WithdrawEvidence")]
    [InlineData("GiveReason")]
    public async Task ClosedPlan_AnyWriteOfEvidence_IsRefused(string rpc)
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var calls = here.EvidenceAs(here.Manager);
        var added = await calls.AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId));
        await here.As(here.Manager).CloseActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "No." });
        await here.As(here.Manager).CloseActionPlanAsync(new()
        {
            PlanId = await here.PlanOfAsync(), ExpectedVersion = await here.PlanVersionAsync(), ClosedOn = "2024-12-05", DecidedBy = "Board", Reason = "Done.",
        });

        var refusal = rpc switch
        {
            "AddEvidence" => await Refusal.OfAsync(calls.AddEvidenceAsync(EvidenceSteps.Linked(action.ActionId))),
            "DescribeEvidence" => await Refusal.OfAsync(calls.DescribeEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Shows = "X" })),
            "ReplaceEvidence" => await Refusal.OfAsync(calls.ReplaceEvidenceAsync(
                new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Link = "https://x.org", Reason = "X" })),
            "AttachEvidence" => await Refusal.OfAsync(calls.AttachEvidenceAsync(
                new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, ActionIds = { action.ActionId } })),
            "GiveReason" => await Refusal.OfAsync(calls.GiveReasonAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Reason = "X" })),
            _ => await Refusal.OfAsync(calls.WithdrawEvidenceAsync(new() { EvidenceId = added.EvidenceId, ExpectedVersion = 1, Reason = "X" })),
        };
        Assert.Equal(StatusCode.FailedPrecondition, refusal.Code);
        Assert.Contains("takes no changes", refusal.Message, StringComparison.Ordinal);
    }
}
