using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Beginning a statement, its arrangements, sections, clearances and dates.</summary>
public sealed class PreparingTests
{
    [Fact]
    public async Task Start_WithoutSettings_HasThePlatformsSectionsAndOneForEachLead()
    {
        var statement = await StatementCase.StartAsync();

        var record = await statement.RecordAsync();

        Assert.Equal(
            ["Introduction", "How children were heard", "Governance", "How progress is monitored", "Resources", "Glossary", "Moorland Police"],
            record.Sections.Select(section => section.Heading));
        Assert.Equal(
            (new V1.Lead { AgencyId = statement.Here.Police }, 7), (record.Sections[^1].Of, record.Sections[^1].Position));
        Assert.Equal(
            (V1.StatementState.BeingPrepared, 1, SignOffRule.Delegates, StatementCase.Deadline),
            (record.Statement.State, record.Statement.Number, record.Statement.SignOffRule, record.CountsOn));
        Assert.Equal("Monitoring officer", record.Statement.Clearances[0].Name);
        Assert.Equal(64, record.ContentSha256.Length);
    }

    [Fact]
    public async Task Start_WithATemplateOfThePartnership_UsesIt()
    {
        var statement = await StatementCase.StartAsync(settings: settings =>
        {
            settings.Template = new StatementTemplate { Number = 3, Sections = { new TemplateSection { Heading = "Our promise", Guidance = "One page.", Text = "We promise." } } };
            settings.SignOffRule = SignOffRule.Leads;
        });

        var record = await statement.RecordAsync();

        Assert.Equal(("Our promise", "One page.", "We promise."), (record.Sections[0].Heading, record.Sections[0].Guidance, record.Sections[0].Text));
        Assert.Equal((2, SignOffRule.Leads), (record.Sections.Count, record.Statement.SignOffRule));
    }

