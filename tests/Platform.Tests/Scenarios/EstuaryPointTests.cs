using System.IO.Compression;
using System.Security.Cryptography;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;

namespace Jtai.Platform.Tests.Scenarios;

/// <summary>
/// The Southend paper's figures with invented names: 27 strengths and 29 improvements, nine of them for one agency, 28 known before,
/// two quick wins, work already under way, a deadline printed for a Saturday, findings for the community safety partnership; one
/// plan across the system, drafted, circulated, commented, signed off by delegates, sent by the director.
/// </summary>
[Collection(nameof(OnePlatform))]
public class EstuaryPointTests(RunningPlatform platform, Chromium chromium) : IAsyncLifetime
{
    private const string Council = "estuary-point-council";
    private const string Police = "saltmarsh-police";
    private const string Icb = "saltmarsh-icb";
    private const string Hospital = "estuary-point-hospital";
    private const string YouthJustice = "estuary-point-youth-justice";
    private const string CommunitySafety = "estuary-point-community-safety";

    private readonly Scenario scenario = new(platform, "estuary-point", "Estuary Point");
    private readonly DateOnly today = TimeProvider.System.Today();

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Statement_FromALetterOf29ImprovementsToItsReceipt_IsSentByTheDirector()
    {
        var saturday = today.AddDays(35 + ((DayOfWeek.Saturday - today.DayOfWeek + 7) % 7));
        await ProvisionAsync(saturday);
        var (inspectionId, import) = await scenario.PublishAsync("Multi-agency response to domestic abuse", Letter(saturday).Write(), today.AddDays(-20));
        Assert.Equal((29, 27), (import.Items.Count(item => item.Kind == FindingKind.Improvement), import.Items.Count(item => item.Kind == FindingKind.Strength)));
        Assert.Contains(import.Warnings, warning => warning.Code == "deadline_weekend");

        var improvements = await scenario.FindingsAsync(inspectionId, FindingKind.Improvement);
        var planId = await PlanAsync(inspectionId, improvements);
        var statementId = await PrepareAsync(planId, saturday);
        await WriteAsync(statementId);
        await ReturnAsync(statementId);
        await CirculateAndCommentAsync(statementId, planId);
        await ReadyAsync(statementId);
        await SignOffAsync(statementId);
        await SendAsync(statementId, planId, saturday);
    }

    private ScenarioLetter Letter(DateOnly due) => new("Estuary Point", "domestic abuse", today.AddDays(-24), due)
    {
        PrincipalAuthority = "Estuary Point Council",
        Improvements = EstuaryPointLetter.Improvements,
        Strengths = EstuaryPointLetter.Strengths,
        Narrative = EstuaryPointLetter.Narrative,
    };

    private async Task ProvisionAsync(DateOnly saturday)
    {
        await scenario.ProvisionAsync(
            "EPT",
            [
                (Council, "Estuary Point Council", "Council", AgencyKind.Council),
                (Police, "Saltmarsh Police", "Police", AgencyKind.PoliceForce),
                (Icb, "NHS Saltmarsh Integrated Care Board", "ICB", AgencyKind.IntegratedCareBoard),
                (Hospital, "Estuary Point Hospital NHS Trust", "Hospital", AgencyKind.NhsTrust),
                (YouthJustice, "Estuary Point Youth Justice Service", "Youth justice", AgencyKind.YouthJusticeService),
            ],
            [(CommunitySafety, "Estuary Point Community Safety Partnership", BodyKind.CommunitySafetyPartnership)]);
        await scenario.AppointAsync(
            (scenario.ManagerSubject, "Ines Corrie", "Partnership manager", Council, Capacity.PartnershipManager),
            ("ept-director", "Marian Slade", "Director of children's services", Council, Capacity.DelegatedSafeguardingPartner),
            ("ept-council-lead", "Owen Tarrant", "Head of children's social care", Council, Capacity.AgencyLead),
            ("ept-police-delegate", "Farrah Munt", "Detective chief superintendent", Police, Capacity.DelegatedSafeguardingPartner),
            ("ept-police-lead", "Callan Roe", "Detective superintendent", Police, Capacity.AgencyLead),
            ("ept-icb-delegate", "Dr Priya Lomax", "Chief nurse", Icb, Capacity.DelegatedSafeguardingPartner),
            ("ept-icb-lead", "Wilf Ansell", "Designated nurse", Icb, Capacity.AgencyLead),
            ("ept-hospital-lead", "Thora Vickers", "Named nurse", Hospital, Capacity.AgencyLead),
            ("ept-youth-lead", "Jem Harrow", "Head of youth justice", YouthJustice, Capacity.AgencyLead));
        // Long before the statement begins, so that the service knows them by then.
        var settings = await scenario.SettingsAsync(scenario.ManagerSubject);
        var saved = await settings.SaveSettingsAsync(new()
        {
            SignOffRule = SignOffRule.Delegates,
            CommitteeRoute = CommitteeRoute.NotesAfterwards, Clearances = { "Monitoring officer", "Portfolio holder" }, DueSoonDays = 28,
        });
        await settings.SaveClosureAsync(new()
        {
            ExpectedVersion = saved.Version,
            Closure = new() { Kind = ClosureKind.Recess, Name = "Recess", From = saturday.AddDays(-12).ToIso(), To = saturday.AddDays(-8).ToIso() },
        });
    }

