using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The second key: who may confirm that an action is done, with what, and what becomes of it.</summary>
public sealed class CheckingTests
{
    [Fact]
    public async Task Check_ConfirmedByAnotherOrganisation_IsCompleteAndToldWhole()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.ClaimAsync(await here.MakePriorityActionAsync());
        var evidence = await here.EvidenceAsync(action.ActionId);
        var verifier = here.Verifier();

        var reply = await here.Assurance(verifier).CheckActionsAsync(new() { Actions = { CheckingSteps.Confirming(action, evidence) } });

        var after = await here.ActionAsync(action.ActionId);
        var check = (await here.Assurance(here.Manager).GetActionAssuranceAsync(new() { ActionId = action.ActionId })).Checks.Single();
        Assert.Equal((action.Version + 1, V1.Delivery.Complete, here.Today()), (reply.Actions.Single().Version, after.Delivery, after.CompletedOn));
        Assert.Equal(
            new V1.Completion { CheckId = check.CheckId, On = here.Today(), PersonId = verifier.Id.ToString(), AgencyId = here.Schools }, after.Completion);
        Assert.Equal(
            (V1.CheckVerdict.Confirmed, evidence, Capacity.Verifier, after.LastUpdate.UpdateId, reply.SittingId),
            (check.Verdict, check.EvidenceIds.Single(), check.Capacity, check.ClaimedByUpdateId, check.SittingId));
        Assert.Equal(check, (await here.ToldAsync<V1.SecondCheckRecorded>(check.CheckId)).Check);
        var entry = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.Confirmed, verifier);
        Assert.Equal(("delivery", "3", "5"), (entry.Fields.Single().Field, entry.Fields.Single().From, entry.Fields.Single().To));
    }

    [Fact]
    public async Task Check_Returned_SaysWhatIsMissingAndCannotThenCompleteItself()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.ClaimAsync(await here.MakeActionAsync());
        var verifier = here.Verifier();

        var wordless = await Refusal.OfAsync(here.Assurance(verifier).CheckActionsAsync(new() { Actions = { new V1.CheckOfAction(CheckingSteps.Returning(action)) { Words = "" } } }));
        await here.Assurance(verifier).CheckActionsAsync(new() { Actions = { CheckingSteps.Returning(action) } });
        var itself = await Refusal.OfAsync(here.As(here.Officer).UpdateProgressAsync(
            new(PlanSteps.Progress(new(action) { Version = action.Version + 1 })) { Delivery = V1.Delivery.Complete, NoEvidenceBecause = "Words." }));

        Assert.Equal(["actions[0].words"], wordless.Fields);
        var after = await here.ActionAsync(action.ActionId);
        Assert.Equal((V1.Delivery.Returned, null, ""), (after.Delivery, after.Completion, after.CompletedOn));
        Assert.Equal("The minutes of the second meeting.", (await here.KeptAsync(action.ActionId, V1.ActionChangeKind.Returned, verifier)).Reason);
        Assert.Contains("second check returned", itself.Sentences["delivery"], StringComparison.Ordinal);
        // What was missing comes, and it waits again.
        var again = await here.ClaimAsync(new(action) { Version = action.Version + 1 });
        await here.Assurance(verifier).CheckActionsAsync(new() { Actions = { CheckingSteps.Confirming(again) } });
        Assert.Equal(
            [V1.CheckVerdict.Confirmed, V1.CheckVerdict.Returned],
            (await here.Assurance(here.Manager).GetActionAssuranceAsync(new() { ActionId = action.ActionId })).Checks.Select(check => check.Verdict));
    }

    [Fact]
    public async Task Check_ByOwnerPostHolderOrClaimant_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (owner, holder) = (TestPerson.Of(here.Icb, Capacity.Verifier), TestPerson.Of(here.Icb, Capacity.Verifier));
        await here.RegisterAsync(owner);
        var ledByBody = new V1.Lead { BodyId = here.Board };
        var claimant = TestPerson.Of(here.Icb, Capacity.Verifier, Capacity.AgencyLead);
        var owned = await here.ClaimAsync(await here.MakePriorityActionAsync(request => new(request) { OwnerId = owner.Id.ToString(), Lead = ledByBody }), here.Manager);
        var posted = await here.ClaimAsync(await here.MakePriorityActionAsync(request => request));
        await here.Host.Database.ExecuteAsync(
            "update action set owner_post_id = @post::uuid where tenant_id = @TenantId and action_id = @ActionId::uuid",
            new { here.TenantId, posted.ActionId, post = await here.PostAsync(here.Icb, holder) });
        var claimed = await here.ClaimAsync(await here.MakePriorityActionAsync(), claimant);

        Assert.Equal($"{owned.Reference}: its owner cannot be who checks it.", await RefusedAsync(owner, owned));
        Assert.Equal($"{posted.Reference}: its owner cannot be who checks it.", await RefusedAsync(holder, posted));
        Assert.Equal($"{claimed.Reference}: whoever said that it is done cannot be who checks it.", await RefusedAsync(claimant, claimed));

        // Nor do several together: all are named, and none is confirmed.
        var many = await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(owner).CheckActionsAsync(
            new() { Actions = { CheckingSteps.Confirming(owned), CheckingSteps.Confirming(posted) } }));
        Assert.DoesNotContain(posted.Reference, many.Message, StringComparison.Ordinal);
        Assert.Equal(V1.Delivery.AwaitingVerification, (await here.ActionAsync(posted.ActionId)).Delivery);

        async Task<string> RefusedAsync(TestPerson by, V1.ActionReply action) =>
            (await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(by).CheckActionsAsync(new() { Actions = { CheckingSteps.Confirming(action) } }))).Message;
    }

    [Fact]
    public async Task Check_BySameOrganisationJointLeadOrSisterDirectorate_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.PartOfAsync(here.Schools, here.Council);
        var action = await here.ClaimAsync(
            await here.MakePriorityActionAsync(request => new(request) { JointLeads = { new V1.Lead { AgencyId = here.Council } }, SupportingAgencyIds = { here.Schools } }));

        foreach (var agency in new[] { here.Police, here.Council, here.Schools })
        {
            var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(TestPerson.Of(agency, Capacity.Verifier)).CheckActionsAsync(
                new() { Actions = { CheckingSteps.Confirming(action) } }));
            Assert.StartsWith($"{action.Reference}: it is checked by another organisation than leads it.", refusal.Message, StringComparison.Ordinal);
        }

        // A supporting agency is another organisation than leads it.
        await here.Assurance(TestPerson.Of(here.Icb, Capacity.Verifier)).CheckActionsAsync(new() { Actions = { CheckingSteps.Confirming(action) } });
    }

    [Fact]
    public async Task Check_OfWhatABodyLeads_NeedsAnAgencyThatDoesNotDeliverIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.RegisterAsync(here.Officer);
        var action = await here.ClaimAsync(await here.MakePriorityActionAsync(
            request => new(request) { Lead = new() { BodyId = here.Board }, OwnerId = here.Officer.Id.ToString() }), TestPerson.Of(here.Council, Capacity.PartnershipManager));

        // The owner's, the supporting one's, the claimant's.
        foreach (var agency in new[] { here.Police, here.Icb, here.Council })
        {
            var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(TestPerson.Of(agency, Capacity.Verifier)).CheckActionsAsync(
                new() { Actions = { CheckingSteps.Confirming(action) } }));
            Assert.Contains("an organisation that does not deliver it", refusal.Message, StringComparison.Ordinal);
        }

        await here.Assurance(here.Verifier()).CheckActionsAsync(new() { Actions = { CheckingSteps.Confirming(action) } });
    }

    [Fact]
    public async Task Check_InASubGroupsSitting_IsOneSittingForManyWithAnotherOrganisationPresent()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.ClaimAsync(await here.MakePriorityActionAsync()), await here.ClaimAsync(await here.MakePriorityActionAsync()));
        var chair = here.Chair();
        var sitting = new V1.CheckActionsRequest
        {
            Actions = { CheckingSteps.Returning(other), CheckingSteps.Confirming(one) }, SubGroupBodyId = here.Board, PresentAgencyIds = { here.Police },
        };

        var alone = await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(chair).CheckActionsAsync(sitting));
        var noChair = await Refusal.OfAsync(StatusCode.PermissionDenied, here.Assurance(here.Verifier()).CheckActionsAsync(sitting));
        var noGroup = await Refusal.OfAsync(here.Assurance(chair).CheckActionsAsync(new(sitting) { SubGroupBodyId = "" }));
        var strangers = await Refusal.OfAsync(here.Assurance(chair).CheckActionsAsync(new(sitting) { SubGroupBodyId = "another", PresentAgencyIds = { "stranger" } }));
        sitting.PresentAgencyIds.Add(here.Icb);
        var reply = await here.Assurance(chair).CheckActionsAsync(sitting);

        Assert.Contains($"{one.Reference}: another organisation than leads it must have been present.", alone.Message, StringComparison.Ordinal);
        Assert.Contains(other.Reference, alone.Message, StringComparison.Ordinal);
        Assert.Equal("Only the chair of a sub-group records its sitting.", noChair.Message);
        Assert.Equal(["sub_group_body_id"], noGroup.Fields);
        Assert.Equal(["present_agency_ids", "sub_group_body_id"], strangers.Fields.Order(StringComparer.Ordinal));
        Assert.Equal([other.ActionId, one.ActionId], reply.Actions.Select(action => action.ActionId));
        Assert.Equal((V1.Delivery.Complete, V1.Delivery.Returned), ((await here.ActionAsync(one.ActionId)).Delivery, (await here.ActionAsync(other.ActionId)).Delivery));
        var check = (await here.Assurance(here.Manager).GetActionAssuranceAsync(new() { ActionId = one.ActionId })).Checks.Single();
        Assert.Equal(
            (reply.SittingId, Capacity.SubGroupChair, here.Board, 2), (check.SittingId, check.Capacity, check.SubGroupBodyId, check.PresentAgencyIds.Count));
    }

    [Fact]
    public async Task Check_InASittingOfAnotherSubGroup_IsForbiddenToAChairWhoseAppointmentNamesTheirOwn()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.ClaimAsync(await here.MakePriorityActionAsync());
        var (theirs, anothers, any) = (here.Chair(), here.Chair(), here.Chair());
        await here.AppointAsync(theirs, bodyId: here.Board);
        await here.AppointAsync(anothers, bodyId: "another-group");
        await here.AppointAsync(any);
        await Eventually.SoAsync(
            async () => (await here.Host.Database.QueryAsync<Guid>(
                "select person_id from appointment where tenant_id = @TenantId", new { here.TenantId })).Intersect([theirs.Id, anothers.Id, any.Id]).Count() == 3,
            "the appointments are known");
        var sitting = new V1.CheckActionsRequest
        {
            Actions = { CheckingSteps.Returning(action) }, SubGroupBodyId = here.Board, PresentAgencyIds = { here.Icb },
        };

        var refusal = await Refusal.OfAsync(StatusCode.PermissionDenied, here.Assurance(anothers).CheckActionsAsync(sitting));
        await here.Assurance(theirs).CheckActionsAsync(sitting);
        action = await here.ClaimAsync(new(action) { Version = (await here.ActionAsync(action.ActionId)).Version });
        sitting.Actions[0] = CheckingSteps.Returning(action);
        await here.Assurance(any).CheckActionsAsync(sitting);

        Assert.Equal("You chair another sub-group. The chair of this one records its sitting.", refusal.Message);
    }

    [Fact]
    public async Task Check_OfSeveralWhereOneHasChangedOrDoesNotWait_LeavesAllAsTheyWere()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.ClaimAsync(await here.MakePriorityActionAsync()), await here.MakePriorityActionAsync());
        var request = new V1.CheckActionsRequest
        {
            Actions = { CheckingSteps.Confirming(one), CheckingSteps.Confirming(other) }, SubGroupBodyId = here.Board, PresentAgencyIds = { here.Icb },
        };

        var waits = await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(here.Chair()).CheckActionsAsync(request));
        request.Actions[0].ExpectedVersion = 1;
        var stale = await Refusal.OfAsync(StatusCode.Aborted, here.Assurance(here.Chair()).CheckActionsAsync(request));

        Assert.Equal($"{other.Reference}: it does not wait for a second check.", waits.Message);
        Assert.Equal(one.Version, stale.CurrentVersion);
        Assert.Equal((V1.Delivery.AwaitingVerification, one.Version), ((await here.ActionAsync(one.ActionId)).Delivery, (await here.ActionAsync(one.ActionId)).Version));
    }

    [Fact]
    public async Task Check_WithoutEvidenceOrReasonOrWithAnothersEvidenceOrInTheFuture_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.ClaimAsync(await here.MakePriorityActionAsync());
        var others = await here.EvidenceAsync((await here.AnotherActionAsync()).ActionId);
        var withdrawn = await here.EvidenceAsync(action.ActionId);
        await here.Host.Database.ExecuteAsync("update evidence_item set withdrawn_because = 'Wrong file.' where evidence_id = @withdrawn::uuid", new { withdrawn });
        var bare = new V1.CheckOfAction(CheckingSteps.Confirming(action)) { NoEvidenceBecause = "" };

        Assert.Equal(["actions[0].evidence_ids"], await FieldsAsync(new() { Actions = { bare } }));
        Assert.Equal(["actions[0].evidence_ids"], await FieldsAsync(new() { Actions = { new V1.CheckOfAction(bare) { EvidenceIds = { others } } } }));
        Assert.Equal(["actions[0].evidence_ids"], await FieldsAsync(new() { Actions = { new V1.CheckOfAction(bare) { EvidenceIds = { withdrawn } } } }));
        Assert.Equal(["actions[0].verdict"], await FieldsAsync(new() { Actions = { new V1.CheckOfAction(CheckingSteps.Confirming(action)) { Verdict = V1.CheckVerdict.Unspecified } } }));
        Assert.Equal(["on"], await FieldsAsync(new() { Actions = { CheckingSteps.Confirming(action) }, On = "2099-01-01" }));
        Assert.Equal(["on"], await FieldsAsync(new() { Actions = { CheckingSteps.Confirming(action) }, On = "2024-01-01" }));
        Assert.Equal(["actions"], await FieldsAsync(new()));

        async Task<IEnumerable<string>> FieldsAsync(V1.CheckActionsRequest request) =>
            (await Refusal.OfAsync(StatusCode.InvalidArgument, here.Assurance(here.Verifier()).CheckActionsAsync(request))).Fields;
    }

    [Fact]
    public async Task Check_SameKeyAgain_HappensOnce()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.ClaimAsync(await here.MakePriorityActionAsync());
        var (verifier, key) = (here.Verifier(), PlanSteps.Key("the-same-key-again"));
        var request = new V1.CheckActionsRequest { Actions = { CheckingSteps.Confirming(action) } };

        Assert.Equal(await here.Assurance(verifier).CheckActionsAsync(request, key), await here.Assurance(verifier).CheckActionsAsync(request, key));
        Assert.Single((await here.Assurance(here.Manager).GetActionAssuranceAsync(new() { ActionId = action.ActionId })).Checks);
    }

    [Fact]
    public async Task ListActionsToCheck_ToEach_SaysWhetherTheyMayAndWhyNot()
    {
        var here = await PlanSteps.PartnershipAsync();
        var first = await here.ClaimAsync(await here.MakePriorityActionAsync());
        var second = await here.ClaimAsync(await here.AnotherActionAsync());
        await here.AnotherActionAsync();
        await here.EvidenceAsync(first.ActionId);

        var toVerifier = await here.Assurance(here.Verifier()).ListActionsToCheckAsync(new());
        var toPolice = await here.Assurance(TestPerson.Of(here.Police, Capacity.Verifier)).ListActionsToCheckAsync(new());
        var toChair = await here.Assurance(here.Chair()).ListActionsToCheckAsync(new() { PlanId = await here.PlanOfAsync() });
        var toTeacher = await here.Assurance(TestPerson.Of(here.Schools, Capacity.AgencyLead)).ListActionsToCheckAsync(new());
        var paged = await here.Assurance(here.Manager).ListActionsToCheckAsync(new() { PageSize = 1 });
        var next = await here.Assurance(here.Manager).ListActionsToCheckAsync(new() { PageSize = 1, PageToken = paged.NextPageToken });

        Assert.Equal([first.ActionId, second.ActionId], toVerifier.Actions.Select(one => one.Action.ActionId));
        Assert.Equal([(true, 1, ""), (false, 0, "")], toVerifier.Actions.Select(one => (one.Priority, one.EvidenceItems, one.MayNotBecause)));
        Assert.All(toPolice.Actions, one => Assert.StartsWith("It is checked by another organisation", one.MayNotBecause, StringComparison.Ordinal));
        Assert.All(toChair.Actions, one => Assert.Equal("", one.MayNotBecause));
        Assert.Empty(toTeacher.Actions);
        Assert.Equal((2, first.ActionId, second.ActionId, ""), (paged.Total, paged.Actions.Single().Action.ActionId, next.Actions.Single().Action.ActionId, next.NextPageToken));
        Assert.StartsWith("A verifier checks it", paged.Actions.Single().MayNotBecause, StringComparison.Ordinal);
        Assert.Equal((await here.ActionAsync(first.ActionId)).LastUpdate.At, toVerifier.Actions[0].ClaimedAt);
    }

    [Fact]
    public async Task Checks_BeforePublication_AreForNamedReadersAlone()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var action = await here.ClaimAsync(await here.MakePriorityActionAsync(), here.Manager);

        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(here.Verifier()).CheckActionsAsync(new() { Actions = { CheckingSteps.Confirming(action) } }));
        Assert.Empty((await here.Assurance(here.Verifier()).ListActionsToCheckAsync(new())).Actions);
        Assert.Empty((await here.Assurance(here.OtherManager).ListActionsToCheckAsync(new())).Actions);
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(here.OtherManager).GetActionAssuranceAsync(new() { ActionId = action.ActionId }));
        Assert.Single((await here.Assurance(here.Manager).ListActionsToCheckAsync(new())).Actions);
    }

    [Fact]
    public async Task Database_ChecksOnRecord_AreNotRewrittenEvenBySql()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.ClaimAsync(await here.MakePriorityActionAsync());
        await here.Assurance(here.Verifier()).CheckActionsAsync(new() { Actions = { CheckingSteps.Confirming(action) } });
        await using var app = new Npgsql.NpgsqlConnection(here.Host.Database.App);
        await app.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("update second_check set verdict = 2", app);

        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }
}
