using System.Text;
using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;

namespace Jtai.Platform.Tests.Scenarios;

/// <summary>
/// The Somerset papers' figures with invented names: two priority actions, ten improvements, four strengths; findings from the
/// narrative for named providers; a partnership chair, who is a council director, sends for three lead safeguarding partners a
/// month ahead of the deadline; plans collated from each organisation and for two bodies in one tenant; 11 actions for the police;
/// a priority action that nobody answers is said and sent anyway, then put right before the date.
/// </summary>
[Collection(nameof(OnePlatform))]
public class SummerleaseTests(RunningPlatform platform, Chromium chromium) : IAsyncLifetime
{
    private const string Council = "summerlease-council";
    private const string Police = "westlevels-police";
    private const string Icb = "summerlease-icb";
    private const string Ambulance = "westlevels-ambulance";
    private const string Hospital = "summerlease-hospital";
    private const string SexualHealth = "summerlease-sexual-health";
    private const string SaferSummerlease = "safer-summerlease";
    private const string Safeguarding = "summerlease-safeguarding-children";

    private readonly Scenario scenario = new(platform, "summerlease", "Summerlease");
    private readonly DateOnly today = TimeProvider.System.Today();

    private DateOnly Due => WorkingDays.After(today, 20);

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Statement_ByAChairForThreeLeads_IsSentAnywayAndCorrectedBeforeTheDate()
    {
        await ProvisionAsync();
        var (inspectionId, import) = await scenario.PublishAsync("Multi-agency response to serious youth violence", Letter().Write(), today.AddDays(-60));
        Assert.Equal((2, 10, 4), (
            import.Items.Count(item => item.Kind == FindingKind.PriorityAction),
            import.Items.Count(item => item.Kind == FindingKind.Improvement),
            import.Items.Count(item => item.Kind == FindingKind.Strength)));
        var narrative = await NarrativeAsync(inspectionId);
        var priority = await scenario.FindingsAsync(inspectionId, FindingKind.PriorityAction);
        var improvements = await scenario.FindingsAsync(inspectionId, FindingKind.Improvement);

        // Everything has an action but the second priority action.
        var planId = await PlanAsync(inspectionId, priority[0], improvements, narrative);
        var statementId = await PrepareAsync(planId);
        await ReturnAsync(statementId);
        await SignForTheLeadsAsync(statementId);
        await CorrectEditoriallyAsync(statementId, planId);
        await SendAnywayAsync(statementId, priority[1].Reference);
        await SendCorrectedAsync(statementId, planId, priority[1].FindingId);
    }

    private ScenarioLetter Letter() => new("Summerlease", "serious youth violence", today.AddDays(-64), Due)
    {
        PrincipalAuthority = "the chair of the Summerlease Safeguarding Children Partnership",
        PriorityActions =
        [
            "Partners do not recognise children who are exploited early enough, and some are left at risk of serious harm.",
            "The partnerships' oversight lacks rigour, and known weaknesses have not led to change.",
        ],
        Improvements =
        [
            "The analysis of serious youth violence across the area.", "The sharing of intelligence about those who exploit children.",
            "The response to children who go missing.", "The use of disruption tools by the police.", "The quality of return home interviews.",
            "The identification of risk in custody.", "The help for children who are out of school.", "The supervision of youth justice practitioners.",
            "The join between plans of the two partnerships.", "The use of multi-agency audits.",
        ],
        Strengths = ["Children in immediate danger are protected.", "Detached youth workers are trusted.", "Schools know their pupils.", "Mental health practitioners respond in time."],
        Narrative =
        [
            "Crews of Westlevels Ambulance Service attend quickly. They do not always tell others that a child was carried with an injury from a weapon.",
            "In the emergency department of Summerlease Hospital NHS Trust staff are caring. They do not consistently ask how an injury happened.",
            "Practitioners of the Summerlease Sexual Health Service see children promptly. They do not always ask about exploitation.",
        ],
        PracticeStudies =
        [
            ("A mentor who stayed", "A mentor stayed with one child through three changes of school. The child now attends every day."),
            ("Three visits", "Another child attended hospital three times before anyone put the visits together."),
        ],
    };

