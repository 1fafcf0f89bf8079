using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Parser;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Files.Tests;
using Jtai.Inspections.V1;
using Jtai.LetterTests;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Reporting.V1;

namespace Jtai.Platform.Tests.Scenarios;

/// <summary>
/// A year and a half of a plan of 40 actions on a platform that lives through it: evidence, a sub-group's sitting, audits, impact, a
/// voice with dissent, a challenge that goes up its ladder; and what waits in the second year.
/// </summary>
public sealed class FennimereTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime, IDisposable
{
    private const string Council = "fennimere-council";
    private const string Police = "washlands-police";
    private const string Icb = "washlands-icb";
    private const string Hospital = "fennimere-hospital";
    private const string Schools = "fennimere-schools";
    private const string Scrutiny = "washlands-scrutiny";
    private const string SubGroup = "fennimere-exploitation-group";
    private const int Piece = 262_144;

    private static readonly string[] LeadsOfOthers = [Council, Icb, Hospital, Schools, Police];

    private static readonly Dictionary<string, string> LeadsBySubject = new()
    {
        [Council] = "fnm-director", [Police] = "fnm-police-lead", [Icb] = "fnm-icb-lead", [Hospital] = "fnm-hospital-lead", [Schools] = "fnm-schools-lead",
    };

    private readonly RunningPlatform platform = new(daysAgo: 560);
    private readonly List<string> actionIds = [];
    private Scenario scenario = null!;
    private string planId = "";
    private string measureId = "";

    private DateOnly Today => platform.Clock!.Today();

    public Task InitializeAsync() => platform.InitializeAsync();

    public Task DisposeAsync() => platform.DisposeAsync();

    /// <summary>After <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => platform.Dispose();

    [MovedClockFact]
    public async Task Assurance_OverAYearAndAHalf_ShowsWhatIsProvenAndWhatWaits()
    {
        scenario = new Scenario(platform, "fennimere", "Fennimere");
        await PlanAsync();

        await GoToAsync(daysAgo: 400);
        await ClaimWithEvidenceAsync();
        await GoToAsync(daysAgo: 385);
        await OwnersColleagueIsNoSecondKeyAsync();
        await SitAsync();
        await GoToAsync(daysAgo: 370);
        await BringWhatWasMissingAsync();
        await GoToAsync(daysAgo: 320);
        await AuditTooSoonAsync();
        await GoToAsync(daysAgo: 280);
        await AuditAsync();
        await GoToAsync(daysAgo: 250);
        await HearAsync();
        await ShareAsync();
        await ChallengeAsync();
        await GoToAsync(daysAgo: 60);
        await ReadAsync("71", "Both officers and schools say that the meeting changes what happens that week.");

        await GoToPresentAsync();
        await WhatWaitsAsync();
        await WorkShowsItAsync();
        await ThreadShowsItAsync();
        await PicturesAsync();
    }

    private async Task GoToAsync(int daysAgo)
    {
        await platform.Clock!.GoToAsync(daysAgo);
        scenario.SignEverybodyOut();
    }

    private async Task GoToPresentAsync()
    {
        await platform.Clock!.GoToPresentAsync();
        scenario.SignEverybodyOut();
    }

