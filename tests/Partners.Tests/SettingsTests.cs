using Dapper;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Partners.Tests;

/// <summary>What a partnership decides for itself, and its history.</summary>
[Collection(PartnersCollection.Name)]
public sealed class SettingsTests(PartnersHost host)
{
    [Fact]
    public async Task GetSettings_BeforeAnybodySaved_AreTheDefaults()
    {
        var area = await Area.MakeAsync(host);
        var settings = await host.SettingsClient.GetSettingsAsync(new(), As(area, Capacity.Councillor));
        Assert.Equal(PartnershipSettings.DefaultsOf(area.Id), settings);
        Assert.Equal((0, SignOffRule.Delegates, CommitteeRoute.Before, 28, 0), (settings.Version, settings.SignOffRule, settings.CommitteeRoute, settings.DueSoonDays, settings.Template.Number));
        Assert.Equal(["Monitoring officer", "Section 151 officer", "Director of children’s services", "Portfolio holder"], settings.Clearances);
        Assert.Equal(
            ["Introduction", "How children were heard", "Governance", "How progress is monitored", "Resources", "Glossary"],
            settings.Template.Sections.Select(section => section.Heading));
        Assert.All(settings.Template.Sections, section => Assert.NotEmpty(section.Guidance));
    }

    [Fact]
    public async Task SaveSettings_ByTheManager_IsKeptPublishedAndInTheHistory()
    {
        var area = await Area.MakeAsync(host);
        var saved = await host.SettingsClient.SaveSettingsAsync(
            new() { SignOffRule = SignOffRule.Leads, CommitteeRoute = CommitteeRoute.NotesAfterwards, DueSoonDays = 14, Clearances = { " Chief executive " } }, area.AsManager());
        Assert.Equal(1, saved.Version);

        var settings = await host.SettingsClient.GetSettingsAsync(new(), area.AsManager());
        Assert.Equal((SignOffRule.Leads, CommitteeRoute.NotesAfterwards, 14, 1), (settings.SignOffRule, settings.CommitteeRoute, settings.DueSoonDays, settings.Version));
        Assert.Equal(["Chief executive"], settings.Clearances);
        var events = await host.PullAsync(area.Id, "actions", events => events.Any(one => one.Type == PartnershipSettingsChanged.Descriptor.FullName));
        var published = events.Single(one => one.Type == PartnershipSettingsChanged.Descriptor.FullName);
        Assert.Equal((area.Id, settings), (published.AggregateId, PartnershipSettingsChanged.Parser.ParseFrom(published.State).Settings));

        var change = Assert.Single((await host.SettingsClient.ListSettingsHistoryAsync(new(), As(area, Capacity.BoardMember))).Changes);
        Assert.Equal((1, area.Manager), (change.Version, change.PersonId));
        Assert.Equal(
            [
                ("sign_off_rule", "Delegates", "Leads"), ("committee_route", "Before", "NotesAfterwards"),
                ("clearances", "Monitoring officer\nSection 151 officer\nDirector of children’s services\nPortfolio holder", "Chief executive"), ("due_soon_days", "28", "14"),
            ],
            change.Settings.Select(one => (one.Setting, one.From, one.To)));
    }