    private async Task ProvisionAsync()
    {
        await scenario.ProvisionAsync(
            "SML",
            [
                (Council, "Summerlease Council", "Council", AgencyKind.Council),
                (Police, "Westlevels Police", "Police", AgencyKind.PoliceForce),
                (Icb, "NHS Summerlease Integrated Care Board", "ICB", AgencyKind.IntegratedCareBoard),
                (Ambulance, "Westlevels Ambulance Service", "Ambulance", AgencyKind.NhsTrust),
                (Hospital, "Summerlease Hospital NHS Trust", "Hospital", AgencyKind.NhsTrust),
                (SexualHealth, "Summerlease Sexual Health Service", "Sexual health", AgencyKind.OtherAgency),
            ],
            [
                (Safeguarding, "Summerlease Safeguarding Children Partnership executive", BodyKind.SafeguardingPartnership),
                (SaferSummerlease, "Safer Summerlease Partnership", BodyKind.CommunitySafetyPartnership),
            ]);
        await scenario.AppointAsync(
            (scenario.ManagerSubject, "Bronwen Pike", "Partnership manager", Council, Capacity.PartnershipManager),
            ("sml-chair", "Carys Whitlock", "Executive director, chair of the partnership", Council, Capacity.PartnershipChair),
            ("sml-chief-executive", "Duncan Fairley", "Chief executive", Council, Capacity.LeadSafeguardingPartner),
            ("sml-chief-constable", "Sir Neil Garrow", "Chief constable", Police, Capacity.LeadSafeguardingPartner),
            ("sml-icb-chief", "Jocelyn Astley", "Chief executive", Icb, Capacity.LeadSafeguardingPartner),
            ("sml-police-lead", "Lorna Speke", "Detective chief inspector", Police, Capacity.AgencyLead),
            ("sml-ambulance-lead", "Toby Merrick", "Named professional", Ambulance, Capacity.AgencyLead));
        // Long before the statement begins, so that the service knows it by then.
        await (await scenario.SettingsAsync(scenario.ManagerSubject)).SaveSettingsAsync(new()
        {
            SignOffRule = SignOffRule.Leads, CommitteeRoute = CommitteeRoute.NotesAfterwards, DueSoonDays = 28,
        });
    }

    private async Task<IReadOnlyList<Finding>> NarrativeAsync(string inspectionId)
    {
        var inspections = await scenario.InspectionsAsync(scenario.ManagerSubject);
        var letter = await inspections.GetLetterAsync(new() { InspectionId = inspectionId });
        foreach (var provider in new[] { "Westlevels Ambulance Service", "Summerlease Hospital NHS Trust", "Summerlease Sexual Health Service" })
        {
            var paragraph = Assert.Single(letter.Paragraphs, one => one.Text.Contains(provider, StringComparison.Ordinal));
            await inspections.AddFindingFromParagraphAsync(new()
            {
                InspectionId = inspectionId, Paragraph = paragraph.Number, Kind = FindingKind.Narrative, Quote = paragraph.Text[(paragraph.Text.IndexOf('.', StringComparison.Ordinal) + 2)..],
            });
        }

        var made = await scenario.FindingsAsync(inspectionId, FindingKind.Narrative);
        Assert.Equal(3, made.Count);
        return made;
    }

    private async Task<string> PlanAsync(string inspectionId, Finding answered, IReadOnlyList<Finding> improvements, IReadOnlyList<Finding> narrative)
    {
        var actions = await scenario.ActionsAsync(scenario.ManagerSubject);
        var made = await Until.KnownAsync(async () => await actions.MakeActionPlanAsync(new() { InspectionId = inspectionId, Title = "Serious youth violence" }));
        await Until.KnownAsync(async () => await actions.SetCollatingBodiesAsync(new()
        {
            PlanId = made.PlanId, ExpectedVersion = made.Version, BodyIds = { Safeguarding, SaferSummerlease },
        }));
        // Eleven for the police, as the paper says; the others' organisations bring theirs.
        string[] police = [answered.FindingId, .. improvements.Select(finding => finding.FindingId)];
        foreach (var (finding, index) in police.Select((finding, index) => (finding, index)))
        {
            await AddAsync(Police, finding, $"Police action {index + 1}", index < 6 ? SaferSummerlease : Safeguarding);
        }

        foreach (var (agency, finding) in new[] { Ambulance, Hospital, SexualHealth }.Zip(narrative))
        {
            await AddAsync(agency, finding.FindingId, "Ask, and tell the safeguarding hub the same day", Safeguarding);
        }

        await AddAsync(Council, improvements[9].FindingId, "Audit six cases together each quarter", Safeguarding);
        var listed = (await actions.ListActionsAsync(new() { PlanId = made.PlanId })).Actions;
        Assert.Equal((15, 11, 6), (listed.Count, listed.Count(one => one.Lead.AgencyId == Police), listed.Count(one => one.AnsweringBodyId == SaferSummerlease)));
        return made.PlanId;

        Task<ActionReply> AddAsync(string agency, string findingId, string title, string body) => Until.KnownAsync(async () => await actions.AddActionAsync(new()
        {
            PlanId = made.PlanId, Title = title, Description = "The lead agrees one process and checks 20 cases each month against it.", FindingIds = { findingId },
            Lead = new Lead { AgencyId = agency }, AnsweringBodyId = body, OutcomeSought = "Children are recognised and protected sooner.",
            SuccessMeasure = "In 18 of 20 cases the process was followed.", DueOn = today.AddDays(150).ToIso(),
        }));
    }

