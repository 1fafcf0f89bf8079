using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>What seems to hold a child's identifier needs a reason, which Partners is told in the transaction of the write.</summary>
public sealed class GuardTests
{
    [Fact]
    public async Task AddAction_WithADateOfBirthInTwoFields_IsRefusedAndWithAReasonSavedAndTold()
    {
        var here = await PlanSteps.PartnershipAsync();
        var client = new V1.Actions.ActionsClient(here.Host.Service.Channel);
        var request = here.NewAction(await here.MakePlanAsync());
        (request.Title, request.OutcomeSought) = (GuardReasons.DoubtedText, GuardReasons.DoubtedText);

        var headers = here.Manager.In(here);
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, client.AddActionAsync(request, headers));
        Assert.Equal("CHILD_IDENTIFIER", refusal.Reason);
        Assert.Equal(["title", "outcome_sought"], refusal.Fields);
        Assert.DoesNotContain(GuardReasons.DoubtedText, string.Concat(refusal.Message, string.Concat(refusal.Sentences.Values)), StringComparison.OrdinalIgnoreCase);

        var saved = await client.AddActionAsync(request, headers.WithReason());
        Assert.Equal(saved, await client.AddActionAsync(request, headers.WithReason()));
        var given = Assert.Single(await GivenAsync(here));
        Assert.Equal(
            (GuardReasons.Reason, here.Manager.Id.ToString(), "jtai.actions.v1.Actions/AddAction", "ActionChanged", saved.ActionId),
            (given.Reason, given.PersonId, given.Rpc, given.RecordKind, given.RecordId));
        Assert.Equal(["title", "outcome_sought"], given.Fields.Select(field => field.Field));
        Assert.All(given.Fields, field => Assert.Equal([ChildIdentifierKind.DateOfBirth], field.Found));
    }

    [Fact]
    public async Task AddAction_WithAFaultBesides_SaysTheFaultAlone()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = here.NewAction(await here.MakePlanAsync());
        (request.Title, request.Description) = (GuardReasons.DoubtedText, "");
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, here.As(here.Manager).AddActionAsync(request));
        Assert.Equal(("description", ""), (Assert.Single(refusal.Fields), refusal.Reason));
    }

    [Fact]
    public async Task BeginUpload_OfAFileNamedAfterADateOfBirth_NeedsAReason()
    {
        var here = await EvidenceSteps.PartnershipAsync();
        var client = new V1.Evidence.EvidenceClient(here.Host.Service.Channel);
        var request = new V1.BeginUploadRequest { Name = "DOB 12-03-2014.pdf", Size = 100 };
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, client.BeginUploadAsync(request, here.Officer.In(here)));
        Assert.Equal(("CHILD_IDENTIFIER", "name"), (refusal.Reason, refusal.Fields.Single()));
        await client.BeginUploadAsync(request, here.Officer.In(here).WithReason());
        Assert.Equal("name", Assert.Single(await GivenAsync(here)).Fields.Single().Field);
    }

    internal static async Task<IReadOnlyList<GuardReasonGiven>> GivenAsync(TestPartnership here)
    {
        var events = await here.Host.PullAsync(here.TenantId, "partners", events => events.Any(one => one.Type == GuardReasonGiven.Descriptor.FullName));
        return [.. events.Where(one => one.Type == GuardReasonGiven.Descriptor.FullName).Select(one => GuardReasonGiven.Parser.ParseFrom(one.State))];
    }
}
