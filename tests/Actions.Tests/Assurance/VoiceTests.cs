using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>What children said, or why none could be heard.</summary>
public sealed class VoiceTests
{
    [Fact]
    public async Task Voice_RecordedCorrectedAndWithdrawn_IsToldAndKept()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var officer = here.Assurance(here.Officer);
        var request = await here.NewVoiceAsync(action);

        var voice = await officer.SaveVoiceRecordAsync(request);
        (request.VoiceId, request.ExpectedVersion) = (voice.RecordId, 1);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, officer.SaveVoiceRecordAsync(request));
        request.Done = "One worker stays with each child, and calls weekly.";
        await here.Assurance(here.Manager).SaveVoiceRecordAsync(request);
        await Refusal.OfAsync(StatusCode.Aborted, officer.WithdrawVoiceRecordAsync(new() { VoiceId = voice.RecordId, ExpectedVersion = 1, Reason = "Words." }));

        var listed = Assert.Single((await officer.ListVoiceRecordsAsync(new() { PlanId = request.PlanId })).Records);
        Assert.Equal((request.Done, request.Said, request.Dissent, 9, 2L), (listed.Done, listed.Said, listed.Dissent, listed.HowMany, listed.Version));
        Assert.Equal((here.Officer.Id.ToString(), here.Police, false), (listed.PersonId, listed.AgencyId, listed.Directly));
        Assert.Equal(listed, (await here.ToldAsync<V1.VoiceRecordChanged>(voice.RecordId)).Record);
        await officer.WithdrawVoiceRecordAsync(new() { VoiceId = voice.RecordId, ExpectedVersion = 2, Reason = "A child could be known." });
        Assert.Empty((await officer.ListVoiceRecordsAsync(new())).Records);
        Assert.Equal("A child could be known.", (await officer.ListVoiceRecordsAsync(new() { VoiceId = voice.RecordId })).Records.Single().WithdrawnBecause);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, officer.SaveVoiceRecordAsync(new(request) { ExpectedVersion = 3, HowMany = 8 }));
        Assert.Equal([3], await here.Host.Database.QueryAsync<int>(
            "select count(*)::integer from recorded_change where tenant_id = @TenantId and record_id = @RecordId::uuid", new { here.TenantId, voice.RecordId }));
    }

    [Fact]
    public async Task GetVoiceRecord_OfOneThatWasCorrected_SaysWhatStoodBeforeAndByWhom()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (action, supported) = (await here.MakeActionAsync(), here.NewAction(await here.PlanOfAsync()));
        supported.SupportingAgencyIds.Add(here.Schools);
        var shown = await here.As(here.Manager).AddActionAsync(supported);
        var request = await here.NewVoiceAsync(shown);
        var voice = await here.Assurance(here.Officer).SaveVoiceRecordAsync(request);
        var before = request.Said;
        (request.VoiceId, request.ExpectedVersion, request.Said) = (voice.RecordId, 1, "We told it five times.");
        request.ActionIds.Add(action.ActionId);
        await here.Assurance(here.Manager).SaveVoiceRecordAsync(request);

        var history = await here.Assurance(here.Manager).GetVoiceRecordAsync(new() { VoiceId = voice.RecordId });
        var toSchools = await here.Assurance(TestPerson.Of(here.Schools, Capacity.AgencyLead)).GetVoiceRecordAsync(new() { VoiceId = voice.RecordId });

        Assert.Equal(("We told it five times.", 2), (history.Record.Said, history.Actions.Count));
        Assert.Equal([(2L, here.Manager.Id.ToString()), (1L, here.Officer.Id.ToString())], history.Changes.Select(change => (change.Version, change.PersonId)));
        Assert.Equal(new V1.FieldChange { Field = "said", From = before, To = "We told it five times." }, history.Changes[0].Fields[0]);
        Assert.Equal(("action_ids", shown.ActionId), (history.Changes[0].Fields[1].Field, history.Changes[0].Fields[1].From));
        // Which others it is about is no business of theirs, nor what was taken out, as a child might have been known by it.
        Assert.Equal([shown.ActionId], toSchools.Actions.Select(one => one.ActionId));
        Assert.Equal((2L, 0), (toSchools.Changes[0].Version, toSchools.Changes[0].Fields.Count));
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(TestPerson.Of(here.Icb, Capacity.Contributor)).GetVoiceRecordAsync(new() { VoiceId = Guid.NewGuid().ToString() }));
    }

    [Fact]
    public async Task Voice_NeitherHeardNorReasonOrBoth_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var good = await here.NewVoiceAsync(await here.MakeActionAsync());

        Assert.Equal(["action_ids", "from", "heard_on", "said"], await FieldsAsync(new() { PlanId = good.PlanId }));
        Assert.Equal(["none_heard_because"], await FieldsAsync(new(good) { NoneHeardBecause = "Nobody came." }));
        Assert.Equal(["told_on"], await FieldsAsync(new(good) { ToldOn = "2024-09-29" }));
        Assert.Equal(["heard_on"], await FieldsAsync(new(good) { HeardOn = "2098-01-01", ToldOn = "" }));
        Assert.Equal(["how_many"], await FieldsAsync(new(good) { HowMany = -1 }));

        async Task<IEnumerable<string>> FieldsAsync(V1.SaveVoiceRecordRequest request) =>
            (await Refusal.OfAsync(here.Assurance(here.Officer).SaveVoiceRecordAsync(request))).Fields.Distinct().Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Voice_ThatTurnsOutToBeNone_HasTheReasonAlone()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var officer = here.Assurance(here.Officer);
        var voice = await officer.SaveVoiceRecordAsync(new(await here.NewVoiceAsync(action)) { Directly = true });

        await officer.SaveVoiceRecordAsync(new()
        {
            VoiceId = voice.RecordId, ExpectedVersion = 1, PlanId = await here.PlanOfAsync(), ActionIds = { action.ActionId }, NoneHeardBecause = "Nobody came.",
        });

        var record = (await officer.ListVoiceRecordsAsync(new())).Records.Single();
        Assert.Equal(("Nobody came.", "", "", "", 0, false), (record.NoneHeardBecause, record.HeardOn, record.Said, record.From, record.HowMany, record.Directly));
    }

    [Fact]
    public async Task Voice_IsWithdrawnByWhoRecordedItOrTheManagerAlone()
    {
        var here = await PlanSteps.PartnershipAsync();
        var voice = await here.Assurance(here.Officer).SaveVoiceRecordAsync(await here.NewVoiceAsync(await here.MakeActionAsync()));
        var request = new V1.WithdrawVoiceRecordRequest { VoiceId = voice.RecordId, ExpectedVersion = 1, Reason = "Words." };

        await Refusal.OfAsync(StatusCode.PermissionDenied, here.Assurance(TestPerson.Of(here.Icb, Capacity.AgencyLead)).WithdrawVoiceRecordAsync(request));
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(TestPerson.Of(here.Schools, Capacity.AgencyLead)).WithdrawVoiceRecordAsync(request));
        await here.Assurance(here.Manager).WithdrawVoiceRecordAsync(request);
    }

    [Fact]
    public async Task Themes_WithoutAnyVoice_ArePointedOut()
    {
        var here = await PlanSteps.PartnershipAsync();
        var first = await here.MakeActionAsync();
        var planId = await here.PlanOfAsync();
        var manager = here.As(here.Manager);
        var heard = await manager.SaveThemeAsync(new() { PlanId = planId, Name = "Front door" });
        var unheard = await manager.SaveThemeAsync(new() { PlanId = planId, Name = "Exploitation" });
        var empty = await manager.SaveThemeAsync(new() { PlanId = planId, Name = "Workforce" });
        await manager.DescribeActionAsync(new(await here.DescriptionAsync(first.ActionId)) { ThemeId = heard.PartId });
        var other = await manager.AddActionAsync(new(here.NewAction(planId)) { ThemeId = unheard.PartId });
        await here.Assurance(here.Officer).SaveVoiceRecordAsync(await here.NewVoiceAsync(first));

        Assert.Equal([unheard.PartId, empty.PartId], await WithoutAsync(here.Manager));
        // Those that their agency takes part in; others they do not know of.
        Assert.Equal([unheard.PartId], await WithoutAsync(here.Officer));
        Assert.Empty(await WithoutAsync(TestPerson.Of(here.Schools, Capacity.AgencyLead)));
        await here.Assurance(here.Officer).SaveVoiceRecordAsync(new() { PlanId = planId, ActionIds = { other.ActionId }, NoneHeardBecause = "Nobody came." });
        Assert.Equal([empty.PartId], await WithoutAsync(here.Manager));

        async Task<IEnumerable<string>> WithoutAsync(TestPerson by) =>
            (await here.Assurance(by).ListVoiceRecordsAsync(new() { PlanId = planId })).ThemesWithout.Select(theme => theme.ThemeId);
    }

    [Fact]
    public async Task Voices_ToOtherAgenciesAndBeforePublication_AreThoseTheyMayKnowOf()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var action = await here.MakeActionAsync();
        var voice = await here.Assurance(here.Manager).SaveVoiceRecordAsync(await here.NewVoiceAsync(action));

        Assert.Empty((await here.Assurance(here.OtherManager).ListVoiceRecordsAsync(new())).Records);
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(here.OtherManager).ListVoiceRecordsAsync(new() { VoiceId = voice.RecordId }));
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(here.OtherManager).ListVoiceRecordsAsync(new() { PlanId = await here.PlanOfAsync() }));
        await here.InspectionIsAsync(InspectionPhase.Published);
        Assert.Single((await here.Assurance(here.Officer).ListVoiceRecordsAsync(new())).Records);
        Assert.Empty((await here.Assurance(TestPerson.Of(here.Schools, Capacity.AgencyLead)).ListVoiceRecordsAsync(new())).Records);
    }
}