    private static Lead LeadOf(int index) => index switch
    {
        < 9 => new Lead { AgencyId = Council },
        < 15 => new Lead { AgencyId = Police },
        < 20 => new Lead { AgencyId = Icb },
        < 23 => new Lead { AgencyId = Hospital },
        < 26 => new Lead { AgencyId = YouthJustice },
        < 28 => new Lead { BodyId = CommunitySafety },
        _ => new Lead { AgencyId = Council },
    };

    private async Task<string> PlanAsync(string inspectionId, IReadOnlyList<Finding> improvements)
    {
        var actions = await scenario.ActionsAsync(scenario.ManagerSubject);
        var planId = (await Until.KnownAsync(async () => await actions.MakeActionPlanAsync(new() { InspectionId = inspectionId, Title = "One plan for Estuary Point" }))).PlanId;
        foreach (var (finding, index) in improvements.Select((finding, index) => (finding, index)))
        {
            await Until.KnownAsync(async () => await actions.AddActionAsync(new()
            {
                PlanId = planId,
                Title = $"Improve {char.ToLowerInvariant(finding.Text[4])}{finding.Text[5..^1]}",
                Description = "The lead agrees a standard with its partners and checks 20 records each month against it.",
                FindingIds = { finding.FindingId },
                Lead = LeadOf(index),
                OutcomeSought = "Children are safe sooner.",
                SuccessMeasure = "18 of 20 records meet the standard in three months running.",
                DueOn = today.AddDays(120 + index).ToIso(),
                // Two quick wins, and three that were under way when the letter came.
                QuickWin = index is 4 or 13,
                BeganBeforePublication = index is 0 or 9 or 20,
            }));
            // All but one were known before; four are for the community safety partnership to see.
            await actions.RespondToFindingAsync(new()
            {
                PlanId = planId, FindingId = finding.FindingId, Position = FindingPosition.Accepted,
                KnownBefore = index != 17, KnownFrom = index != 17 ? "Self-evaluation before the inspection" : "",
                RoutedToBodyIds = { index is 9 or 13 or 26 or 27 ? [CommunitySafety] : (string[])[] },
                RoutedNote = index is 9 or 13 or 26 or 27 ? "Relates to community safety." : "",
            });
        }

        var parts = await actions.GetPlanPartsAsync(new() { PlanId = planId });
        Assert.Equal((29, 28, 4), (parts.Responses.Count, parts.Responses.Count(one => one.KnownBefore), parts.Responses.Count(one => one.RoutedToBodyIds.Count > 0)));
        var listed = (await actions.ListActionsAsync(new() { PlanId = planId })).Actions;
        Assert.Equal((29, 2, 3), (listed.Count, listed.Count(one => one.QuickWin), listed.Count(one => one.BeganBeforePublication)));
        return planId;
    }

