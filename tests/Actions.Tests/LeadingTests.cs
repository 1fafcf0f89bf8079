using System.Globalization;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Joint leads, posts as owners, and what else an action says.</summary>
public sealed class LeadingTests
{
    [Theory]
    [InlineData("stranger", "joint_leads")]
    [InlineData("nobody", "joint_leads")]
    [InlineData("lead", "joint_leads")]
    [InlineData("twice", "joint_leads")]
    [InlineData("supporter", "supporting_agency_ids")]
    public async Task AddAction_JointLeadThatCannotBeOne_IsInvalid(string which, string field)
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = here.NewAction(await here.MakePlanAsync());
        request.JointLeads.Add(which switch
        {
            "stranger" => [new V1.Lead { AgencyId = "another-force" }],
            "nobody" => [new V1.Lead()],
            "lead" => [new V1.Lead { AgencyId = here.Police }],
            "twice" => [new V1.Lead { BodyId = here.Board }, new V1.Lead { BodyId = here.Board }],
            _ => (V1.Lead[])[new V1.Lead { AgencyId = here.Icb }],
        });

        var refusal = await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, field), (refusal.Code, Assert.Single(refusal.Fields)));
    }

    [Fact]
    public async Task JointLead_ByItsPeople_IsALeadInAllThatALeadMay()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = here.NewAction(await here.MakePlanAsync());
        request.JointLeads.Add([new V1.Lead { AgencyId = here.Schools }, new V1.Lead { BodyId = here.Board }]);
        var action = await here.As(here.Manager).AddActionAsync(request);
        var teacher = TestPerson.Of(here.Schools, Capacity.AgencyLead);

        var seen = await here.As(teacher).GetActionAsync(new() { ActionId = action.ActionId });
        Assert.Equal((true, true), (seen.MayUpdate, seen.MayAskForDate));
        Assert.Equal(request.JointLeads, seen.Action.JointLeads);
        Assert.Equal(1, (await here.As(teacher).GetActionPlanAsync(new() { PlanId = request.PlanId })).Actions);
        await here.As(teacher).UpdateProgressAsync(PlanSteps.Progress(action));
        await here.As(teacher).AskForDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 2, To = "2027-09-30", Reason = V1.DateChangeReason.Dependency,
        });
    }

    [Fact]
    public async Task Owner_OfAJointlyLeadingAgency_IsTaken()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (owner, stranger) = (TestPerson.Of(here.Schools, Capacity.ActionOwner), TestPerson.Of(here.Icb, Capacity.ActionOwner));
        await here.RegisterAsync(owner);
        await here.RegisterAsync(stranger);
        var request = here.NewAction(await here.MakePlanAsync());
        request.JointLeads.Add(new V1.Lead { AgencyId = here.Schools });

        request.OwnerId = stranger.Id.ToString();
        Assert.Equal(["owner_id"], (await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(request))).Fields);
        request.OwnerId = owner.Id.ToString();
        await here.As(here.Manager).AddActionAsync(request);
    }

    [Fact]
    public async Task Owner_PersonAndPostOrAPostOfNobodyWhoTakesPart_IsInvalid()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.RegisterAsync(here.Officer);
        var request = here.NewAction(await here.MakePlanAsync());

        request.OwnerPostId = await here.PostAsync(here.Schools);
        Assert.Equal(["owner_post_id"], (await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(request))).Fields);
        request.OwnerPostId = Guid.NewGuid().ToString();
        Assert.Equal(["owner_post_id"], (await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(request))).Fields);
        (request.OwnerId, request.OwnerPostId) = (here.Officer.Id.ToString(), await here.PostAsync(here.Police));
        Assert.Equal(["owner_post_id"], (await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(request))).Fields);
        (request.OwnerId, request.OwnerPostId) = ("", await here.PostAsync(here.Icb));
        await here.As(here.Manager).AddActionAsync(request);
    }

    [Fact]
    public async Task LeadAndPost_ThatHaveEnded_AreTakenByNoActionAndStayWhereTheyAre()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (ended, postId) = (DateTime.UtcNow.AddDays(-2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Guid.NewGuid().ToString());
        var request = new V1.AddActionRequest(here.NewAction(await here.MakePlanAsync())) { Lead = new() { BodyId = here.Board } };
        await here.Host.Partners.PublishAsync(here.TenantId, postId, 1, new PostChanged { Post = new() { PostId = postId, AgencyId = here.Police, Title = "Head", Version = 1 } });
        var (led, other) = (await here.As(here.Manager).AddActionAsync(new(request) { OwnerPostId = postId }), await here.AnotherActionAsync());

        await here.Host.Partners.PublishAsync("platform", here.Board, 1, new BodyChanged { Body = new() { BodyId = here.Board, EndsOn = ended, Version = 1 } });
        await here.Host.Partners.PublishAsync(
            here.TenantId, postId, 2, new PostChanged { Post = new() { PostId = postId, AgencyId = here.Police, Title = "Head", EndsOn = ended, Version = 2 } });
        var joint = new V1.AddActionRequest(request) { Lead = new() { AgencyId = here.Police }, JointLeads = { new V1.Lead { BodyId = here.Board } } };
        var many = new V1.ChangeManyActionsRequest
        {
            Actions = { new V1.ActionVersion { ActionId = other.ActionId, ExpectedVersion = 1 } }, Lead = new() { BodyId = here.Board }, OwnerPostId = postId,
            Note = "Words.",
        };

        var calls = here.As(here.Manager);
        Assert.Equal(["lead", "owner_post_id"], (await Refusal.OfAsync(calls.AddActionAsync(new(request) { OwnerPostId = postId }))).Fields);
        Assert.Equal(["joint_leads"], (await Refusal.OfAsync(calls.AddActionAsync(joint))).Fields);
        Assert.Equal(["lead", "owner_post_id"], (await Refusal.OfAsync(calls.ChangeManyActionsAsync(many))).Fields);
        await calls.DescribeActionAsync(new(await here.DescriptionAsync(led.ActionId)) { Title = "Another title" });
        Assert.Equal((here.Board, postId), ((await here.ActionAsync(led.ActionId)).Lead.BodyId, (await here.ActionAsync(led.ActionId)).OwnerPostId));
    }

    [Fact]
    public async Task HolderOfThePost_WhoeverItIs_MayDoWhatAnOwnerMay()
    {
        var here = await PlanSteps.PartnershipAsync();
        // Somebody whom their agency gives no sight of the action.
        var (holder, successor) = (TestPerson.Of(here.Schools, Capacity.ActionOwner), TestPerson.Of(here.Schools, Capacity.ActionOwner));
        var request = here.NewAction(await here.MakePlanAsync());
        (request.Lead, request.OwnerPostId) = (new() { BodyId = here.Board }, await here.PostAsync(here.Schools, holder));
        var action = await here.As(here.Manager).AddActionAsync(request);

        var seen = await here.As(holder).GetActionAsync(new() { ActionId = action.ActionId });
        await here.As(holder).UpdateProgressAsync(PlanSteps.Progress(action));
        await here.As(holder).AskForDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 2, To = "2027-09-30", Reason = V1.DateChangeReason.Dependency,
        });
        Assert.Equal((true, true, request.OwnerPostId), (seen.MayUpdate, seen.MayAskForDate, seen.Action.OwnerPostId));
        Assert.Single((await here.As(holder).ListActionsAsync(new() { PlanId = request.PlanId })).Actions);
        Assert.Equal(1, (await here.As(holder).GetActionPlanAsync(new() { PlanId = request.PlanId })).Actions);
        Assert.Single((await here.As(holder).ListDateRequestsAsync(new())).Requests);
        await Refusal.OfAsync(StatusCode.NotFound, here.As(successor).GetActionAsync(new() { ActionId = action.ActionId }));

        await here.Host.Database.ExecuteAsync("update post set holder_id = @Id where tenant_id = @TenantId", new { successor.Id, here.TenantId });

        Assert.True((await here.As(successor).GetActionAsync(new() { ActionId = action.ActionId })).MayUpdate);
        await Refusal.OfAsync(StatusCode.NotFound, here.As(holder).GetActionAsync(new() { ActionId = action.ActionId }));
    }

    [Fact]
    public async Task DescribeAction_ResourcesLinksAndMarks_AreKeptToldAndInTheHistory()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var request = await here.DescriptionAsync(action.ActionId);
        request.Resources = new() { Kind = V1.ResourceKind.Costed, OneOffPounds = 12_000, YearlyPounds = 3_000, Source = "Safer streets fund", ReviewOn = "2027-01-01" };
        request.Links.Add(new V1.OtherPlanLink { Kind = V1.LinkKind.Ilacs, Reference = "ILACS 2025, recommendation 4", On = "2025-06-01", Words = "The same pathway." });
        (request.BeganBeforePublication, request.QuickWin) = (true, true);
        request.JointLeads.Add(new V1.Lead { BodyId = here.Board });

        await here.As(here.Manager).DescribeActionAsync(request);

        var change = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.DescribedAnew, here.Manager);
        var now = await here.ActionAsync(action.ActionId);
        // Of a kind only what belongs to it is kept.
        Assert.Equal(new V1.Resources(request.Resources) { ReviewOn = "" }, now.Resources);
        Assert.Equal((request.Links, true, true), (now.Links, now.BeganBeforePublication, now.QuickWin));
        Assert.Equal(
            [
                ("joint_leads", "", $"body:{here.Board}"), ("began_before_publication", "", "true"), ("quick_win", "", "true"),
                ("links", "", "ILACS 2025, recommendation 4 2025-06-01 The same pathway."), ("resources.kind", "0", "3"),
                ("resources.one_off_pounds", "0", "12000"), ("resources.yearly_pounds", "0", "3000"), ("resources.source", "", "Safer streets fund"),
            ],
            change.Fields.Select(one => (one.Field, one.From, one.To)));
        Assert.Equal(now, (await here.As(here.Manager).ListActionsAsync(new() { PlanId = now.PlanId })).Actions.Single());
    }

    [Fact]
    public async Task AddAction_ResourcesAndLinksOutOfBounds_SaysAllOfItAtOnce()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = here.NewAction(await here.MakePlanAsync());
        request.Resources = new() { Kind = V1.ResourceKind.Costed, OneOffPounds = -1, YearlyPounds = 1_000_000_001, Source = "NHS number 943 476 5919" };
        request.Links.Add(Enumerable.Repeat(new V1.OtherPlanLink { Kind = V1.LinkKind.Peel, Reference = "PEEL 2024" }, 10));
        request.Links.Add(new V1.OtherPlanLink());
        request.AnsweringBodyId = here.Board;

        Assert.Equal(
            ["answering_body_id", "links", "resources.one_off_pounds", "resources.source", "resources.yearly_pounds"],
            (await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(request))).Fields.Order(StringComparer.Ordinal));
        request.Links.Clear();
        request.Links.Add(new V1.OtherPlanLink { Words = "Words.", On = "tomorrow" });
        (request.Resources, request.AnsweringBodyId) = (null, "");
        Assert.Equal(
            ["links.kind", "links.on", "links.reference"],
            (await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(request))).Fields.Order(StringComparer.Ordinal));
    }
}
