using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Measures of impact: what they say, their readings, and what they mean for children.</summary>
public sealed class ImpactTests
{
    [Theory]
    [InlineData("4", true, "fewer than 5 children")]
    [InlineData("0", true, "fewer than 5 children")]
    [InlineData("5", true, "5 children")]
    [InlineData("4.5", false, "4.5 children")]
    public void InPapers_OfFewPeople_IsNotSaid(string figure, bool countsPeople, string shown) =>
        Assert.Equal(shown, Figure.InPapers(decimal.Parse(figure, System.Globalization.CultureInfo.InvariantCulture), "children", countsPeople));

    [Fact]
    public async Task Measure_AddedChangedAndWithdrawn_IsToldWithItsHistory()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var manager = here.Assurance(here.Manager);
        var measure = await here.MeasureAsync(one);

        var change = new V1.SaveImpactMeasureRequest(await here.NewMeasureAsync(one)) { MeasureId = measure.RecordId, ExpectedVersion = 1 };
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.SaveImpactMeasureAsync(change));
        change.ActionIds.Add(other.ActionId);
        change.Target = "80";
        await manager.SaveImpactMeasureAsync(change);
        var stale = await Refusal.OfAsync(StatusCode.Aborted, manager.SaveImpactMeasureAsync(new(change) { Target = "90" }));
        var record = await here.MeasureOfAsync(measure);
        await manager.WithdrawImpactMeasureAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 2, Reason = "Counted twice." });

        Assert.Equal(2, stale.CurrentVersion);
        Assert.Equal(("20", "80", 2L, true), (record.Measure.Baseline, record.Measure.Target, record.Measure.Version, record.MayChange));
        Assert.Equal([one.ActionId, other.ActionId], record.Measure.ActionIds);
        Assert.Equal(["target", "action_ids"], record.Changes[0].Fields.Select(field => field.Field));
        var withdrawn = await here.MeasureOfAsync(measure);
        Assert.Equal(("Counted twice.", false, false), (withdrawn.Measure.WithdrawnBecause, withdrawn.MayChange, withdrawn.MayRecord));
        Assert.Equal(withdrawn.Measure, (await here.ToldAsync<V1.ImpactMeasureChanged>(measure.RecordId)).Measure);
        Assert.Empty((await manager.ListImpactMeasuresAsync(new())).Measures);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.RecordImpactReadingAsync(ImpactSteps.Reading(new() { RecordId = measure.RecordId, Version = 3 })));
    }

    [Fact]
    public async Task Measure_WithoutWhatItNeeds_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var good = await here.NewMeasureAsync(await here.MakeActionAsync());

        Assert.Equal(
            ["action_ids", "direction", "target", "target_on", "unit", "what"],
            await FieldsAsync(new() { PlanId = good.PlanId }));
        Assert.Equal(["target"], await FieldsAsync(new(good) { Direction = V1.MeasureDirection.Context }));
        Assert.Equal(["target"], await FieldsAsync(new(good) { Direction = V1.MeasureDirection.DownIsBetter }));
        Assert.Equal(["target", "target_on"], await FieldsAsync(new(good) { Target = "12", TargetOn = "2024-01-31", NotExpectedBefore = "" }));
        Assert.Equal(["not_expected_before"], await FieldsAsync(new(good) { NotExpectedBefore = "2099-03-02" }));
        Assert.Equal(["baseline_on"], await FieldsAsync(new(good) { BaselineOn = "" }));
        Assert.Equal(["baseline_on"], await FieldsAsync(new(good) { BaselineOn = "2098-01-01" }));
        Assert.Equal(["target"], await FieldsAsync(new(good) { CountsPeople = true }));
        foreach (var number in new[] { "12,5", "1234567890123", "1.23456", "1e3", ".5", " 5", "NaN" })
        {
            Assert.Equal(["baseline"], await FieldsAsync(new(good) { Baseline = number }));
        }

        async Task<IEnumerable<string>> FieldsAsync(V1.SaveImpactMeasureRequest request) =>
            (await Refusal.OfAsync(here.Assurance(here.Manager).SaveImpactMeasureAsync(request))).Fields.Distinct().Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Measure_OfContext_HasNoTarget()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = await here.NewMeasureAsync(await here.MakeActionAsync());
        (request.Direction, request.Target, request.TargetOn, request.Baseline, request.BaselineOn) = (V1.MeasureDirection.Context, "", "", "", "");
        var measure = await here.Assurance(here.Manager).SaveImpactMeasureAsync(request);
        Assert.Equal(("", "", ""), ((await here.MeasureOfAsync(measure)).Measure.Target, (await here.MeasureOfAsync(measure)).Measure.TargetOn, (await here.MeasureOfAsync(measure)).Measure.Baseline));
    }

    [Fact]
    public async Task Reading_OfADayTwice_ReplacesTheFirstAndKeepsItInTheHistory()
    {
        var here = await PlanSteps.PartnershipAsync();
        var measure = await here.MeasureAsync(await here.MakeActionAsync());
        var officer = here.Assurance(here.Officer);

        var first = await officer.RecordImpactReadingAsync(ImpactSteps.Reading(measure, "41"));
        var earlier = await officer.RecordImpactReadingAsync(ImpactSteps.Reading(first, "30.10", on: "2024-06-30"));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, officer.RecordImpactReadingAsync(ImpactSteps.Reading(earlier, "41.0")));
        await Refusal.OfAsync(StatusCode.Aborted, officer.RecordImpactReadingAsync(ImpactSteps.Reading(first, "42")));
        await officer.RecordImpactReadingAsync(ImpactSteps.Reading(earlier, "-0.5"));

        var record = await here.MeasureOfAsync(measure);
        Assert.Equal(["-0.5", "30.1"], record.Readings.Select(reading => reading.Value));
        Assert.Equal((2, "-0.5", 2L, 4L), (record.Measure.Readings, record.Measure.LastReading.Value, record.Measure.LastReading.Version, record.Measure.Version));
        Assert.Equal(["reading.on", "reading.value"], record.Changes[0].Fields.Select(field => field.Field));
        Assert.Equal(("41", "-0.5"), (record.Changes[0].Fields[1].From, record.Changes[0].Fields[1].To));
        Assert.Equal(record.Readings[0], (await here.ToldAsync<V1.ImpactReadingRecorded>(record.Readings[0].ReadingId)).Reading);
        Assert.Equal(record.Measure, (await here.ToldAsync<V1.ImpactMeasureChanged>(measure.RecordId)).Measure);
    }

    [Fact]
    public async Task Reading_WithoutWhatItNeedsOrInTheFuture_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var measure = await here.MeasureAsync(await here.MakeActionAsync());
        var refusal = await Refusal.OfAsync(here.Assurance(here.Officer).RecordImpactReadingAsync(
            new() { MeasureId = measure.RecordId, ExpectedVersion = 1, On = "2098-01-01" }));
        Assert.Equal(["on", "source", "value"], refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reading_OfPeople_IsAWholeNumber()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = await here.NewMeasureAsync(await here.MakeActionAsync());
        var measure = await here.Assurance(here.Manager).SaveImpactMeasureAsync(new(request) { CountsPeople = true, Target = "70", Unit = "children" });
        foreach (var number in new[] { "4.5", "-1" })
        {
            Assert.Equal(["value"], (await Refusal.OfAsync(here.Assurance(here.Officer).RecordImpactReadingAsync(ImpactSteps.Reading(measure, number)))).Fields);
        }
    }

    [Fact]
    public async Task SoWhat_IsAgreedByTheNamedPersonAloneAndAnotherParagraphVoidsIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var measure = await here.MeasureAsync(await here.MakeActionAsync());
        var chair = TestPerson.Of(here.Council, Capacity.PartnershipChair);
        await here.RegisterAsync(chair);
        var manager = here.Assurance(here.Manager);
        var request = new V1.SaySoWhatRequest { MeasureId = measure.RecordId, ExpectedVersion = 1, SoWhat = "Children wait less.", AgreedBy = chair.Id.ToString() };

        await manager.SaySoWhatAsync(request);
        await Refusal.OfAsync(StatusCode.PermissionDenied, manager.AgreeSoWhatAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 2 }));
        Assert.True((await here.MeasureOfAsync(measure, chair)).MayAgree);
        await here.Assurance(chair).AgreeSoWhatAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 2 });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(chair).AgreeSoWhatAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 3 }));
        Assert.Equal(here.Today(), (await here.MeasureOfAsync(measure)).Measure.SoWhatAgreedOn);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.SaySoWhatAsync(new(request) { ExpectedVersion = 3 }));
        await manager.SaySoWhatAsync(new(request) { ExpectedVersion = 3, SoWhat = "Children wait far less." });

        var record = await here.MeasureOfAsync(measure, chair);
        Assert.Equal(("", true), (record.Measure.SoWhatAgreedOn, record.MayAgree));
        Assert.Equal(["so_what", "so_what_agreed_on"], record.Changes[0].Fields.Select(field => field.Field));
        Assert.Equal((here.Today(), ""), (record.Changes[0].Fields[1].From, record.Changes[0].Fields[1].To));
    }

    [Fact]
    public async Task SoWhat_NamingAStrangerOrNothingToAgree_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var measure = await here.MeasureAsync(await here.MakeActionAsync());
        var request = new V1.SaySoWhatRequest { MeasureId = measure.RecordId, ExpectedVersion = 1, SoWhat = "Words.", AgreedBy = Guid.NewGuid().ToString() };
        Assert.Equal(["agreed_by"], (await Refusal.OfAsync(here.Assurance(here.Manager).SaySoWhatAsync(request))).Fields);
        await here.RegisterAsync(here.Officer);
        request.AgreedBy = here.Officer.Id.ToString();
        Assert.Equal(["so_what"], (await Refusal.OfAsync(here.Assurance(here.Manager).SaySoWhatAsync(new(request) { SoWhat = " " }))).Fields);
    }

    [Fact]
    public async Task Measures_ToOtherAgencies_AreThoseOnTheirActionsAloneAndWhatTheyDoNotSeeStays()
    {
        var here = await PlanSteps.PartnershipAsync();
        var theirs = await here.MakeActionAsync();
        var adding = here.NewAction(await here.PlanOfAsync());
        adding.SupportingAgencyIds.Add(here.Schools);
        var shared = await here.As(here.Manager).AddActionAsync(adding);
        var (hidden, seen) = (await here.MeasureAsync(theirs), await here.MeasureAsync(theirs, shared));
        var lead = TestPerson.Of(here.Schools, Capacity.AgencyLead);
        var teacher = here.Assurance(lead);

        var listed = Assert.Single((await teacher.ListImpactMeasuresAsync(new())).Measures);
        Assert.Equal((seen.RecordId, shared.ActionId), (listed.MeasureId, listed.ActionIds.Single()));
        await Refusal.OfAsync(StatusCode.NotFound, teacher.GetImpactMeasureAsync(new() { MeasureId = hidden.RecordId }));
        await Refusal.OfAsync(StatusCode.NotFound, teacher.RecordImpactReadingAsync(ImpactSteps.Reading(hidden)));
        Assert.DoesNotContain((await here.MeasureOfAsync(seen, lead)).Changes.SelectMany(change => change.Fields), field => field.Field == "action_ids");
        await teacher.SaveImpactMeasureAsync(new(await here.NewMeasureAsync(shared)) { MeasureId = seen.RecordId, ExpectedVersion = 1, What = "Other words" });
        Assert.Equal(2, (await here.MeasureOfAsync(seen)).Measure.ActionIds.Count);
        // Who only owns or helps records readings, and does not say what is measured.
        await Refusal.OfAsync(StatusCode.NotFound, teacher.SaveImpactMeasureAsync(await here.NewMeasureAsync(theirs)));
        var chair = here.Assurance(TestPerson.Of(here.Schools, Capacity.PartnershipChair));
        await Refusal.OfAsync(StatusCode.PermissionDenied, chair.RecordImpactReadingAsync(ImpactSteps.Reading(seen)));
    }

    [Fact]
    public async Task Measure_ByALeadWhoSeesItOnlyInAnotherCapacity_IsNotTheirsToChange()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var measure = await here.MeasureAsync(action);
        var both = here.Assurance(TestPerson.Of(here.Schools, Capacity.AgencyLead, Capacity.BoardMember));

        await Refusal.OfAsync(StatusCode.PermissionDenied, both.SaveImpactMeasureAsync(await here.NewMeasureAsync(action)));
        await Refusal.OfAsync(StatusCode.PermissionDenied, both.SaySoWhatAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 1, SoWhat = "Words." }));
        await Refusal.OfAsync(StatusCode.PermissionDenied, both.WithdrawImpactMeasureAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 1, Reason = "Words." }));
        await Refusal.OfAsync(StatusCode.PermissionDenied, both.RecordImpactReadingAsync(ImpactSteps.Reading(measure)));
    }

    [Fact]
    public async Task Measures_BeforePublication_AreForNamedReadersAlone()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var measure = await here.MeasureAsync(await here.MakeActionAsync());
        var other = here.Assurance(here.OtherManager);
        await here.RegisterAsync(here.OtherManager);

        Assert.Empty((await other.ListImpactMeasuresAsync(new())).Measures);
        await Refusal.OfAsync(StatusCode.NotFound, other.GetImpactMeasureAsync(new() { MeasureId = measure.RecordId }));
        await Refusal.OfAsync(StatusCode.NotFound, other.RecordImpactReadingAsync(ImpactSteps.Reading(measure)));
        await Refusal.OfAsync(StatusCode.NotFound, other.AgreeSoWhatAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 1 }));
        Assert.Equal(["agreed_by"], (await Refusal.OfAsync(here.Assurance(here.Manager).SaySoWhatAsync(new()
        {
            MeasureId = measure.RecordId, ExpectedVersion = 1, SoWhat = "Words.", AgreedBy = here.OtherManager.Id.ToString(),
        }))).Fields);
    }

    [Fact]
    public async Task ClosedPlan_AnyWriteOfImpactOrVoice_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var measure = await here.MeasureAsync(action);
        var manager = here.Assurance(here.Manager);
        var voice = await manager.SaveVoiceRecordAsync(await here.NewVoiceAsync(action));
        await here.ClosePlanAsync();

        await RefusedAsync(manager.SaveImpactMeasureAsync(await here.NewMeasureAsync(action)));
        await RefusedAsync(manager.RecordImpactReadingAsync(ImpactSteps.Reading(measure)));
        await RefusedAsync(manager.SaySoWhatAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 1, SoWhat = "Words." }));
        await RefusedAsync(manager.AgreeSoWhatAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 1 }));
        await RefusedAsync(manager.WithdrawImpactMeasureAsync(new() { MeasureId = measure.RecordId, ExpectedVersion = 1, Reason = "Words." }));
        await RefusedAsync(manager.SaveVoiceRecordAsync(await here.NewVoiceAsync(action)));
        await RefusedAsync(manager.WithdrawVoiceRecordAsync(new() { VoiceId = voice.RecordId, ExpectedVersion = 1, Reason = "Words." }));
        Assert.False((await here.MeasureOfAsync(measure)).MayRecord);

        static async Task RefusedAsync(AsyncUnaryCall<V1.AssuranceReply> call) =>
            Assert.Contains("takes no changes", (await Refusal.OfAsync(StatusCode.FailedPrecondition, call)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proof_OfAnAction_CountsMeasuresAndVoicesAndSaysWhichReadingIsMissing()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var manager = here.Assurance(here.Manager);
        var later = await manager.SaveImpactMeasureAsync(new(await here.NewMeasureAsync(action)) { NotExpectedBefore = "2098-01-01" });
        Assert.Equal([V1.ProofGap.NoVoice], (await ProvenAsync()).Gaps);
        var measure = await here.MeasureAsync(action);
        Assert.Equal([V1.ProofGap.NoReading, V1.ProofGap.NoVoice], (await ProvenAsync()).Gaps);

        await manager.RecordImpactReadingAsync(ImpactSteps.Reading(measure));
        await manager.SaveVoiceRecordAsync(await here.NewVoiceAsync(action));
        var none = await manager.SaveVoiceRecordAsync(new()
        {
            PlanId = await here.PlanOfAsync(), ActionIds = { action.ActionId }, NoneHeardBecause = "The children are too young to be asked.",
        });
        await manager.WithdrawVoiceRecordAsync(new() { VoiceId = none.RecordId, ExpectedVersion = 1, Reason = "Wrong action." });

        var assurance = await manager.GetActionAssuranceAsync(new() { ActionId = action.ActionId });
        Assert.Equal((2, 1, 1), (assurance.Proven.Measures, assurance.Proven.MeasuresWithReading, assurance.Proven.Voices));
        Assert.Empty(assurance.Proven.Gaps);
        Assert.Equal([measure.RecordId, later.RecordId], assurance.Measures.Select(one => one.MeasureId));
        Assert.Equal(("41", 1), (assurance.Measures[0].LastReading.Value, assurance.Voices.Count));
        Assert.Equal(assurance.Proven, (await manager.ListPlanAssuranceAsync(new() { PlanId = await here.PlanOfAsync() })).Actions.Single());

        async Task<V1.ProvenSoFar> ProvenAsync() => (await manager.GetActionAssuranceAsync(new() { ActionId = action.ActionId })).Proven;
    }
}