    private async Task<string> PrepareAsync(string planId)
    {
        var statements = await scenario.StatementsAsync(scenario.ManagerSubject);
        var started = await statements.StartStatementAsync(new() { PlanId = planId });
        await statements.ArrangeStatementAsync(new()
        {
            StatementId = started.StatementId, ExpectedVersion = started.Version, ReceivedOn = today.AddDays(-62).ToIso(),
            SenderId = scenario.PersonId("sml-chair"), DeputySenderId = scenario.PersonId("sml-chief-executive"), SendTo = "statements@inspectorate.example",
        });
        foreach (var section in (await statements.GetStatementAsync(new() { StatementId = started.StatementId })).Sections)
        {
            await statements.WriteSectionAsync(new() { SectionId = section.SectionId, ExpectedVersion = section.Version, Text = "The two partnerships wrote this together." });
        }

        return started.StatementId;
    }

    private async Task ReturnAsync(string statementId)
    {
        var statements = await scenario.StatementsAsync(scenario.ManagerSubject);
        await statements.AskForReturnsAsync(new()
        {
            StatementId = statementId, ExpectedVersion = (await statements.GetStatementAsync(new() { StatementId = statementId })).Statement.Version,
            DueOn = today.AddDays(5).ToIso(), From = { new[] { Police, Ambulance, Hospital, SexualHealth }.Select(agency => new Lead { AgencyId = agency }) },
        });
        var returns = (await statements.GetStatementAsync(new() { StatementId = statementId })).Returns.ToDictionary(one => one.From.AgencyId);
        var byPolice = await (await scenario.StatementsAsync("sml-police-lead")).GiveReturnAsync(new()
        {
            ReturnId = returns[Police].ReturnId, ExpectedVersion = returns[Police].Version, Text = "Eleven actions, agreed by our performance board.",
        });
        await statements.SettleReturnAsync(new() { ReturnId = byPolice.PartId, ExpectedVersion = byPolice.Version, State = ReturnState.Accepted });
        // Typed in from an e-mail, drafted for them, and one that never comes.
        var typed = await statements.GiveReturnAsync(new() { ReturnId = returns[Ambulance].ReturnId, ExpectedVersion = returns[Ambulance].Version, Text = "As our e-mail of Monday." });
        await statements.SettleReturnAsync(new() { ReturnId = typed.PartId, ExpectedVersion = typed.Version, State = ReturnState.Accepted });
        await statements.SettleReturnAsync(new() { ReturnId = returns[Hospital].ReturnId, ExpectedVersion = returns[Hospital].Version, State = ReturnState.DraftedForThem, Text = "Written by the partnership manager after a call." });
        await statements.SettleReturnAsync(new() { ReturnId = returns[SexualHealth].ReturnId, ExpectedVersion = returns[SexualHealth].Version, State = ReturnState.NoneReceived, Note = "Asked twice; the commissioner was told." });

        var now = (await statements.GetStatementAsync(new() { StatementId = statementId })).Returns.ToDictionary(one => one.From.AgencyId);
        Assert.True(now[Ambulance].TypedIn);
        Assert.Equal(ReturnState.NoneReceived, now[SexualHealth].State);
        Assert.Contains((await statements.GetReadinessAsync(new() { StatementId = statementId })).Lines, line => line.Issue == ReadinessIssue.ReturnOutstanding && line.RecordId == now[SexualHealth].ReturnId);
    }

    private async Task SignForTheLeadsAsync(string statementId)
    {
        var statements = await scenario.StatementsAsync(scenario.ManagerSubject);
        foreach (var subject in new[] { "sml-chief-executive", "sml-chief-constable", "sml-icb-chief" })
        {
            var hash = (await statements.GetStatementAsync(new() { StatementId = statementId })).ContentSha256;
            await statements.SignOffAsync(new()
            {
                StatementId = statementId, ContentSha256 = hash, OnBehalfOf = scenario.PersonId(subject), Paper = $"Letter that the three signed together, kept by the chair's office ({scenario.Name(subject)})",
            });
        }

        Assert.Equal(3, await StandingAsync(statements, statementId));
    }