    private async Task PlanAsync()
    {
        await scenario.ProvisionAsync(
            "FNM",
            [
                (Council, "Fennimere Council", "Council", AgencyKind.Council),
                (Police, "Washlands Police", "Police", AgencyKind.PoliceForce),
                (Icb, "NHS Washlands Integrated Care Board", "ICB", AgencyKind.IntegratedCareBoard),
                (Hospital, "Fennimere Hospital NHS Trust", "Hospital", AgencyKind.NhsTrust),
                (Schools, "Fennimere Schools Trust", "Schools", AgencyKind.SchoolTrust),
                (Scrutiny, "Washlands Scrutiny", "Scrutiny", AgencyKind.OtherAgency),
            ],
            [(SubGroup, "Fennimere Exploitation Sub-group", BodyKind.SubGroup)]);
        await scenario.AppointAsync(
            (scenario.ManagerSubject, "Ailsa Penrow", "Partnership manager", Council, Capacity.PartnershipManager),
            ("fnm-director", "Hugo Lanyon", "Director of children's services", Council, Capacity.AgencyLead),
            ("fnm-police-lead", "Petra Holm", "Detective superintendent", Police, Capacity.AgencyLead),
            ("fnm-police-owner", "Marek Dunne", "Detective inspector", Police, Capacity.ActionOwner),
            ("fnm-police-verifier", "Noor Ellis", "Inspector, professional standards", Police, Capacity.Verifier),
            ("fnm-icb-lead", "Dr Cleo Marchant", "Designated nurse", Icb, Capacity.AgencyLead),
            ("fnm-icb-delegate", "Rowan Pike", "Chief nurse", Icb, Capacity.DelegatedSafeguardingPartner),
            ("fnm-sub-group-chair", "Saffron Tully", "Associate director", Icb, Capacity.SubGroupChair),
            ("fnm-hospital-lead", "Ines Aldous", "Named nurse", Hospital, Capacity.AgencyLead),
            ("fnm-hospital-verifier", "Bram Okoro", "Head of clinical audit", Hospital, Capacity.Verifier),
            ("fnm-schools-lead", "Greta Moss", "Director of inclusion", Schools, Capacity.AgencyLead),
            ("fnm-scrutineer", "Sir Caspian Bell", "Independent scrutineer", Scrutiny, Capacity.IndependentScrutineer));
        var (inspectionId, _) = await scenario.PublishAsync("Multi-agency response to harm outside the home", Letter.Write(), Today.AddDays(-20));
        string[] findings =
        [
            .. (await scenario.FindingsAsync(inspectionId, FindingKind.PriorityAction)).Select(finding => finding.FindingId),
            .. (await scenario.FindingsAsync(inspectionId, FindingKind.Improvement)).Select(finding => finding.FindingId),
        ];
        Assert.Equal(12, findings.Length);

        var actions = await scenario.ActionsAsync(scenario.ManagerSubject);
        planId = (await Until.KnownAsync(async () => await actions.MakeActionPlanAsync(new() { InspectionId = inspectionId, Title = "Harm outside the home" }))).PlanId;
        var themes = new List<string>();
        foreach (var theme in FennimerePlan.Themes)
        {
            themes.Add((await Until.KnownAsync(async () => await actions.SaveThemeAsync(new() { PlanId = planId, Name = theme }))).PartId);
        }

        foreach (var (title, index) in FennimerePlan.Actions.Select((title, index) => (title, index)))
        {
            actionIds.Add((await Until.KnownAsync(async () => await actions.AddActionAsync(new()
            {
                PlanId = planId, Title = title, Description = $"{title}: the lead agrees the steps with its partners and reports each quarter.",
                FindingIds = { findings[index < 6 ? index % 2 : 2 + (index % 10)] }, ThemeId = themes[index / 10], Lead = new Lead { AgencyId = LeadOf(index) },
                OwnerId = index < 4 ? scenario.PersonId("fnm-police-owner") : "", SupportingAgencyIds = { index == 14 ? [Police] : (string[])[] },
                OutcomeSought = "Children are found, heard and kept safe sooner.", SuccessMeasure = "The next audit finds it in nine of ten records.",
                DueOn = Today.AddDays(index < 14 ? 190 : index < 24 ? 410 : 650).ToIso(),
            }))).ActionId);
        }

        var plan = await actions.GetActionPlanAsync(new() { PlanId = planId });
        await actions.RecordStatementSentAsync(new()
        {
            PlanId = planId, ExpectedVersion = plan.Version, SentOn = Today.ToIso(), SentBy = "Hugo Lanyon, director of children's services", Note = "Prepared together; sent from the council's mailbox.",
        });
        measureId = (await (await scenario.AssuranceAsync(scenario.ManagerSubject)).SaveImpactMeasureAsync(new()
        {
            PlanId = planId, ActionIds = { actionIds[0], actionIds[6] }, What = "Repeat missing episodes that all agencies discussed within a week", Unit = "%",
            Direction = MeasureDirection.UpIsBetter, Baseline = "31", BaselineOn = Today.ToIso(), Target = "80", TargetOn = Today.AddDays(600).ToIso(), NotExpectedBefore = Today.AddDays(120).ToIso(),
        })).RecordId;
    }

    private ScenarioLetter Letter => new("Fennimere", "harm outside the home", Today.AddDays(-24), Today.AddDays(46))
    {
        PrincipalAuthority = "Fennimere Council",
        PriorityActions = FennimerePlan.PriorityActions,
        Improvements = FennimerePlan.Improvements,
        Strengths = FennimerePlan.Strengths,
        Narrative = FennimerePlan.Narrative,
    };

