using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The steps that most tests start from.</summary>
internal static class PlanSteps
{
    /// <summary>A partnership with an inspection of which its manager is told, and findings.</summary>
    public static async Task<TestPartnership> PartnershipAsync(
        InspectionPhase phase = InspectionPhase.Published, int findings = 3, ActionsHost? host = null)
    {
        var made = new TestPartnership(host ?? await ActionsHost.SharedAsync());
        await made.PublishAsync();
        // Hosts that tell of the day begin at the present: their statements are due on none that comes.
        await made.InspectionIsAsync(phase, [made.Manager], host is NotifyingHost ? "2099-12-05" : "2026-12-05");
        for (var number = 0; number < findings; number++)
        {
            await made.FindingAsync("");
        }

        return made;
    }

    /// <summary>Calls of this person; a write gets a key of its own unless the call brings one.</summary>
    public static V1.Actions.ActionsClient As(this TestPartnership here, TestPerson person, Replica? replica = null) => new(
        (replica ?? here.Host.Service).Channel.Intercept(headers => person.In(here, headers.GetValue(Write.KeyHeader))));

    public static async Task<string> MakePlanAsync(this TestPartnership here) =>
        (await here.As(here.Manager).MakeActionPlanAsync(new() { InspectionId = here.InspectionId.ToString() })).PlanId;

    public static V1.AddActionRequest NewAction(this TestPartnership here, string planId) => new()
    {
        PlanId = planId,
        Title = "Review the multi-agency response to exploitation",
        Description = "Agree one pathway and train all front-line staff in it.",
        FindingIds = { here.FindingIds[0].ToString() },
        Lead = new() { AgencyId = here.Police },
        SupportingAgencyIds = { here.Icb },
        OutcomeSought = "Children at risk are found sooner.",
        SuccessMeasure = "Quarterly multi-agency audit.",
        DueOn = "2027-03-31",
    };

    /// <summary>A plan with one action that the police lead and the ICB supports.</summary>
    public static async Task<V1.ActionReply> MakeActionAsync(this TestPartnership here) =>
        await here.As(here.Manager).AddActionAsync(here.NewAction(await here.MakePlanAsync()));

    public static async Task<V1.Action> ActionAsync(this TestPartnership here, string actionId) =>
        (await here.As(here.Manager).GetActionAsync(new() { ActionId = actionId })).Action;

    public static async Task<string> PlanOfAsync(this TestPartnership here) =>
        (await here.As(here.Manager).ListActionPlansAsync(new())).Plans.Single().PlanId;

    public static async Task<long> PlanVersionAsync(this TestPartnership here) =>
        (await here.As(here.Manager).ListActionPlansAsync(new())).Plans.Single().Version;

    /// <summary>Adds a further action to the partnership's plan.</summary>
    public static async Task<V1.ActionReply> AnotherActionAsync(this TestPartnership here) =>
        await here.As(here.Manager).AddActionAsync(here.NewAction(await here.PlanOfAsync()));

    /// <summary>What the action says, to be described anew with a change.</summary>
    public static async Task<V1.DescribeActionRequest> DescriptionAsync(this TestPartnership here, string actionId)
    {
        var action = await here.ActionAsync(actionId);
        return new()
        {
            ActionId = actionId, ExpectedVersion = action.Version, Title = action.Title, Description = action.Description, Theme = action.Theme,
            ThemeId = action.ThemeId, FindingIds = { action.FindingIds }, Lead = action.Lead, JointLeads = { action.JointLeads },
            SupportingAgencyIds = { action.SupportingAgencyIds }, OwnerId = action.OwnerId, OwnerPostId = action.OwnerPostId,
            OutcomeSought = action.OutcomeSought, SuccessMeasure = action.SuccessMeasure, Resources = action.Resources,
            BeganBeforePublication = action.BeganBeforePublication, QuickWin = action.QuickWin, AnsweringBodyId = action.AnsweringBodyId,
            Links = { action.Links },
        };
    }

    /// <summary>A post of the agency with its holder, as Partners' events will tell of it.</summary>
    public static async Task<string> PostAsync(this TestPartnership here, string agencyId, TestPerson? holder = null)
    {
        var postId = Guid.NewGuid();
        await here.Host.Database.ExecuteAsync(
            "insert into post (tenant_id, post_id, agency_id, title, holder_id, version) values (@TenantId, @postId, @agencyId, 'Head', @holder, 1)",
            new { here.TenantId, postId, agencyId, holder = holder?.Id });
        return postId.ToString();
    }

    /// <summary>Tells the partnership who succeeds it, from today on unless another day is given.</summary>
    /// <returns>The succession.</returns>
    public static Task<string> SucceededByAsync(this TestPartnership here, params TestPartnership[] successors) => here.SucceededOnAsync(null, successors);

    /// <inheritdoc cref="SucceededByAsync"/>
    public static async Task<string> SucceededOnAsync(this TestPartnership here, DateOnly? on, params TestPartnership[] successors)
    {
        var id = Guid.NewGuid().ToString();
        await here.Host.Partners.PublishAsync(here.TenantId, id, 1, new SuccessionChanged
        {
            Succession = new()
            {
                SuccessionId = id, FromPartnershipId = here.TenantId, FromName = here.Name, Order = "The Order 2027", Version = 1,
                TakesEffectOn = (on ?? here.Host.Clock.GetUtcNow().DateInLondon()).ToIso(),
                To = { successors.Select(one => new Successor { PartnershipId = one.TenantId, Name = one.Name }) },
            },
        });
        return id;
    }

    /// <summary>The newest state of the kind that was told of the record.</summary>
    public static async Task<TState> ToldAsync<TState>(this TestPartnership here, string id)
        where TState : IMessage<TState>, new()
    {
        var state = new TState();
        state.MergeFrom((await here.Host.Database.QueryAsync<byte[]>(
            "select state from outbox where tenant_id = @TenantId and aggregate_id = @id and type = @FullName order by version desc limit 1",
            new { here.TenantId, id, state.Descriptor.FullName })).Single());
        return state;
    }

    /// <summary>The newest version of an action has the kind, is told of whole, and is in the history.</summary>
    /// <returns>The entry in the history.</returns>
    public static async Task<V1.RecordedChange> KeptAsync(this TestPartnership here, string actionId, V1.ActionChangeKind kind, TestPerson by)
    {
        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = actionId });
        Assert.Equal(
            new V1.ActionChanged { Action = record.Action, Kind = kind, PersonId = by.Id.ToString() },
            await here.ToldAsync<V1.ActionChanged>(actionId));
        Assert.Equal((record.Action.Version, kind, by.Id.ToString()), (record.Changes[0].Version, record.Changes[0].Kind, record.Changes[0].PersonId));
        return record.Changes[0];
    }

    public static V1.UpdateProgressRequest Progress(V1.ActionReply action, string narrative = "Pathway agreed by all three partners.") => new()
    {
        ActionId = action.ActionId,
        ExpectedVersion = action.Version,
        Narrative = narrative,
        Delivery = V1.Delivery.InProgress,
        Assessment = new() { Progress = V1.Progress.Good, DateAchievable = true },
        DifferenceForChildren = "Twelve children were seen sooner.",
    };

    public static Metadata Key(string key) => new() { { Write.KeyHeader, key } };
}