    private async Task<string> PrepareAsync(string planId, DateOnly saturday)
    {
        var statements = await scenario.StatementsAsync(scenario.ManagerSubject);
        var started = await statements.StartStatementAsync(new() { PlanId = planId });
        await statements.ArrangeStatementAsync(new()
        {
            StatementId = started.StatementId, ExpectedVersion = started.Version, ReceivedOn = today.AddDays(-22).ToIso(),
            SenderId = scenario.PersonId("ept-director"), DeputySenderId = scenario.PersonId("ept-council-lead"), SendTo = "statements@inspectorate.example",
        });

        var backPlan = await statements.GetBackPlanAsync(new() { StatementId = started.StatementId });
        Assert.Equal(saturday.ToIso(), backPlan.CountsOn);
        var sending = Assert.Single(backPlan.Dates, date => date.Step == BackPlanStep.Sending);
        Assert.True(LondonDates.FromIso(sending.On) < saturday && LondonDates.FromIso(sending.On)!.Value.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        Assert.Contains(backPlan.Beside, sentence => sentence.Contains("Recess", StringComparison.Ordinal));
        var readiness = await statements.GetReadinessAsync(new() { StatementId = started.StatementId });
        Assert.Contains(readiness.Lines, line => line.Issue == ReadinessIssue.Deadline && line.Sentence.Contains("Saturday", StringComparison.Ordinal));
        return started.StatementId;
    }

    private async Task WriteAsync(string statementId)
    {
        var statements = await scenario.StatementsAsync(scenario.ManagerSubject);
        var record = await statements.GetStatementAsync(new() { StatementId = statementId });
        Assert.Equal(6, record.Sections.Count(section => section.Of is not null));
        foreach (var section in record.Sections)
        {
            await statements.WriteSectionAsync(new()
            {
                SectionId = section.SectionId, ExpectedVersion = section.Version,
                Text = $"{section.Heading}: what the partners agreed.\n\n- They meet each month.\n- They tell the board what changed for children.",
            });
        }
    }

    private async Task ReturnAsync(string statementId)
    {
        var statements = await scenario.StatementsAsync(scenario.ManagerSubject);
        var version = (await statements.GetStatementAsync(new() { StatementId = statementId })).Statement.Version;
        await statements.AskForReturnsAsync(new()
        {
            StatementId = statementId, ExpectedVersion = version, DueOn = today.AddDays(10).ToIso(),
            From = { new[] { Council, Police, Icb, Hospital, YouthJustice }.Select(agency => new Lead { AgencyId = agency }) },
        });
        foreach (var (subject, agency) in new[] { ("ept-council-lead", Council), ("ept-police-lead", Police), ("ept-icb-lead", Icb), ("ept-hospital-lead", Hospital), ("ept-youth-lead", YouthJustice) })
        {
            var theirs = await scenario.StatementsAsync(subject);
            // An agency sees its own return and no other.
            var asked = Assert.Single((await theirs.GetStatementAsync(new() { StatementId = statementId })).Returns);
            Assert.Equal(agency, asked.From.AgencyId);
            var given = await theirs.GiveReturnAsync(new() { ReturnId = asked.ReturnId, ExpectedVersion = asked.Version, Text = "Our actions are in the plan; our board agreed them." });
            await statements.SettleReturnAsync(new() { ReturnId = asked.ReturnId, ExpectedVersion = given.Version, State = ReturnState.Accepted });
        }
    }

    private async Task CirculateAndCommentAsync(string statementId, string planId)
    {
        var statements = await scenario.StatementsAsync(scenario.ManagerSubject);
        var actions = await scenario.ActionsAsync(scenario.ManagerSubject);
        await statements.CirculateDraftAsync(new() { StatementId = statementId, Note = "First draft", To = { new Lead { AgencyId = Police }, new Lead { AgencyId = Icb } }, CommentsBy = today.AddDays(14).ToIso() });
        var action = (await actions.ListActionsAsync(new() { PlanId = planId })).Actions[10];
        var byPolice = await (await scenario.StatementsAsync("ept-police-lead")).AddCommentAsync(new()
        {
            StatementId = statementId, ActionId = action.ActionId, Text = "Say that this covers response officers too.",
        });
        await actions.DescribeActionAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = action.Version, Title = action.Title, Description = action.Description + " It covers response officers too.",
            FindingIds = { action.FindingIds }, Lead = action.Lead, OutcomeSought = action.OutcomeSought, SuccessMeasure = action.SuccessMeasure,
        });
        await statements.AnswerCommentAsync(new() { CommentId = byPolice.PartId, ExpectedVersion = byPolice.Version, State = CommentState.Resolved, Answer = "Added." });