    /// <summary>Four of the police, two of the council, and then each in turn.</summary>
    private static string LeadOf(int index) => index < 4 ? Police : index < 6 ? Council : LeadsOfOthers[(index - 6) % LeadsOfOthers.Length];

    private string Doer(int index) => index < 4 ? "fnm-police-owner" : LeadsBySubject[LeadOf(index)];

    private async Task<Actions.V1.Action> ActionAsync(int index) =>
        (await (await scenario.ActionsAsync(scenario.ManagerSubject)).GetActionAsync(new() { ActionId = actionIds[index] })).Action;

    /// <summary>Fourteen are said to be done: twelve wait for a second check, two are complete by their own word.</summary>
    private async Task ClaimWithEvidenceAsync()
    {
        foreach (var index in (int[])[0, 1])
        {
            // Police material is never uploaded.
            await AddAsync(index, "Minutes and decisions of eight weeks.", item => item.Inspected = new() { By = "Marek Dunne, detective inspector", On = Today.ToIso(), HeldWhere = "The force's case system" });
        }

        foreach (var index in (int[])[2, 3])
        {
            await AddAsync(index, "The procedure as it was signed.", item => item.Link = $"https://procedures.fennimere.example/{index}");
        }

        (int Index, string Name, byte[] Bytes, FileKind Kind)[] files =
        [
            (4, "strategy-discussions.pdf", Samples.LargePdf((2 * Piece) + 70_000, 4), FileKind.Pdf),
            (5, "police-summary.docx", Samples.Word(), FileKind.Word),
            (6, "interviews.xlsx", Samples.Office(Samples.ExcelType), FileKind.Excel),
            (7, "screening.pptx", Samples.Office(Samples.PowerPointType), FileKind.Powerpoint),
            (8, "evenings.csv", "Month,Evenings,Nurse present\nMay,31,29\nJune,30,30\n"u8.ToArray(), FileKind.Csv),
            (9, "schools.eml", Encoding.ASCII.GetBytes("From: inclusion@schools.example\r\nTo: manager@fennimere.example\r\nSubject: Safety planning\r\nDate: Mon, 05 May 2025 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nWe were at 22 of 24 meetings.\r\n"), FileKind.Mail),
            (10, "training-wall.png", Samples.Png, FileKind.Png),
            (11, "parents-group.jpg", Samples.Jpeg, FileKind.Jpeg),
            (12, "directory.pdf", await File.ReadAllBytesAsync(Path.Combine(Folders.FictionalLetters, "haskermoor-2025.pdf")), FileKind.Pdf),
        ];
        foreach (var (index, name, bytes, kind) in files)
        {
            var evidence = await scenario.EvidenceAsync(Doer(index));
            var file = await ScannedAsync(evidence, await UploadAsync(evidence, name, bytes));
            Assert.Equal((FileState.Clean, kind), (file.State, file.Kind));
            await AddAsync(index, $"What the agency kept of it: {name}.", item => item.FileId = file.FileId);
        }

        for (var index = 0; index < 14; index++)
        {
            await ClaimAsync(index, index < 12 ? Delivery.AwaitingVerification : Delivery.Complete, index == 13 ? "It is what people say to each other at the desk." : "");
        }

        Assert.Equal((Delivery.AwaitingVerification, Delivery.Complete), ((await ActionAsync(0)).Delivery, (await ActionAsync(13)).Delivery));
        Assert.True((await ActionAsync(12)).Completion.SelfAssured);
        await ReadAsync("44", "");
    }

    private async Task AddAsync(int index, string shows, Action<AddEvidenceRequest> with)
    {
        var request = new AddEvidenceRequest { ActionIds = { actionIds[index] }, Shows = shows, Audience = Audience.EvidenceGrants };
        with(request);
        await (await scenario.EvidenceAsync(Doer(index))).AddEvidenceAsync(request);
    }

    private async Task ClaimAsync(int index, Delivery delivery, string noEvidenceBecause = "") =>
        await (await scenario.ActionsAsync(Doer(index))).UpdateProgressAsync(new()
        {
            ActionId = actionIds[index], ExpectedVersion = (await ActionAsync(index)).Version, Delivery = delivery, Narrative = "It is in place in every team.",
            Assessment = new StatusAssessment { Progress = Progress.Good, DateAchievable = true }, NoEvidenceBecause = noEvidenceBecause,
        });