    private async Task CorrectEditoriallyAsync(string statementId, string planId)
    {
        var statements = await scenario.StatementsAsync(scenario.ManagerSubject);
        var actions = await scenario.ActionsAsync(scenario.ManagerSubject);
        var action = (await actions.ListActionsAsync(new() { PlanId = planId })).Actions.First(one => one.Lead.AgencyId == Ambulance);
        await actions.DescribeActionAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = action.Version, Title = action.Title, Description = action.Description.Replace("one process", "a single process", StringComparison.Ordinal),
            FindingIds = { action.FindingIds }, Lead = action.Lead, AnsweringBodyId = action.AnsweringBodyId, OutcomeSought = action.OutcomeSought, SuccessMeasure = action.SuccessMeasure,
        });
        var changed = await statements.GetStatementAsync(new() { StatementId = statementId });
        Assert.All(changed.SignOffs, one => Assert.False(one.Stands));
        Assert.Equal(action.ActionId, Assert.Single(changed.SignOffs[0].VoidedBy).ActionId);

        await statements.CorrectEditoriallyAsync(new() { StatementId = statementId, ContentSha256 = changed.ContentSha256, Reason = "A word of the chair's; the meaning is the same." });
        Assert.Equal(3, await StandingAsync(statements, statementId));
    }

    private async Task SendAnywayAsync(string statementId, string unanswered)
    {
        var chair = await scenario.StatementsAsync("sml-chair");
        var record = await chair.GetStatementAsync(new() { StatementId = statementId });
        var readiness = await (await scenario.StatementsAsync(scenario.ManagerSubject)).GetReadinessAsync(new() { StatementId = statementId });
        Assert.Contains(readiness.Lines, line => line.Issue == ReadinessIssue.PriorityActionUnanswered && line.Called == unanswered);
        Assert.False(readiness.Blocked);

        await chair.SendStatementAsync(new()
        {
            StatementId = statementId, ContentSha256 = record.ContentSha256, OwnMailbox = true, SentOn = today.ToIso(), SentBy = "Carys Whitlock, chair, for the three lead safeguarding partners",
            SentAnywayBecause = "The two partnerships have not yet agreed who leads on oversight; the action follows before the date.",
            Mail = ByteString.CopyFrom(Encoding.ASCII.GetBytes("From: chair@summerlease.example\r\nTo: statements@inspectorate.example\r\nSubject: Statement of action\r\nDate: Mon, 30 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nAttached.\r\n")),
        });
        var sending = Assert.Single((await chair.GetStatementAsync(new() { StatementId = statementId })).Sendings);
        Assert.Equal((SendingState.Sent, true, 0), (sending.State, sending.OwnMailbox, sending.DaysLate));
        Assert.Contains(sending.Shortfalls, sentence => sentence.Contains(unanswered, StringComparison.Ordinal));
    }

    private async Task SendCorrectedAsync(string statementId, string planId, string findingId)
    {
        var manager = await scenario.StatementsAsync(scenario.ManagerSubject);
        var actions = await scenario.ActionsAsync(scenario.ManagerSubject);
        var added = await actions.AddActionAsync(new()
        {
            PlanId = planId, Title = "One oversight board for both partnerships", Description = "The chair agrees terms of reference with both partnerships and reports 4 times a year.", FindingIds = { findingId },
            Lead = new Lead { BodyId = Safeguarding }, AnsweringBodyId = Safeguarding, OutcomeSought = "Weaknesses lead to change.", SuccessMeasure = "9 of 10 decisions are done by their date.", DueOn = today.AddDays(90).ToIso(),
        });
        var change = Assert.Single((await manager.ListChangesSinceSentAsync(new() { PlanId = planId })).Changes, one => one.ActionId == added.ActionId);
        Assert.Equal(ContentChangeKind.Added, change.Kind);

        await SignForTheLeadsAsync(statementId);
        var chair = await scenario.StatementsAsync("sml-chair");
        await chair.SendStatementAsync(new()
        {
            StatementId = statementId, ContentSha256 = (await chair.GetStatementAsync(new() { StatementId = statementId })).ContentSha256, OwnMailbox = true, SentOn = today.ToIso(),
            SentBy = "Carys Whitlock, chair", SentAnywayBecause = "One return never came; the commissioner knows.", AgainBecause = "The second priority action now has its action.",
        });
        var record = await chair.GetStatementAsync(new() { StatementId = statementId });
        Assert.Equal([(2, true), (1, false)], record.Sendings.Select(one => (one.Number, one.Current)));
        Assert.DoesNotContain(record.Sendings[0].Shortfalls, sentence => sentence.Contains("priority action", StringComparison.OrdinalIgnoreCase));

        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, scenario.Name(scenario.ManagerSubject));
        foreach (var (picture, path) in new[] { ("1-statement", $"statements/{statementId}"), ("2-plan", $"plan/{planId}"), ("3-thread", $"plan/{planId}/thread") })
        {
            await window.Page.GotoAsync($"/partnerships/summerlease/{path}");
            await window.CheckAsync($"summerlease-{picture}");
        }
    }

    private static async Task<int> StandingAsync(Statements.StatementsClient statements, string statementId) =>
        (await statements.GetStatementAsync(new() { StatementId = statementId })).SignOffs.Count(one => one.Stands);
}