        var changes = (await statements.CompareDraftsAsync(new() { StatementId = statementId, FromNumber = 1 })).Changes;
        var reworded = Assert.Single(changes);
        Assert.Equal((ContentChangeKind.Reworded, action.ActionId), (reworded.Kind, reworded.ActionId));
        await statements.CirculateDraftAsync(new() { StatementId = statementId, Note = "Second draft", To = { new Lead { AgencyId = Police } } });
    }

    private async Task ReadyAsync(string statementId)
    {
        var statements = await scenario.StatementsAsync(scenario.ManagerSubject);
        foreach (var name in new[] { "Monitoring officer", "Portfolio holder" })
        {
            await statements.RecordClearanceAsync(new()
            {
                StatementId = statementId, ExpectedVersion = (await statements.GetStatementAsync(new() { StatementId = statementId })).Statement.Version,
                Name = name, GivenOn = today.ToIso(), GivenBy = name,
            });
        }

        var left = (await statements.GetReadinessAsync(new() { StatementId = statementId })).Lines.Select(line => line.Issue).Distinct().Order();
        Assert.Equal([ReadinessIssue.SignOffMissing, ReadinessIssue.Deadline], left);
    }

    private async Task SignOffAsync(string statementId)
    {
        foreach (var subject in new[] { "ept-director", "ept-police-delegate", "ept-icb-delegate" })
        {
            var statements = await scenario.StatementsAsync(subject);
            var record = await statements.GetStatementAsync(new() { StatementId = statementId });
            Assert.True(record.MaySignOff);
            await statements.SignOffAsync(new() { StatementId = statementId, ContentSha256 = record.ContentSha256 });
        }

        var signed = await (await scenario.StatementsAsync(scenario.ManagerSubject)).GetStatementAsync(new() { StatementId = statementId });
        Assert.Equal(3, signed.SignOffs.Count(one => one.Stands));
    }

    private async Task SendAsync(string statementId, string planId, DateOnly saturday)
    {
        var director = await scenario.StatementsAsync("ept-director");
        var manager = await scenario.StatementsAsync(scenario.ManagerSubject);
        var record = await director.GetStatementAsync(new() { StatementId = statementId });
        // Only the named sender sends.
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await manager.SendStatementAsync(new()
        {
            StatementId = statementId, ContentSha256 = record.ContentSha256, SentAnywayBecause = "The deadline is a Saturday.",
        }));
        Assert.True(refused.StatusCode is StatusCode.PermissionDenied or StatusCode.FailedPrecondition, refused.Status.Detail);
        await director.SendStatementAsync(new()
        {
            StatementId = statementId, ContentSha256 = record.ContentSha256, SentAnywayBecause = "The deadline is a Saturday; we send well before it.",
        });

        var sent = await Until.Async("the statement is sent", TimeSpan.FromSeconds(60), async () =>
            (await manager.GetStatementAsync(new() { StatementId = statementId })) is { } now && now.Sendings[0].State == SendingState.Sent ? now : null);
        var sending = Assert.Single(sent.Sendings);
        Assert.Equal((0, "statements@inspectorate.example", record.ContentSha256), (sending.DaysLate, sending.SentTo, sending.ContentSha256));
        var word = await FileAsync(manager, sending.SendingId, DocumentFormat.Word);
        Assert.Equal(sending.WordSha256, Convert.ToHexStringLower(SHA256.HashData(word)));
        Assert.Contains("response officers too", TextOf(word), StringComparison.Ordinal);
        Assert.Empty((await manager.ListChangesSinceSentAsync(new() { PlanId = planId })).Changes);

        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, scenario.Name(scenario.ManagerSubject));
        foreach (var (picture, path) in new[]
        {
            ("1-plan", $"plan/{planId}"), ("2-thread", $"plan/{planId}/thread"), ("3-statement", $"statements/{statementId}"),
        })
        {
            await window.Page.GotoAsync($"/partnerships/estuary-point/{path}");
            await window.CheckAsync($"estuary-point-{picture}");
        }

        await window.Page.GotoAsync($"/partnerships/estuary-point/statements/{statementId}/preview?handler=html");
        await Visitor.HeadingIsAsync(window, "Statement of action");
        await window.PictureAsync("estuary-point-4-document");
    }

    private static async Task<byte[]> FileAsync(Statements.StatementsClient statements, string partId, DocumentFormat format)
    {
        using var call = statements.GetStatementFile(new() { PartId = partId, Format = format });
        using var file = new MemoryStream();
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            part.Content.WriteTo(file);
        }

        return file.ToArray();
    }

    private static string TextOf(byte[] word)
    {
        using var archive = new ZipArchive(new MemoryStream(word));
        using var reader = new StreamReader(archive.GetEntry("word/document.xml")!.Open());
        return System.Text.RegularExpressions.Regex.Replace(reader.ReadToEnd(), "<[^>]+>", "", System.Text.RegularExpressions.RegexOptions.NonBacktracking);
    }
}