    /// <summary>Breaks off after the first piece where there are more, and goes on where the platform says.</summary>
    private static async Task<string> UploadAsync(Evidence.EvidenceClient evidence, string name, byte[] bytes)
    {
        var upload = await evidence.BeginUploadAsync(new() { Name = name, Size = bytes.Length });
        await AppendAsync(0);
        while ((upload = await evidence.GetUploadAsync(new() { FileId = upload.FileId })).Received < bytes.Length)
        {
            await AppendAsync((int)upload.Received);
        }

        await evidence.CompleteUploadAsync(new() { FileId = upload.FileId, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) });
        return upload.FileId;

        async Task AppendAsync(int offset) => await evidence.AppendToUploadAsync(new()
        {
            FileId = upload.FileId, Offset = offset, Content = ByteString.CopyFrom(bytes, offset, Math.Min(Piece, bytes.Length - offset)),
        });
    }

    private static async Task<Upload> ScannedAsync(Evidence.EvidenceClient evidence, string fileId) =>
        await Until.Async("the file is scanned", TimeSpan.FromSeconds(60), async () =>
        {
            var file = await evidence.GetUploadAsync(new() { FileId = fileId });
            return file.State is FileState.Scanning or FileState.Reading ? null : file;
        });

    private async Task OwnersColleagueIsNoSecondKeyAsync()
    {
        var colleague = await scenario.AssuranceAsync("fnm-police-verifier");
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await colleague.CheckActionsAsync(new() { Actions = { await ConfirmingAsync(0) } }));

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.EndsWith("it is checked by another organisation than leads it. Directorates of one council are one organisation.", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(Delivery.AwaitingVerification, (await ActionAsync(0)).Delivery);
    }

    private async Task<CheckOfAction> ConfirmingAsync(int index)
    {
        var items = await (await scenario.EvidenceAsync(scenario.ManagerSubject)).ListEvidenceAsync(new() { ActionId = actionIds[index] });
        return new CheckOfAction
        {
            ActionId = actionIds[index], ExpectedVersion = (await ActionAsync(index)).Version, Verdict = CheckVerdict.Confirmed, EvidenceIds = { items.Items.Select(one => one.Item.EvidenceId) },
        };
    }

    /// <summary>The sub-group looks at twelve in one sitting, the schools present, and sends two back.</summary>
    private async Task SitAsync()
    {
        var sitting = new CheckActionsRequest { SubGroupBodyId = SubGroup, PresentAgencyIds = { Icb, Schools } };
        for (var index = 0; index < 12; index++)
        {
            sitting.Actions.Add(await ConfirmingAsync(index));
        }

        foreach (var (index, missing) in new[] { (5, "What social workers did with the summary, in at least ten plans."), (8, "Evenings in July and August, when the rota changed.") })
        {
            (sitting.Actions[index].Verdict, sitting.Actions[index].Words) = (CheckVerdict.Returned, missing);
        }

        await (await scenario.AssuranceAsync("fnm-sub-group-chair")).CheckActionsAsync(sitting);

        var all = (await (await scenario.ActionsAsync(scenario.ManagerSubject)).ListActionsAsync(new() { PlanId = planId })).Actions;
        Assert.Equal((40, 12, 2, 0), (all.Count, all.Count(one => one.Delivery == Delivery.Complete), all.Count(one => one.Delivery == Delivery.Returned), all.Count(one => one.Delivery == Delivery.AwaitingVerification)));
        Assert.Equal(Today.ToIso(), (await ActionAsync(0)).Completion.On);
        var returned = Assert.Single((await (await scenario.AssuranceAsync("fnm-director")).GetActionAssuranceAsync(new() { ActionId = actionIds[5] })).Checks);
        Assert.Equal(("What social workers did with the summary, in at least ten plans.", SubGroup), (returned.Words, returned.SubGroupBodyId));
        Assert.Equal([Icb, Schools], returned.PresentAgencyIds);
    }

    private async Task BringWhatWasMissingAsync()
    {
        await AddAsync(5, "Ten plans, and what the summary changed in each.", item => item.Link = "https://procedures.fennimere.example/ten-plans");
        await ClaimAsync(5, Delivery.AwaitingVerification);
        await (await scenario.AssuranceAsync("fnm-hospital-verifier")).CheckActionsAsync(new() { Actions = { await ConfirmingAsync(5) } });

        Assert.Equal(Delivery.Complete, (await ActionAsync(5)).Delivery);
    }

    /// <summary>65 days after it was complete nobody can say that it holds.</summary>
    private async Task AuditTooSoonAsync()
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => AuditAsync("A first look", (0, AuditVerdict.Embedded, "")));

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
        Assert.Contains("calls an action embedded only 90 days later", refusal.Status.Detail, StringComparison.Ordinal);
        var assurance = await scenario.AssuranceAsync(scenario.ManagerSubject);
        var planned = Assert.Single((await assurance.ListAuditsAsync(new() { PlanId = planId })).Audits);
        await assurance.CancelAuditAsync(new() { AuditId = planned.AuditId, ExpectedVersion = planned.Version, Reason = "Too soon: the next one looks at more." });
    }

    private async Task AuditAsync()
    {
        await AuditAsync(
            "Does it hold?",
            (0, AuditVerdict.Embedded, "In 19 of 20 weeks every agency was there."),
            (4, AuditVerdict.PartlyEmbedded, "At weekends it takes two days."),
            (6, AuditVerdict.NotEmbedded, "Half of the interviews came after a week; the service had lost two workers."));

        var (holds, partly, reopened) = (await ActionAsync(0), await ActionAsync(4), await ActionAsync(6));
        Assert.Equal((Delivery.Complete, AuditVerdict.Embedded), (holds.Delivery, holds.Embedding.Verdict));
        Assert.Equal((Delivery.Complete, AuditVerdict.PartlyEmbedded), (partly.Delivery, partly.Embedding.Verdict));
        Assert.Equal((Delivery.InProgress, AuditVerdict.NotEmbedded, ""), (reopened.Delivery, reopened.Embedding.Verdict, reopened.CompletedOn));
    }

    private async Task AuditAsync(string title, params (int Index, AuditVerdict Verdict, string Words)[] found)
    {
        var assurance = await scenario.AssuranceAsync(scenario.ManagerSubject);
        var planned = await assurance.PlanAuditAsync(new()
        {
            PlanId = planId, Kind = AuditKind.MultiAgency, Title = title, PlannedFor = Today.ToIso(), ActionIds = { found.Select(one => actionIds[one.Index]) },
        });
        await assurance.RecordAuditAsync(new()
        {
            AuditId = planned.RecordId, ExpectedVersion = planned.Version, DoneOn = Today.ToIso(), By = "The partnership's audit group", SampleSize = 20, Summary = "What was agreed is known everywhere. Where a service lost people, practice went back.",
            Actions = { found.Select(one => new AuditOfAction { ActionId = actionIds[one.Index], Verdict = one.Verdict, Words = one.Words }) },
        });
    }

    private async Task HearAsync()
    {
        var saved = await (await scenario.AssuranceAsync("fnm-police-lead")).SaveVoiceRecordAsync(new()
        {
            PlanId = planId, ActionIds = { actionIds[0] }, HeardOn = Today.AddDays(-12).ToIso(), From = "A group at the youth centre, through Lantern House", HowMany = 7,
            Said = "They notice that the adults know of each other now, and that nobody asks the same thing four times.",
            Dissent = "Two think that the police know too much of them. They would tell the youth worker more if it stayed there.",
            Done = "The youth worker says at the start what goes on and what stays.", ToldOn = Today.ToIso(),
        });
        var heard = Assert.Single((await (await scenario.AssuranceAsync("fnm-scrutineer")).ListVoiceRecordsAsync(new() { PlanId = planId })).Records);
        Assert.Equal((saved.RecordId, false, 7), (heard.VoiceId, heard.Directly, heard.HowMany));
        Assert.StartsWith("Two think", heard.Dissent, StringComparison.Ordinal);
        await ReadAsync("66", "");
    }

    private async Task ReadAsync(string value, string soWhat)
    {
        var assurance = await scenario.AssuranceAsync("fnm-police-lead");
        var measure = (await assurance.GetImpactMeasureAsync(new() { MeasureId = measureId })).Measure;
        var read = await assurance.RecordImpactReadingAsync(new() { MeasureId = measureId, ExpectedVersion = measure.Version, Value = value, Source = "Minutes of the weekly meeting" });
        if (soWhat.Length > 0)
        {
            var said = await assurance.SaySoWhatAsync(new() { MeasureId = measureId, ExpectedVersion = read.Version, SoWhat = soWhat, AgreedBy = scenario.PersonId("fnm-director") });
            await (await scenario.AssuranceAsync("fnm-director")).AgreeSoWhatAsync(new() { MeasureId = measureId, ExpectedVersion = said.Version });
        }
    }

    /// <summary>The force sees across the border what it is granted, for less than a year.</summary>
    private async Task ShareAsync()
    {
        await new Partners.V1.Partners.PartnersClient(platform.Gateway.AsOperator()).AppointAsync(new()
        {
            TenantId = $"agency:{Police}", PersonId = scenario.PersonId("fnm-police-lead"), Capacity = Capacity.CrossPartnershipLead,
        });
        scenario.SignEverybodyOut();
        var offered = await new Partners.V1.Partners.PartnersClient((await scenario.AsAsync(scenario.ManagerSubject)).In("fennimere")).OfferSharingGrantAsync(new()
        {
            AgencyId = Police, Capacities = { Capacity.CrossPartnershipLead }, Level = SharingLevel.Evidence, AgreementReference = "ISA-FNM-01",
            ReviewOn = Today.AddDays(300).ToIso(), EndsOn = Today.AddDays(360).ToIso(),
        });
        await new Partners.V1.Partners.PartnersClient((await scenario.AsAsync("fnm-police-lead")).In($"agency:{Police}")).AgreeSharingGrantAsync(new()
        {
            PartnershipId = "fennimere", GrantId = offered.GrantId, ExpectedVersion = offered.Version,
        });
    }

    /// <summary>Private, unanswered in its time, taken further, answered, accepted.</summary>
    private async Task ChallengeAsync()
    {
        await GoToAsync(daysAgo: 200);
        var raised = await (await scenario.AssuranceAsync("fnm-scrutineer")).RaiseChallengeAsync(new()
        {
            PlanId = planId, Title = "Screening happens, and nothing follows", Words = "The question is asked in nine of ten contacts. I could not find what is done with the answers.",
            To = new Lead { AgencyId = Icb }, ActionIds = { actionIds[7] },
        });
        var due = DateOnly.ParseExact((await ChallengeOfAsync("fnm-icb-lead", raised.RecordId))!.Challenge.AnswerDueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(WorkingDays.After(Today, 10), due);
        foreach (var other in (string[])[scenario.ManagerSubject, "fnm-director", "fnm-police-lead", "fnm-icb-delegate", "fnm-sub-group-chair"])
        {
            Assert.Null(await ChallengeOfAsync(other, raised.RecordId));
            Assert.Empty((await (await scenario.AssuranceAsync(other)).ListChallengesAsync(new() { PlanId = planId })).Challenges);
        }

        // The day after its time both sides are told, by the day's own job, and nobody else.
        await GoToAsync(TimeProvider.System.Today().DayNumber - due.DayNumber - 1);
        await MailsSayAsync("fnm-scrutineer@scenario.example", "fnm-icb-lead@scenario.example");

        var escalated = await (await scenario.AssuranceAsync("fnm-scrutineer")).EscalateChallengeAsync(new()
        {
            ChallengeId = raised.RecordId, ExpectedVersion = raised.Version, Words = "No answer came in ten working days.",
        });
        var seen = (await ChallengeOfAsync(scenario.ManagerSubject, raised.RecordId))!;
        Assert.Equal(($"FNM-{Today.Year}-C01", ChallengeStep.DelegatedPartner, true), (seen.Challenge.Reference, seen.Challenge.Step, seen.Challenge.Escalated));
        Assert.Equal(["The question is asked in nine of ten contacts. I could not find what is done with the answers.", "No answer came in ten working days."], seen.Words.Select(one => one.Words));

        await GoToAsync(daysAgo: 178);
        var answered = await (await scenario.AssuranceAsync("fnm-icb-delegate")).AnswerChallengeAsync(new()
        {
            ChallengeId = raised.RecordId, ExpectedVersion = escalated.Version, Words = "You are right. From Monday each yes goes to the duty nurse, who says within two days what was done. We count it.",
        });
        await (await scenario.AssuranceAsync("fnm-scrutineer")).AcceptAnswerAsync(new() { ChallengeId = raised.RecordId, ExpectedVersion = answered.Version });
        Assert.Equal(ChallengeState.Accepted, (await ChallengeOfAsync("fnm-director", raised.RecordId))!.Challenge.State);
    }

    private async Task<ChallengeRecord?> ChallengeOfAsync(string subject, string challengeId)
    {
        try
        {
            return await (await scenario.AssuranceAsync(subject)).GetChallengeAsync(new() { ChallengeId = challengeId });
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task MailsSayAsync(params string[] addresses)
    {
        const string Beginning = "Mail that the platform sends: ";
        using var http = new HttpClient();
        var mailbox = platform.Run.Output.Single(line => line.StartsWith(Beginning, StringComparison.Ordinal))[Beginning.Length..];
        var told = Array.Empty<string>();
        for (var clock = Stopwatch.StartNew(); told.Length < addresses.Length && clock.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(500))
        {
            var page = new HtmlParser().ParseDocument(await http.GetStringAsync(new Uri(mailbox)));
            told = [.. page.QuerySelectorAll("tbody tr").Where(row => row.TextContent.Contains("was to be answered by", StringComparison.Ordinal)).Select(row => row.QuerySelectorAll("td")[1].TextContent)];
        }

        Assert.Equal(addresses.Order(), told.Order());
    }

    /// <summary>Today: two claims that wait, a challenge to the force, a file that was refused, an audit that comes.</summary>
    private async Task WhatWaitsAsync()
    {
        await AddAsync(8, "Evenings in July and August.", item => item.Link = "https://procedures.fennimere.example/evenings");
        await ClaimAsync(8, Delivery.AwaitingVerification);
        await ClaimAsync(14, Delivery.AwaitingVerification, "The flags are inside the records system.");
        await (await scenario.AssuranceAsync("fnm-scrutineer")).RaiseChallengeAsync(new()
        {
            PlanId = planId, Title = "Disruption plans have no end", Words = "Plans are opened and none is closed. Who says when it is enough?", To = new Lead { AgencyId = Police }, ActionIds = { actionIds[3] },
        });
        await (await scenario.AssuranceAsync(scenario.ManagerSubject)).PlanAuditAsync(new()
        {
            PlanId = planId, Kind = AuditKind.DipSample, Title = "Return home interviews, again", PlannedFor = Today.AddDays(14).ToIso(), ActionIds = { actionIds[6] },
        });

        // The item is there before its file is looked through; what the scanner then finds is for who added it to mend.
        var police = await scenario.EvidenceAsync("fnm-police-lead");
        for (var attempt = 1; ; attempt++)
        {
            byte[] infected = [.. Samples.LargePdf(6_000_000, attempt), .. Encoding.ASCII.GetBytes(PrivateClamd.TestWord)];
            try
            {
                var fileId = await UploadAsync(police, $"places-{attempt}.pdf", infected);
                await police.AddEvidenceAsync(new() { ActionIds = { actionIds[10] }, Shows = "Slides of the training.", FileId = fileId });
                Assert.Equal(FileState.Refused, (await ScannedAsync(police, fileId)).State);
                break;
            }
            catch (RpcException refusal) when (refusal.StatusCode == StatusCode.FailedPrecondition && attempt < 5)
            {
                // The scanner was faster than the next call.
            }
        }
    }

    private async Task WorkShowsItAsync()
    {
        Assert.Equal(
            [FennimerePlan.Actions[8], FennimerePlan.Actions[14]], await WorkAsync("fnm-sub-group-chair", WorkList.ToDo, WorkKind.SecondCheck, 2));
        Assert.Equal(["Disruption plans have no end"], await WorkAsync("fnm-police-lead", WorkList.ToDo, WorkKind.Challenge, 1));
        Assert.Equal(["Slides of the training."], await WorkAsync("fnm-police-lead", WorkList.ToDo, WorkKind.Evidence, 1));
        Assert.Equal(["Return home interviews, again"], await WorkAsync(scenario.ManagerSubject, WorkList.ToDo, WorkKind.Audit, 1));
        Assert.Equal(["Disruption plans have no end"], await WorkAsync("fnm-scrutineer", WorkList.WaitingOnOthers, WorkKind.Challenge, 1));

        var across = new Reporting.V1.Reporting.ReportingClient((await scenario.AsAsync("fnm-police-lead")).Across());
        var row = await Until.Async("the view across shows what waits for the force", TimeSpan.FromSeconds(30), async () =>
        {
            var shared = (await across.GetAcrossPartnershipsAsync(new())).Partnerships.SingleOrDefault();
            return shared is { EvidenceWaitsForUs: 1 } ? shared : null;
        });
        Assert.Equal(
            ("fennimere", SharingLevel.Evidence, 1, 1, 1, 40), (row.PartnershipId, row.Level, row.ChecksWaitForUs, row.ChallengesWaitForUs, row.EvidenceWaitsForUs, row.Counts.Actions));

        var overview = await (await scenario.ReportingAsync(scenario.ManagerSubject)).GetOverviewAsync(new());
        Assert.Equal((40, 12, 2), (overview.Counts.Actions, overview.Counts.Complete, overview.Counts.AwaitingVerification));
        Assert.Equal((2, 10, 1, 1, 1), (overview.Proven.SelfAssured, overview.Proven.Confirmed, overview.Proven.Embedded, overview.Proven.PartlyEmbedded, overview.Proven.NotEmbedded));
    }

    private async Task<IReadOnlyList<string>> WorkAsync(string subject, WorkList list, WorkKind kind, int expected)
    {
        var reporting = await scenario.ReportingAsync(subject);
        return await Until.Async($"{kind} is in the work of {subject}", TimeSpan.FromSeconds(30), async () =>
        {
            string[] called = [.. (await reporting.GetMyWorkAsync(new() { List = list, PageSize = 100 })).Items.Where(item => item.Kind == kind).Select(item => item.Called).Order(StringComparer.Ordinal)];
            return called.Length == expected ? called : null;
        });
    }

    /// <summary>Both ways, and on to what proves each action, with what is missing in words.</summary>
    private async Task ThreadShowsItAsync()
    {
        using var portal = await SignedInPortal.AsAsync(platform.Origin, scenario.ManagerSubject);
        var page = (await portal.OpenAsync($"/partnerships/fennimere/plan/{planId}/thread"))!;
        var tables = page.QuerySelectorAll("main table").ToDictionary(table => table.QuerySelector("caption")!.TextContent.Trim(), table => table.QuerySelectorAll("tbody tr").ToArray());

        Assert.Equal((12, 40), (tables["From findings to actions"].Length, tables["From actions to findings"].Length));
        Assert.Contains("No response yet", tables["From findings to actions"][0].TextContent, StringComparison.Ordinal);
        var proven = tables["From actions to what proves them"].ToDictionary(row => row.QuerySelector("th")!.TextContent.Trim()[^3..], row => row.QuerySelectorAll("td")[^1].TextContent.Trim());
        Assert.Equal("none", proven["001"]);
        Assert.Equal("Complete long enough, and no audit has looked at it. Nothing measures what it changed for children. Children were not heard on it, and nobody says why", proven["002"]);
        Assert.Equal("An audit found it not embedded. Children were not heard on it, and nobody says why", proven["007"]);
        Assert.StartsWith("Waits for a second check", proven["009"], StringComparison.Ordinal);
    }

    private async Task PicturesAsync()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, scenario.Name(scenario.ManagerSubject));
        foreach (var (picture, path) in new[]
        {
            ("1-overview", ""), ("2-thread", $"/plan/{planId}/thread"), ("3-evidence", $"/plan/{planId}/evidence"), ("4-action", $"/actions/{actionIds[0]}"), ("5-audits", "/audits"),
            ("6-measure", $"/impact/{measureId}"), ("7-voices", "/voices"), ("8-challenges", "/challenges"), ("9-my-work", "/my-work"),
        })
        {
            await window.Page.GotoAsync($"/partnerships/fennimere{path}");
            await window.CheckAsync($"fennimere-{picture}", 1280, 320);
        }

        await using var other = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(other, scenario.Name("fnm-police-lead"));
        foreach (var (picture, path) in new[] { ("10-across", "/across"), ("11-my-work-across", "/my-work") })
        {
            await other.Page.GotoAsync(path);
            await other.CheckAsync($"fennimere-{picture}", 1280, 320);
        }
    }
}