    [Fact]
    public async Task Start_WhileOneIsPreparedOrBeforeChangesWereAsked_IsRefused()
    {
        var statement = await StatementCase.StartAsync();
        var manager = statement.As(statement.Here.Manager);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.StartStatementAsync(new() { PlanId = statement.PlanId }));
        await statement.SendAsync();
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.StartStatementAsync(new() { PlanId = statement.PlanId }));
        await Reply(V1.ReplyKind.Acknowledged);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.StartStatementAsync(new() { PlanId = statement.PlanId }));
        await Reply(V1.ReplyKind.AsksForChanges);

        var second = await manager.StartStatementAsync(new() { PlanId = statement.PlanId });

        var listed = (await manager.ListStatementsAsync(new() { PlanId = statement.PlanId })).Statements;
        Assert.Equal([(2, V1.StatementState.BeingPrepared), (1, V1.StatementState.Replied)], listed.Select(one => (one.Number, one.State)));
        Assert.Equal((second.StatementId, "protection@inspectorate.example"), (listed[0].StatementId, listed[0].SendTo));

        async Task Reply(V1.ReplyKind kind) => await manager.RecordReplyAsync(
            new() { StatementId = statement.StatementId, Kind = kind, ReceivedOn = statement.Today(), From = "Ofsted" });
    }

    [Fact]
    public async Task Arrange_LaterDateWithoutWhatShowsItAndStrangers_SaysAllOfIt()
    {
        var statement = await StatementCase.StartAsync();
        var record = await statement.RecordAsync();
        var request = new V1.ArrangeStatementRequest
        {
            StatementId = statement.StatementId, ExpectedVersion = record.Statement.Version, LaterDueOn = "2027-01-15", SenderId = Guid.NewGuid().ToString(), SendTo = "nobody",
        };

        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.As(statement.Here.Manager).ArrangeStatementAsync(request));

        Assert.Equal(["later_agreed", "send_to", "sender_id"], refusal.Fields.Order(StringComparer.Ordinal));
        (request.LaterAgreed, request.SenderId, request.SendTo) = ("Letter of Ofsted of 3 October 2026", "", "");
        await statement.As(statement.Here.Manager).ArrangeStatementAsync(request);
        var arranged = await statement.RecordAsync();
        Assert.Equal(("2027-01-15", StatementCase.Deadline, "2027-01-15"), (arranged.CountsOn, arranged.Statement.PrintedDueOn, arranged.Statement.LaterDueOn));
        var stale = await Refusal.OfAsync(StatusCode.Aborted, statement.As(statement.Here.Manager).ArrangeStatementAsync(request));
        Assert.Equal(arranged.Statement.Version, stale.CurrentVersion);
    }

    [Fact]
    public async Task AddMissingSections_OnceAnotherLeadHasActions_AddsTheirsAndRemovesNothing()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var request = here.NewAction(statement.PlanId);
        request.Lead = new() { BodyId = here.Board };
        await here.As(here.Manager).AddActionAsync(request);
        var before = await statement.RecordAsync();

        await statement.As(here.Manager).AddMissingSectionsAsync(new() { StatementId = statement.StatementId, ExpectedVersion = before.Statement.Version });

        var after = await statement.RecordAsync();
        Assert.Equal([.. before.Sections.Select(section => section.Heading), "Haskermoor Safeguarding Board"], after.Sections.Select(section => section.Heading));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, statement.As(here.Manager).AddMissingSectionsAsync(
            new() { StatementId = statement.StatementId, ExpectedVersion = after.Statement.Version }));
    }

    [Fact]
    public async Task WriteSection_ByAuthorAgencyLeadOrManager_IsTakenAndByOthersNot()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var introduction = await statement.SectionAsync("Introduction");
        var ofPolice = await statement.SectionAsync("Moorland Police");

        await Refusal.OfAsync(StatusCode.NotFound, statement.As(here.Officer).WriteSectionAsync(Text(introduction, "Words.")));
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.As(here.Officer).WriteSectionAsync(Text(ofPolice, "Words.")));
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.As(statement.Sender).WriteSectionAsync(Text(introduction, "Words.")));
        await Refusal.OfAsync(StatusCode.NotFound, statement.As(statement.SchoolsLead).WriteSectionAsync(Text(ofPolice, "Words.")));
        var named = await statement.As(here.Manager).NameSectionAuthorAsync(
            new() { SectionId = introduction.SectionId, ExpectedVersion = 1, AuthorId = here.Officer.Id.ToString() });
        await statement.As(here.Officer).WriteSectionAsync(new() { SectionId = introduction.SectionId, ExpectedVersion = named.Version, Text = "We answer.\n\n- Together." });
        await statement.As(statement.PoliceLead).WriteSectionAsync(Text(ofPolice, "Our part."));
        var long_ = await Refusal.OfAsync(StatusCode.InvalidArgument, statement.As(statement.PoliceLead).WriteSectionAsync(
            new() { SectionId = ofPolice.SectionId, ExpectedVersion = 2, Text = new string('x', 10_001) }));
        await Refusal.OfAsync(StatusCode.Aborted, statement.As(here.Manager).WriteSectionAsync(Text(ofPolice, "Late.")));

        Assert.Equal("text", long_.Fields.Single());
        var written = await statement.SectionAsync("Introduction");
        Assert.Equal(("We answer.\n\n- Together.", here.Officer.Id.ToString(), 3L), (written.Text, written.WrittenBy, written.Version));

        static V1.WriteSectionRequest Text(V1.StatementSection section, string text) =>
            new() { SectionId = section.SectionId, ExpectedVersion = section.Version, Text = text };
    }

    [Fact]
    public async Task RecordClearance_OfTheList_IsKeptAndTakenBack()
    {
        var statement = await StatementCase.StartAsync();
        var manager = statement.As(statement.Here.Manager);
        await Refusal.OfAsync(StatusCode.InvalidArgument, manager.RecordClearanceAsync(
            new() { StatementId = statement.StatementId, ExpectedVersion = 2, Name = "Nobody's", GivenOn = statement.Today(), GivenBy = "Ada" }));

        await manager.RecordClearanceAsync(
            new() { StatementId = statement.StatementId, ExpectedVersion = 2, Name = "Monitoring officer", GivenOn = statement.Today(), GivenBy = "Ada Moss", Note = "By e-mail." });
        var given = (await statement.RecordAsync()).Statement.Clearances[0];
        await manager.RecordClearanceAsync(new() { StatementId = statement.StatementId, ExpectedVersion = 3, Name = "Monitoring officer" });

        Assert.Equal((statement.Today(), "Ada Moss", "By e-mail."), (given.GivenOn, given.GivenBy, given.Note));
        Assert.Equal("", (await statement.RecordAsync()).Statement.Clearances[0].GivenOn);
    }

    [Fact]
    public async Task BackPlan_WithADateMovedByHand_ShowsBothUntilItIsTakenBack()
    {
        var statement = await StatementCase.StartAsync(settings: settings => settings.Closures.Add(
            new Closure { ClosureId = Guid.NewGuid().ToString(), Kind = ClosureKind.Recess, Name = "Winter recess", From = "2089-12-19", To = "2089-12-23" }));
        var manager = statement.As(statement.Here.Manager);
        await manager.ArrangeStatementAsync(new() { StatementId = statement.StatementId, ExpectedVersion = 2, LaterDueOn = "2089-12-23", LaterAgreed = "Ofsted's letter of 3 October" });
        await manager.MoveBackPlanDateAsync(new() { StatementId = statement.StatementId, ExpectedVersion = 3, Step = V1.BackPlanStep.Sending, On = "2089-12-20" });

        var plan = await statement.As(statement.PoliceLead).GetBackPlanAsync(new() { StatementId = statement.StatementId });
        await manager.MoveBackPlanDateAsync(new() { StatementId = statement.StatementId, ExpectedVersion = 4, Step = V1.BackPlanStep.Sending });

        var sending = plan.Dates.Single(date => date.Step == V1.BackPlanStep.Sending);
        Assert.Equal(("2089-12-23", "2089-12-20", "2089-12-21", true), (plan.CountsOn, sending.On, sending.ComputedOn, sending.Moved));
        Assert.Equal(["It falls into Winter recess."], sending.Conflicts);
        Assert.Equal("Winter recess: 19 December 2089 to 23 December 2089.", Assert.Single(plan.Beside));
        Assert.False((await manager.GetBackPlanAsync(new() { StatementId = statement.StatementId })).Dates.Single(date => date.Step == V1.BackPlanStep.Sending).Moved);
    }

    [Fact]
    public async Task Statement_OfAnInspectionThatIsNotPublished_ExistsForItsReadersAlone()
    {
        var statement = await StatementCase.StartAsync(InspectionPhase.PrePublication);
        var here = statement.Here;
        foreach (var stranger in new[] { here.OtherManager, statement.PoliceLead, statement.Sender })
        {
            var client = statement.As(stranger);
            await Refusal.OfAsync(StatusCode.NotFound, client.GetStatementAsync(new() { StatementId = statement.StatementId }));
            await Refusal.OfAsync(StatusCode.NotFound, client.GetBackPlanAsync(new() { StatementId = statement.StatementId }));
            await Refusal.OfAsync(StatusCode.NotFound, client.ListStatementsAsync(new() { PlanId = statement.PlanId }));
            await Refusal.OfAsync(StatusCode.NotFound, client.ListChangesSinceSentAsync(new() { PlanId = statement.PlanId }));
            Assert.Empty((await client.ListStatementsAsync(new())).Statements);
        }

        Assert.Single((await statement.As(here.Manager).ListStatementsAsync(new())).Statements);
        await here.InspectionIsAsync(InspectionPhase.Published, [here.Manager], StatementCase.Deadline);
        Assert.Single((await statement.As(statement.PoliceLead).ListStatementsAsync(new())).Statements);
    }
}