    [Fact]
    public async Task SaveSettings_WithAColour_IsInTheHistoryAndInTheSessionsOfItsPeople()
    {
        var area = await Area.MakeAsync(host);
        var subject = Area.NewSubject();
        await area.AppointAsync(await Area.PersonAsync(host, area.Police, subject), Capacity.AgencyLead);
        await host.SettingsClient.SaveSettingsAsync(new(Settings(28)) { AccentColour = "#5B2333" }, area.AsManager());

        var session = await host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdToken(subject, "nonce"), Nonce = "nonce" }, host.AsPortal());
        Assert.Equal("#5b2333", Assert.Single(session.Session.Workplaces).AccentColour);
        var change = Assert.Single((await host.SettingsClient.ListSettingsHistoryAsync(new(), area.AsManager())).Changes);
        Assert.Contains(("accent_colour", "", "#5b2333"), change.Settings.Select(one => (one.Setting, one.From, one.To)));
    }

    [Theory]
    [InlineData("#777777")]
    [InlineData("#f46a25")]
    [InlineData("17495a")]
    [InlineData("#17495")]
    [InlineData("#17495a;}")]
    public async Task SaveSettings_WithAColourThatWhiteWordsDoNotStandOnOrIsNone_IsInvalid(string colour) =>
        Assert.Equal(["accent_colour"], await FieldsAsync(new SaveSettingsRequest(Settings(28)) { AccentColour = colour }));

    [Theory]
    [InlineData("#000000", 21)]
    [InlineData("#ffffff", 1)]
    [InlineData("#767676", 4.54)]
    public void ContrastToWhite_OfAColour_IsWcags(string colour, double contrast) => Assert.Equal(contrast, Jtai.Partners.Settings.AccentColours.ContrastToWhite(colour), 2);

    [Fact]
    public async Task SaveSettings_OfAStaleVersion_IsRefusedWithThePresentOne()
    {
        var area = await Area.MakeAsync(host);
        await host.SettingsClient.SaveSettingsAsync(Settings(days: 14), area.AsManager());
        var refusal = await Refusal.OfAsync(StatusCode.Aborted, host.SettingsClient.SaveSettingsAsync(Settings(days: 21), area.AsManager()));
        Assert.Equal(1, refusal.CurrentVersion);
    }

    [Fact]
    public async Task SaveSettings_AtOnceByMany_AreOneAndTheOthersRefused()
    {
        var area = await Area.MakeAsync(host);
        var codes = await Task.WhenAll(Enumerable.Range(1, 5).Select(number => Refusal.CodeAsync(host.SettingsClient.SaveSettingsAsync(Settings(days: number), area.AsManager()))));
        Assert.Equal((1, 4), (codes.Count(code => code == StatusCode.OK), codes.Count(code => code == StatusCode.Aborted)));
    }

    [Fact]
    public async Task SaveSettings_WithTheSameKey_IsDoneOnce()
    {
        var area = await Area.MakeAsync(host);
        var headers = area.AsManager();
        Assert.Equal(await host.SettingsClient.SaveSettingsAsync(Settings(days: 14), headers), await host.SettingsClient.SaveSettingsAsync(Settings(days: 14), headers));
        Assert.Single((await host.SettingsClient.ListSettingsHistoryAsync(new(), area.AsManager())).Changes);
    }

    [Fact]
    public async Task SaveSettings_WithoutAChange_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var request = Settings(days: 28);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.SettingsClient.SaveSettingsAsync(request, area.AsManager()));
        Assert.Equal(0, (await host.SettingsClient.GetSettingsAsync(new(), area.AsManager())).Version);
    }

    [Theory]
    [InlineData(Capacity.LeadSafeguardingPartner)]
    [InlineData(Capacity.PartnershipChair)]
    [InlineData(Capacity.AgencyLead)]
    public async Task Write_ByAnybodyButTheManager_IsDenied(Capacity capacity)
    {
        var area = await Area.MakeAsync(host);
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.SettingsClient.SaveSettingsAsync(Settings(14), As(area, capacity)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.SettingsClient.SaveStatementTemplateAsync(Template("A"), As(area, capacity)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.SettingsClient.RenamePartnershipAsync(new() { Name = "Another" }, As(area, capacity)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.SettingsClient.SaveStatusScaleAsync(new() { Scale = Scale() }, As(area, capacity)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.SettingsClient.SaveClosureAsync(Closure("2027-07-20", "2027-09-05"), As(area, capacity)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.SettingsClient.RemoveClosureAsync(new(), As(area, capacity)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(91)]
    public async Task SaveSettings_DueSoonOutsideItsBounds_IsInvalid(int days) => Assert.Equal(["due_soon_days"], await FieldsAsync(Settings(days)));

    [Fact]
    public async Task SaveSettings_WhatCannotBe_IsInvalidByItsField()
    {
        Assert.Equal(["sign_off_rule"], await FieldsAsync(new SaveSettingsRequest(Settings(14)) { SignOffRule = SignOffRule.Unspecified }));
        Assert.Equal(["committee_route"], await FieldsAsync(new SaveSettingsRequest(Settings(14)) { CommitteeRoute = (CommitteeRoute)99 }));
        foreach (var clearances in (string[][])
            [["Monitoring officer", "monitoring officer"], [""], [new string('x', 101)], ["About 943 476 5919"], [.. Enumerable.Range(1, 21).Select(number => $"Officer {number}")]])
        {
            var request = Settings(14);
            request.Clearances.Clear();
            request.Clearances.Add(clearances);
            Assert.Equal(["clearances"], await FieldsAsync(request));
        }
    }

    [Fact]
    public async Task SaveStatementTemplate_ANewOne_HasTheNextNumberAndItsTextsInTheHistory()
    {
        var area = await Area.MakeAsync(host);
        var template = Template("Introduction", "Who we are");
        template.Sections[0].Text = "The partnership\r\nwelcomes the letter.";
        await host.SettingsClient.SaveStatementTemplateAsync(template, area.AsManager());
        template.ExpectedVersion = 1;
        template.Sections[0].Text = new string('é', 400);
        await host.SettingsClient.SaveStatementTemplateAsync(template, area.AsManager());

        var settings = await host.SettingsClient.GetSettingsAsync(new(), area.AsManager());
        Assert.Equal((2, 2), (settings.Version, settings.Template.Number));
        Assert.Equal(["Introduction", "Who we are"], settings.Template.Sections.Select(section => section.Heading));
        var changes = (await host.SettingsClient.ListSettingsHistoryAsync(new(), area.AsManager())).Changes;
        Assert.Equal([2, 1], changes.Select(change => change.Version));
        Assert.Equal(
            [("template.text:Introduction", "The partnership\nwelcomes the letter.", new string('é', 300) + "…")],
            changes[0].Settings.Select(one => (one.Setting, one.From, one.To)));
        Assert.Contains(changes[1].Settings, one => one is { Setting: "template", To: "Introduction\nWho we are" });
        Assert.Contains(changes[1].Settings, one => one.Setting == "template.guidance:Glossary" && one.From.Length > 0 && one.To.Length == 0);
    }

    [Fact]
    public async Task SaveStatementTemplate_WhatCannotBe_IsInvalidByItsField()
    {
        Assert.Equal(["sections"], await FieldsAsync(new SaveStatementTemplateRequest()));
        Assert.Equal(["sections"], await FieldsAsync(Template([.. Enumerable.Range(1, 31).Select(number => $"Section {number}")])));
        Assert.Equal(["sections"], await FieldsAsync(Template("Governance", "governance ")));
        Assert.Equal(["sections[1].heading"], await FieldsAsync(Template("Governance", " ")));
        Assert.Equal(["sections[0].heading"], await FieldsAsync(Template(new string('x', 201))));
        Assert.Equal(["sections[0].text"], await FieldsAsync(WithText(new string('x', 10_001))));
        Assert.Equal(["sections[0].text"], await FieldsAsync(WithText("A child, 943 476 5919, said so.")));
        var large = Template([.. Enumerable.Range(1, 13).Select(number => $"Section {number}")]);
        foreach (var section in large.Sections)
        {
            section.Text = new string('x', 10_000);
        }

        Assert.Equal(["sections"], await FieldsAsync(large));
    }

    [Fact]
    public async Task Settings_AtTheirLargest_ArePublished()
    {
        var area = await Area.MakeAsync(host);
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        var largest = PartnershipSettings.DefaultsOf(area.Id);
        largest.Version = 1;
        largest.Clearances.Clear();
        largest.Clearances.Add(Enumerable.Range(0, 20).Select(number => new string((char)('一' + number), 100)));
        largest.Closures.Add(Enumerable.Range(0, 99).Select(number => new Closure { ClosureId = Guid.NewGuid().ToString(), Kind = ClosureKind.Recess, Name = new string('一', 100), From = "2027-07-20", To = "2027-09-05" }));
        await connection.ExecuteAsync(
            "insert into partnership_settings values (@Id, @settings::jsonb, 1)", new { area.Id, settings = Google.Protobuf.JsonFormatter.Default.Format(largest) });
        var template = Template([.. Enumerable.Range(1, 4).Select(number => $"Section {number}")]);
        template.ExpectedVersion = 1;
        foreach (var section in template.Sections)
        {
            section.Text = new string('一', 9_900);
        }

        await host.SettingsClient.SaveStatementTemplateAsync(template, area.AsManager());
        await host.SettingsClient.SaveClosureAsync(new(Closure("2027-07-20", "2027-07-20", new string('一', 100))) { ExpectedVersion = 2 }, area.AsManager());
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.SettingsClient.SaveClosureAsync(new(Closure("2027-07-20", "2027-07-20")) { ExpectedVersion = 3 }, area.AsManager()));
    }

    [Fact]
    public async Task Closures_AddedChangedAndRemoved_StandByFirstDayAndInTheHistory()
    {
        var area = await Area.MakeAsync(host);
        await host.SettingsClient.SaveClosureAsync(Closure("2027-07-20", "2027-09-05"), area.AsManager());
        await host.SettingsClient.SaveClosureAsync(new(Closure("2027-03-22", "2027-05-06", "Elections", ClosureKind.PreElectionPeriod)) { ExpectedVersion = 1 }, area.AsManager());
        var closures = (await host.SettingsClient.GetSettingsAsync(new(), area.AsManager())).Closures;
        Assert.Equal(["Elections", "Summer recess"], closures.Select(closure => closure.Name));

        var moved = new Closure(closures[1]) { From = "2027-07-27" };
        await host.SettingsClient.SaveClosureAsync(new() { ExpectedVersion = 2, Closure = moved }, area.AsManager());
        await host.SettingsClient.RemoveClosureAsync(new() { ExpectedVersion = 3, ClosureId = closures[0].ClosureId }, area.AsManager());
        Assert.Equal([moved], (await host.SettingsClient.GetSettingsAsync(new(), area.AsManager())).Closures);
        Assert.Equal(
            [
                ("Elections (pre-election period): 22 March 2027 to 6 May 2027", ""),
                ("Summer recess (recess): 20 July 2027 to 5 September 2027", "Summer recess (recess): 27 July 2027 to 5 September 2027"),
                ("", "Elections (pre-election period): 22 March 2027 to 6 May 2027"),
                ("", "Summer recess (recess): 20 July 2027 to 5 September 2027"),
            ],
            (await host.SettingsClient.ListSettingsHistoryAsync(new(), area.AsManager())).Changes.Select(change => (change.Settings.Single().From, change.Settings.Single().To)));
    }

    [Theory]
    [InlineData("2027-09-05", "2027-07-20", "closure.to")]
    [InlineData("", "2027-07-20", "closure.from")]
    [InlineData("2027-07-20", "", "closure.to")]
    [InlineData("2027-02-30", "2027-07-20", "closure.from")]
    public async Task SaveClosure_OfDaysThatCannotBe_IsInvalid(string from, string to, string field)
    {
        var area = await Area.MakeAsync(host);
        Assert.Equal([field], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.SettingsClient.SaveClosureAsync(Closure(from, to), area.AsManager()))).Fields);
    }

    [Fact]
    public async Task History_OfMoreThanAPage_GoesOn()
    {
        var area = await Area.MakeAsync(host);
        for (var version = 0; version < 22; version++)
        {
            await host.SettingsClient.SaveSettingsAsync(new(Settings(days: version + 1)) { ExpectedVersion = version }, area.AsManager());
        }

        var newest = await host.SettingsClient.ListSettingsHistoryAsync(new(), area.AsManager());
        Assert.Equal((20, 22, 3), (newest.Changes.Count, newest.Changes[0].Version, newest.EarlierBeforeVersion));
        var earlier = await host.SettingsClient.ListSettingsHistoryAsync(new() { BeforeVersion = 3 }, area.AsManager());
        Assert.Equal([2L, 1L], earlier.Changes.Select(change => change.Version));
        Assert.Equal(0, earlier.EarlierBeforeVersion);
    }

    [Fact]
    public async Task SaveSettings_OfChecksAuditsAndChallenges_IsKeptAndZeroLeavesThemAsTheyAre()
    {
        var area = await Area.MakeAsync(host);
        Assert.Equal(["embedded_after_days"], await FieldsAsync(new SaveSettingsRequest(Settings(28)) { EmbeddedAfterDays = 29 }));
        Assert.Equal(["embedded_after_days"], await FieldsAsync(new SaveSettingsRequest(Settings(28)) { EmbeddedAfterDays = 731 }));
        Assert.Equal(["challenge_days"], await FieldsAsync(new SaveSettingsRequest(Settings(28)) { ChallengeDays = 61 }));
        await host.SettingsClient.SaveSettingsAsync(new(Settings(28)) { CheckEveryAction = true, EmbeddedAfterDays = 120, ChallengeDays = 5 }, area.AsManager());
        await host.SettingsClient.SaveSettingsAsync(new(Settings(27)) { ExpectedVersion = 1, CheckEveryAction = true }, area.AsManager());

        var settings = await host.SettingsClient.GetSettingsAsync(new(), area.AsManager());
        Assert.Equal((true, 120, 5), (settings.CheckEveryAction, settings.EmbeddedAfterDays, settings.ChallengeDays));
        Assert.Equal(
            [("check_every_action", "no", "yes"), ("embedded_after_days", "90", "120"), ("challenge_days", "10", "5")],
            (await host.SettingsClient.ListSettingsHistoryAsync(new(), area.AsManager())).Changes[1].Settings.Select(one => (one.Setting, one.From, one.To)));
    }

    [Fact]
    public async Task SaveStatusScale_AsItShouldBe_IsKeptToldAndInTheHistory()
    {
        var area = await Area.MakeAsync(host);
        await host.SettingsClient.SaveStatusScaleAsync(new() { Scale = Scale() }, area.AsManager());
        var settings = await host.SettingsClient.GetSettingsAsync(new(), area.AsManager());
        Assert.Equal((1, Scale()), (settings.Version, settings.Scale));
        var told = await host.PullAsync(area.Id, "reporting", events => events.Any(one => one.AggregateId == area.Id && PartnershipSettingsChanged.Descriptor.Name == one.Type.Split('.')[^1]));
        Assert.Equal(Scale(), PartnershipSettingsChanged.Parser.ParseFrom(told.Last(one => one.Type.EndsWith(nameof(PartnershipSettingsChanged), StringComparison.Ordinal)).State).Settings.Scale);

        var other = Scale();
        other.Steps[0].Definition = "Late.";
        await host.SettingsClient.SaveStatusScaleAsync(new() { ExpectedVersion = 1, Scale = other }, area.AsManager());
        await host.SettingsClient.SaveStatusScaleAsync(new() { ExpectedVersion = 2 }, area.AsManager());
        Assert.Null((await host.SettingsClient.GetSettingsAsync(new(), area.AsManager())).Scale);
        var changes = (await host.SettingsClient.ListSettingsHistoryAsync(new(), area.AsManager())).Changes;
        Assert.Contains(changes[0].Settings, one => one is { Setting: "scale", From: "Two\nBad\nGood", To: "" });
        Assert.Equal([("scale.definition:Bad", "Passed.", "Late.")], changes[1].Settings.Select(one => (one.Setting, one.From, one.To)));
        Assert.Contains(changes[2].Settings, one => one is { Setting: "scale.colour:Bad", From: "", To: "Red" });
        Assert.Contains(changes[2].Settings, one => one is { Setting: "scale.cases:Bad", To: "AtRisk\nOverdue" });
    }

    [Fact]
    public async Task RenamePartnership_ByTheManager_HoldsFromNowOnAndStandsInTheHistory()
    {
        var area = await Area.MakeAsync(host);
        var before = await host.Client.GetPartnershipAsync(new(), area.AsManager());
        Assert.Equal(1, (await host.SettingsClient.RenamePartnershipAsync(new() { Name = " Dales Safeguarding Partnership " }, area.AsManager())).Version);
        var after = await host.Client.GetPartnershipAsync(new(), area.AsManager());
        Assert.Equal(("Dales Safeguarding Partnership", before.Code, before.Version + 1), (after.Name, after.Code, after.Version));
        Assert.Equal(before.Agencies.Count, after.Agencies.Count);
        var told = await host.PullAsync(area.Id, "reporting", events => events.Any(one => one.Type == PartnershipChanged.Descriptor.FullName && one.Version == after.Version));
        Assert.Equal(after, PartnershipChanged.Parser.ParseFrom(told.Last(one => one.Type == PartnershipChanged.Descriptor.FullName).State).Partnership);
        Assert.Contains((await host.Client.ListTenantsAsync(new() { PageSize = 100 }, host.AsOperator())).Tenants, one => one.TenantId == area.Id && one.Name == after.Name);
        Assert.Equal(
            [("partnership_name", before.Name, after.Name)],
            (await host.SettingsClient.ListSettingsHistoryAsync(new(), area.AsManager())).Changes.Single().Settings.Select(one => (one.Setting, one.From, one.To)));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.SettingsClient.RenamePartnershipAsync(new() { ExpectedVersion = 1, Name = after.Name }, area.AsManager()));
        Assert.Equal(["name"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.SettingsClient.RenamePartnershipAsync(new() { ExpectedVersion = 1 }, area.AsManager()))).Fields);
        Assert.Equal(1, (await Refusal.OfAsync(StatusCode.Aborted, host.SettingsClient.RenamePartnershipAsync(new() { Name = "Moors" }, area.AsManager()))).CurrentVersion);
    }

    [Fact]
    public async Task SaveSettings_OfTheMarking_IsKeptUntilItIsSaidAnew()
    {
        var area = await Area.MakeAsync(host);
        Assert.Equal(DefaultMarking.Official, (await host.SettingsClient.GetSettingsAsync(new(), area.AsManager())).DefaultMarking);
        await host.SettingsClient.SaveSettingsAsync(new(Settings(28)) { DefaultMarking = DefaultMarking.OfficialSensitive }, area.AsManager());
        await host.SettingsClient.SaveSettingsAsync(new(Settings(27)) { ExpectedVersion = 1 }, area.AsManager());
        Assert.Equal(DefaultMarking.OfficialSensitive, (await host.SettingsClient.GetSettingsAsync(new(), area.AsManager())).DefaultMarking);
        Assert.Equal(
            [("default_marking", "Official", "OfficialSensitive")],
            (await host.SettingsClient.ListSettingsHistoryAsync(new(), area.AsManager())).Changes[1].Settings.Select(one => (one.Setting, one.From, one.To)));
        Assert.Equal(["default_marking"], await FieldsAsync(new SaveSettingsRequest(Settings(28)) { DefaultMarking = (DefaultMarking)9 }));
    }

    [Fact]
    public async Task SaveStatusScale_WithAnEarlierSettingsForm_StaysAsItIs()
    {
        var area = await Area.MakeAsync(host);
        await host.SettingsClient.SaveStatusScaleAsync(new() { Scale = Scale() }, area.AsManager());
        await host.SettingsClient.SaveSettingsAsync(new(Settings(14)) { ExpectedVersion = 1 }, area.AsManager());
        Assert.Equal(Scale(), (await host.SettingsClient.GetSettingsAsync(new(), area.AsManager())).Scale);
    }

    public static TheoryData<string, Action<StatusScale>> Wrong => new()
    {
        { "scale.name", scale => scale.Name = " " },
        { "scale.name", scale => scale.Name = new string('x', 31) },
        { "scale.steps", OneStepAlone },
        { "scale.steps[1].word", scale => scale.Steps[1].Word = "bad" },
        { "scale.steps[0].word", scale => scale.Steps[0].Word = "" },
        { "scale.steps[1].definition", scale => scale.Steps[1].Definition = "" },
        { "scale.steps[1].definition", scale => scale.Steps[1].Definition = new string('x', 301) },
        { "scale.steps[0].colour", scale => scale.Steps[0].Colour = default },
        { "scale.steps[1].colour", scale => scale.Steps[1].Colour = StatusColour.Red },
        { "scale.cases", scale => scale.Steps[0].Cases.RemoveAt(0) },
        { "scale.cases", scale => scale.Steps[0].Cases.Add(StatusCase.Paused) },
        { "scale.steps[2].cases", scale => scale.Steps.Add(new StatusStep { Word = "None", Definition = "Nothing.", Colour = StatusColour.Grey }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task SaveStatusScale_ThatLeavesAnActionOrAStepOut_IsInvalid(string field, Action<StatusScale> change)
    {
        var area = await Area.MakeAsync(host);
        var scale = Scale();
        change(scale);
        Assert.Equal([field], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.SettingsClient.SaveStatusScaleAsync(new() { Scale = scale }, area.AsManager()))).Fields);
    }

    private static StatusScale Scale() => new()
    {
        Name = "Two",
        Steps =
        {
            new StatusStep { Word = "Bad", Definition = "Passed.", Colour = StatusColour.Red, Cases = { StatusCase.AtRisk, StatusCase.Overdue } },
            new StatusStep
            {
                Word = "Good", Definition = "Anything else.", Colour = StatusColour.Green,
                Cases = { StatusCases.All.Where(one => one is not (StatusCase.AtRisk or StatusCase.Overdue)) },
            },
        },
    };

    private static void OneStepAlone(StatusScale scale)
    {
        scale.Steps[0].Cases.Add(scale.Steps[1].Cases);
        scale.Steps.RemoveAt(1);
    }

    private async Task<IEnumerable<string>> FieldsAsync(SaveSettingsRequest request) =>
        (await Refusal.OfAsync(StatusCode.InvalidArgument, host.SettingsClient.SaveSettingsAsync(request, (await Area.MakeAsync(host)).AsManager()))).Fields;

    private async Task<IEnumerable<string>> FieldsAsync(SaveStatementTemplateRequest request) =>
        (await Refusal.OfAsync(StatusCode.InvalidArgument, host.SettingsClient.SaveStatementTemplateAsync(request, (await Area.MakeAsync(host)).AsManager()))).Fields;

    private Metadata As(Area area, Capacity capacity) => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), area.Id, area.Council, capacity));

    private static SaveSettingsRequest Settings(int days) => new()
    {
        SignOffRule = SignOffRule.Delegates, CommitteeRoute = CommitteeRoute.Before, DueSoonDays = days, Clearances = { PartnershipSettings.DefaultsOf("any").Clearances },
    };

    private static SaveStatementTemplateRequest Template(params string[] headings) => new() { Sections = { headings.Select(heading => new TemplateSection { Heading = heading }) } };

    private static SaveStatementTemplateRequest WithText(string text) => new() { Sections = { new TemplateSection { Heading = "Introduction", Text = text } } };

    private static SaveClosureRequest Closure(string from, string to, string name = "Summer recess", ClosureKind kind = ClosureKind.Recess) =>
        new() { Closure = new() { Kind = kind, Name = name, From = from, To = to } };
}
