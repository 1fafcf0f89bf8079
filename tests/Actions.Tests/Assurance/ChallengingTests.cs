using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Challenges: what they become, and who sees which.</summary>
public sealed class ChallengingTests
{
    [Fact]
    public async Task Challenge_AnsweredAndAccepted_KeepsWhatWasSaidAndTellsOfEach()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (scrutineer, lead) = (here.Scrutineer(), here.LeadOf(here.Police));
        var (id, action) = await here.RaiseAsync(scrutineer);

        var asked = await here.ChallengeAsync(lead, id);
        await here.AnswerAsync(lead, id, 1);
        var stale = await Refusal.OfAsync(StatusCode.Aborted, here.Assurance(scrutineer).AcceptAnswerAsync(new() { ChallengeId = id, ExpectedVersion = 1 }));
        await here.Assurance(scrutineer).AcceptAnswerAsync(new() { ChallengeId = id, ExpectedVersion = 2 });

        Assert.Equal((true, false, "the agency’s leads", 2L), (asked.MayAnswer, asked.MayTakeFurther, asked.ThisStep, stale.CurrentVersion));
        Assert.Equal(WorkingDays.After(here.Host.Clock.Today(), 10).ToIso(), asked.Challenge.AnswerDueOn);
        Assert.Equal((action.ActionId, here.Police, ""), (asked.Challenge.ActionIds.Single(), asked.Challenge.To.AgencyId, asked.Challenge.RaisedByAgencyId));
        var record = await here.ChallengeAsync(scrutineer, id);
        Assert.Equal((V1.ChallengeState.Accepted, "", false, 3L), (record.Challenge.State, record.Challenge.Reference, record.Challenge.Escalated, record.Challenge.Version));
        Assert.Equal(["Three months have passed and there is no draft.", "It is with our lawyers.", ""], record.Words.Select(said => said.Words));
        Assert.Equal([V1.ChallengeState.Open, V1.ChallengeState.Answered, V1.ChallengeState.Accepted], record.Words.Select(said => said.State));
        Assert.Equal((lead.Id.ToString(), Capacity.AgencyLead), (record.Words[1].PersonId, record.Words[1].Capacity));
        Assert.Equal((false, ""), (record.MayTakeFurther, record.NextStep));
        Assert.Equal(record.Challenge, (await here.ToldAsync<V1.ChallengeChanged>(id)).Challenge);
        Assert.Equal(record.Words[2], (await here.ToldAsync<V1.ChallengeWordsRecorded>(record.Words[2].WordsId)).Words);
    }

    [Fact]
    public async Task Challenge_BetweenTheTwo_IsInNoListRecordOrHistoryOfAnybodyElse()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (raiser, colleague, lead) = (here.LeadOf(here.Icb), here.LeadOf(here.Icb), here.LeadOf(here.Police));
        var (id, action) = await here.RaiseAsync(raiser);
        var planId = await here.PlanOfAsync();
        var before = await here.As(here.Manager).ListPlanHistoryAsync(new() { PlanId = planId });

        await here.AnswerAsync(lead, id, 1);

        foreach (var side in new[] { raiser, colleague, lead })
        {
            await here.ChallengeAsync(side, id);
            Assert.Equal(1, (await here.Assurance(side).ListChallengesAsync(new())).Total);
            Assert.Single((await here.Assurance(side).GetActionAssuranceAsync(new() { ActionId = action.ActionId })).Challenges);
        }

        var police = TestPerson.Of(here.Police, Capacity.Contributor, Capacity.DelegatedSafeguardingPartner, Capacity.LeadSafeguardingPartner);
        foreach (var other in new[]
        {
            here.Manager, here.Scrutineer(), here.LeadOf(here.Schools), police, here.Officer, TestPerson.Of(here.Icb, Capacity.Contributor),
            TestPerson.Of(here.Council, Capacity.PartnershipChair, Capacity.InformationGovernanceReader, Capacity.SystemUser),
        })
        {
            var calls = here.Assurance(other);
            await Refusal.OfAsync(StatusCode.NotFound, calls.GetChallengeAsync(new() { ChallengeId = id }));
            var list = await calls.ListChallengesAsync(new() { PlanId = planId, Ended = true });
            Assert.Equal((0, 0), (list.Total, list.Challenges.Count));
        }

        Assert.Empty((await here.Assurance(here.Manager).GetActionAssuranceAsync(new() { ActionId = action.ActionId })).Challenges);
        Assert.Equal(before, await here.As(here.Manager).ListPlanHistoryAsync(new() { PlanId = planId }));
        foreach (var act in new[] { here.Scrutineer(), TestPerson.Of(here.Council, Capacity.PartnershipChair) })
        {
            await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(act).AnswerChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 2, Words = "Words." }));
            await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(act).EscalateChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 2, Words = "Words." }));
        }
    }

    [Fact]
    public async Task Challenge_OnceEscalated_IsSeenByThePartnershipWithItsPrivateWords()
    {
        var here = await PlanSteps.PartnershipAsync();
        var scrutineer = here.Scrutineer();
        var (id, action) = await here.RaiseAsync(scrutineer);
        await here.AnswerAsync(here.LeadOf(here.Police), id, 1);

        await here.EscalateAsync(scrutineer, id, 2);

        foreach (var reader in new[] { here.Manager, here.Officer, TestPerson.Of(here.Council, Capacity.BoardMember) })
        {
            var record = await here.ChallengeAsync(reader, id);
            Assert.Equal(["Three months have passed and there is no draft.", "It is with our lawyers.", "It goes on."], record.Words.Select(said => said.Words));
            Assert.Equal((false, false), (record.MayAnswer, record.MayTakeFurther));
        }

        // Who does not see an action is not told that it is about it.
        Assert.Empty((await here.ChallengeAsync(here.LeadOf(here.Schools), id)).Challenge.ActionIds);
        Assert.Equal(action.ActionId, (await here.ChallengeAsync(here.Manager, id)).Challenge.ActionIds.Single());
    }

    [Fact]
    public async Task Reference_OfEscalated_IsCountedWithoutThoseThatStayPrivate()
    {
        var here = await PlanSteps.PartnershipAsync();
        var scrutineer = here.Scrutineer();
        await here.RaiseAsync(scrutineer);
        var (first, _) = await here.RaiseAsync(scrutineer);
        await here.RaiseAsync(scrutineer);
        var (second, _) = await here.RaiseAsync(scrutineer);

        await here.EscalateAsync(scrutineer, first, 1);
        await here.EscalateAsync(scrutineer, second, 1);
        await here.EscalateAsync(scrutineer, first, 2);

        var year = here.Host.Clock.Today().Year;
        Assert.Equal($"HSK-{year}-C01", (await here.ChallengeAsync(here.Manager, first)).Challenge.Reference);
        Assert.Equal($"HSK-{year}-C02", (await here.ChallengeAsync(here.Manager, second)).Challenge.Reference);
        Assert.Equal(2, (await here.Assurance(here.Manager).ListChallengesAsync(new())).Total);
    }

    [Fact]
    public async Task Reference_OfManyEscalatedAtOnce_IsGivenToEachOnce()
    {
        var here = await PlanSteps.PartnershipAsync();
        var scrutineer = here.Scrutineer();
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            ids.Add((await here.RaiseAsync(scrutineer)).Id);
        }

        await Task.WhenAll(ids.Select(id => here.EscalateAsync(scrutineer, id, 1)));

        var listed = (await here.Assurance(here.Manager).ListChallengesAsync(new())).Challenges;
        Assert.Equal(
            Enumerable.Range(1, 5).Select(number => $"HSK-{here.Host.Clock.Today().Year}-C0{number}"), listed.Select(one => one.Reference).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ladder_OfASafeguardingPartner_LeadsToEachWhoAnswersInTurn()
    {
        var here = await PlanSteps.PartnershipAsync();
        var scrutineer = here.Scrutineer();
        var delegated = TestPerson.Of(here.Police, Capacity.DelegatedSafeguardingPartner);
        await here.AppointAsync(delegated);
        var chief = TestPerson.Of(here.Police, Capacity.LeadSafeguardingPartner);
        var (id, _) = await here.RaiseAsync(scrutineer);
        (TestPerson Answers, TestPerson Other, string Called)[] steps =
        [
            (here.LeadOf(here.Police), scrutineer, "the agency’s leads"),
            (delegated, TestPerson.Of(here.Icb, Capacity.DelegatedSafeguardingPartner), "the agency’s delegated safeguarding partner"),
            (TestPerson.Of(here.Icb, Capacity.DelegatedSafeguardingPartner), chief, "the partnership’s chair and executive"),
            (chief, TestPerson.Of(here.Icb, Capacity.LeadSafeguardingPartner), "the agency’s lead safeguarding partner"),
            (TestPerson.Of(here.Icb, Capacity.LeadSafeguardingPartner), delegated, "the three safeguarding partners together"),
        ];

        var version = 1L;
        foreach (var (place, step) in steps.Index())
        {
            Assert.Equal(step.Called, (await here.ChallengeAsync(scrutineer, id)).ThisStep);
            Assert.False((await here.ChallengeAsync(step.Other, id)).MayAnswer);
            await Refusal.OfAsync(StatusCode.PermissionDenied, here.Assurance(step.Other).AnswerChallengeAsync(new() { ChallengeId = id, ExpectedVersion = version, Words = "Words." }));
            Assert.True((await here.ChallengeAsync(step.Answers, id)).MayAnswer);
            version = await here.AnswerAsync(step.Answers, id, version);
            version = place < steps.Length - 1 ? await here.EscalateAsync(scrutineer, id, version) : version;
        }

        var refusal = await Refusal.OfAsync(
            StatusCode.FailedPrecondition, here.Assurance(scrutineer).EscalateChallengeAsync(new() { ChallengeId = id, ExpectedVersion = version, Words = "Words." }));
        Assert.Contains("no further step", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ladder_OfATrustOrSchool_GoesThroughItsLeadsToTheChairAndTheThree()
    {
        var here = await PlanSteps.PartnershipAsync();
        var scrutineer = here.Scrutineer();
        var (id, _) = await here.RaiseAsync(scrutineer, request => new(request) { To = new() { AgencyId = here.Schools } });

        var words = new List<string> { (await here.ChallengeAsync(scrutineer, id)).NextStep };
        for (var version = 1L; version < 4; version++)
        {
            await here.EscalateAsync(scrutineer, id, version);
            var record = await here.ChallengeAsync(here.LeadOf(here.Schools), id);
            words.Add(record.NextStep);
            Assert.Equal(version == 1, record.MayAnswer);
        }

        Assert.Equal(
            [
                "the agency’s chief executive or commissioner, through its leads", "the partnership’s chair and executive",
                "the three safeguarding partners together", "",
            ],
            words);
    }

    [Fact]
    public async Task Ladder_OfADirectorate_IsThatOfItsCouncil()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.PartOfAsync(here.Schools, here.Council);
        var scrutineer = here.Scrutineer();
        var delegated = TestPerson.Of(here.Council, Capacity.DelegatedSafeguardingPartner);
        await here.AppointAsync(delegated);
        var (id, _) = await here.RaiseAsync(scrutineer, request => new(request) { To = new() { AgencyId = here.Schools } });

        await here.EscalateAsync(scrutineer, id, 1);

        Assert.True((await here.ChallengeAsync(delegated, id)).MayAnswer);
        await here.EscalateAsync(scrutineer, id, 2);
        Assert.Equal("the agency’s lead safeguarding partner", (await here.ChallengeAsync(scrutineer, id)).NextStep);
    }

    [Fact]
    public async Task Ladder_OfABody_BeginsWithTheChairs()
    {
        var here = await PlanSteps.PartnershipAsync();
        var lead = here.LeadOf(here.Police);
        var chair = here.Chair();
        var (id, _) = await here.RaiseAsync(lead, request => new(request) { To = new() { BodyId = here.Board } });

        Assert.True((await here.ChallengeAsync(chair, id)).MayAnswer);
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(here.LeadOf(here.Icb)).GetChallengeAsync(new() { ChallengeId = id }));
        Assert.Equal("the partnership’s chair and executive", (await here.ChallengeAsync(lead, id)).NextStep);
        await here.EscalateAsync(lead, id, 1);
        // Not by the agency that raised it, whoever of it.
        Assert.False((await here.ChallengeAsync(TestPerson.Of(here.Police, Capacity.DelegatedSafeguardingPartner), id)).MayAnswer);
        Assert.Equal("the three safeguarding partners together", (await here.ChallengeAsync(lead, id)).NextStep);
    }

    [Fact]
    public async Task Challenge_OutOfTurnOrByTheWrongSide_IsRefusedInWords()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (scrutineer, lead) = (here.Scrutineer(), here.LeadOf(here.Police));
        var (id, _) = await here.RaiseAsync(scrutineer);

        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(scrutineer).AcceptAnswerAsync(new() { ChallengeId = id, ExpectedVersion = 1 }));
        await Refusal.OfAsync(StatusCode.PermissionDenied, here.Assurance(lead).EscalateChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 1, Words = "Words." }));
        await Refusal.OfAsync(StatusCode.PermissionDenied, here.Assurance(lead).WithdrawChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 1, Words = "Words." }));
        await Refusal.OfAsync(StatusCode.PermissionDenied, here.Assurance(scrutineer).AnswerChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 1, Words = "Words." }));
        Assert.Equal(["words"], (await Refusal.OfAsync(here.Assurance(lead).AnswerChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 1 }))).Fields);
        await here.AnswerAsync(lead, id, 1);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(lead).AnswerChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 2, Words = "Words." }));
        Assert.Equal(["words"], (await Refusal.OfAsync(here.Assurance(scrutineer).WithdrawChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 2 }))).Fields);
        await here.Assurance(scrutineer).WithdrawChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 2, Words = "It came." });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(scrutineer).EscalateChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 3, Words = "Words." }));

        Assert.Empty((await here.Assurance(lead).ListChallengesAsync(new())).Challenges);
        Assert.Equal(V1.ChallengeState.Withdrawn, (await here.Assurance(lead).ListChallengesAsync(new() { Ended = true })).Challenges.Single().State);
    }

    [Fact]
    public async Task Raise_WithoutWhatItNeeds_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var planId = await here.PlanOfAsync();
        var lead = here.Assurance(here.LeadOf(here.Police));

        Assert.Equal(
            ["answer_due_on", "title", "to", "words"],
            (await Refusal.OfAsync(lead.RaiseChallengeAsync(new() { PlanId = planId, AnswerDueOn = "2020-01-01" }))).Fields.Order(StringComparer.Ordinal));
        Assert.Equal(["to"], (await Refusal.OfAsync(lead.RaiseChallengeAsync(here.NewChallenge(planId, action.ActionId)))).Fields);
        Assert.Equal(
            ["to"], (await Refusal.OfAsync(lead.RaiseChallengeAsync(new(here.NewChallenge(planId)) { To = new() { AgencyId = "some-other-agency" } }))).Fields);
        var elsewhere = await (await PlanSteps.PartnershipAsync()).MakeActionAsync();
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(here.Scrutineer()).RaiseChallengeAsync(here.NewChallenge(planId, elsewhere.ActionId)));
    }

    [Fact]
    public async Task AnswerDueOn_UnlessGiven_IsTheSettingsWorkingDaysAhead()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.SettingsAsync(settings => settings.ChallengeDays = 4);
        var scrutineer = here.Scrutineer();
        var (id, _) = await here.RaiseAsync(scrutineer);
        var (sooner, _) = await here.RaiseAsync(scrutineer, request => new(request) { AnswerDueOn = here.Today() });

        Assert.Equal(WorkingDays.After(here.Host.Clock.Today(), 4).ToIso(), (await here.ChallengeAsync(scrutineer, id)).Challenge.AnswerDueOn);
        Assert.Equal(here.Today(), (await here.ChallengeAsync(scrutineer, sooner)).Challenge.AnswerDueOn);
        Assert.Equal([sooner, id], (await here.Assurance(scrutineer).ListChallengesAsync(new())).Challenges.Select(one => one.ChallengeId));
    }

    [Fact]
    public async Task ClosedPlan_AnyWriteOfAChallenge_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (scrutineer, lead) = (here.Scrutineer(), here.LeadOf(here.Police));
        var (id, _) = await here.RaiseAsync(scrutineer);
        await here.Host.Database.ExecuteAsync("update action_plan set closed_on = '2024-12-05' where tenant_id = @TenantId", new { here.TenantId });
        var calls = here.Assurance(scrutineer);

        foreach (var call in new Func<AsyncUnaryCall<V1.AssuranceReply>>[]
        {
            () => calls.RaiseChallengeAsync(new() { PlanId = here.PlanOfAsync().Result }),
            () => here.Assurance(lead).AnswerChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 1 }),
            () => calls.AcceptAnswerAsync(new() { ChallengeId = id, ExpectedVersion = 1 }),
            () => calls.EscalateChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 1 }),
            () => calls.WithdrawChallengeAsync(new() { ChallengeId = id, ExpectedVersion = 1 }),
        })
        {
            Assert.Contains("takes no changes", (await Refusal.OfAsync(StatusCode.FailedPrecondition, call())).Message, StringComparison.Ordinal);
        }

        var record = await here.ChallengeAsync(lead, id);
        Assert.Equal((false, false), (record.MayAnswer, record.MayTakeFurther));
    }

    [Fact]
    public async Task Challenges_BeforePublication_AreForNamedReadersAloneAndGetTheirReferenceAfterIt()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var (scrutineer, lead) = (here.Scrutineer(), here.LeadOf(here.Police));
        await here.InspectionIsAsync(InspectionPhase.PrePublication, [here.Manager, scrutineer]);
        var (id, _) = await here.RaiseAsync(scrutineer);
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(lead).GetChallengeAsync(new() { ChallengeId = id }));
        await here.EscalateAsync(scrutineer, id, 1);

        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(here.OtherManager).GetChallengeAsync(new() { ChallengeId = id }));
        Assert.Empty((await here.Assurance(here.OtherManager).ListChallengesAsync(new())).Challenges);
        Assert.Equal("", (await here.ChallengeAsync(here.Manager, id)).Challenge.Reference);

        await here.InspectionIsAsync(InspectionPhase.Published);
        await here.EscalateAsync(scrutineer, id, 2);
        Assert.Equal($"HSK-{here.Host.Clock.Today().Year}-C01", (await here.ChallengeAsync(here.OtherManager, id)).Challenge.Reference);
    }

    [Fact]
    public async Task Database_WordsOfAChallenge_AreNotRewrittenEvenBySql()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.RaiseAsync(here.Scrutineer());
        await using var app = new Npgsql.NpgsqlConnection(here.Host.Database.App);
        await app.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("update challenge_words set words = ''", app);

        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }
}
