using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>The read models hold nothing that the owners' streams cannot make again.</summary>
public sealed class RebuildTests
{
    private static readonly string[] Tables =
    [
        "agency", "body", "person", "partnership", "sharing_grant", "inspection", "record", "listed_action", "plan_position", "action_plan",
        "post", "partnership_setting", "statement",
    ];

    [Fact]
    public async Task ReadModels_EmptiedWithTheirCheckpoints_ComeOutEqual()
    {
        await using var host = await ServiceHost.StartAsync<ReportingHost>();
        var there = await TestPartnership.MakeAsync(host, statementDueOn: "2099-12-01");
        await there.GrantAsync(SharingLevel.Plan);
        await there.RegisterAgencyAsync(there.Police, "Police");
        await there.RegisterBodyAsync(there.Board, "Board");
        await there.RegisterAsync(there.Manager, "Ada Moss");
        await there.FindingAsync("Children wait too long.");
        for (var number = 0; number < 5; number++)
        {
            var action = await there.AddAsync($"action {number}", number % 2 == 0 ? "2020-01-01" : "2099-01-01");
            action.SupportingAgencyIds.Add(there.Icb);
            await there.ProgressAsync(action);
            (action.DueOn, action.DateChanges) = ("2099-06-01", 1);
            await there.TellAsync(action);
        }

        await there.PlanIsAsync(there.InspectionId, "2026-12-05", 1);
        await FillInDepthAsync(there);
        var unpublished = Guid.NewGuid();
        await there.InspectionIsAsync(InspectionPhase.Fieldwork, [there.Manager], inspectionId: unpublished);
        await there.AddAsync("unpublished", with: action => action.InspectionId = unpublished.ToString());
        var plan = new RandomPlan(there, new Random(7));
        for (var step = 0; step < 40; step++)
        {
            await plan.ChangeAsync();
        }

        await plan.CatchUpAsync();
        var (answers, rows) = (await AnswersAsync(host, there), await RowsAsync(host.Database));

        await host.Service.DisposeAsync();
        await host.Database.ExecuteAsync(
            "truncate agency, body, person, partnership, sharing_grant, inspection, record, listed_action, plan_position, action_plan, post, partnership_setting, statement, checkpoint");
        Assert.Equal(0, (await RowsAsync(host.Database)).Sum(table => table.Value.Length));
        await using var anew = await host.StartReplicaAsync();

        Assert.Equal(rows, await RowsAsync(host.Database));
        Assert.Equal(answers, await AnswersAsync(host, there, anew));

        // As an older version leaves it: the streams applied to its own tables, the registers kept as it knew them.
        await anew.DisposeAsync();
        await host.Database.ExecuteAsync(
            """
            truncate record, listed_action, plan_position, post, partnership_setting, statement;
            update sharing_grant set level_after_end = null;
            update agency set part_of_agency_id = '';
            update action_plan set closed = false;
            update partnership set safeguarding_partner_ids = '{}';
            update checkpoint set publisher = split_part(publisher, '/', 1)
            """);

        await using var newer = await host.StartReplicaAsync();
        Assert.Equal(rows, await RowsAsync(host.Database));
        Assert.Equal(answers, await AnswersAsync(host, there, newer));
    }

    [Fact]
    public async Task ReadModels_PublishersRestoredAndWrittenOn_EndAsThoseOfANewDatabase()
    {
        await using var host = await ServiceHost.StartAsync<ReportingHost>();
        var there = await TestPartnership.MakeAsync(host, statementDueOn: "2099-12-01");
        await there.GrantAsync(SharingLevel.Plan);
        await there.RegisterAgencyAsync(there.Police, "Police");
        await there.RegisterBodyAsync(there.Board, "Board");
        await there.RegisterAsync(there.Manager, "Ada Moss");
        await there.FindingAsync("Children wait too long.");
        var (kept, erased) = (await there.AddAsync("kept"), await there.AddAsync("erased in what is lost"));
        var copied = new[] { host.Partners, host.Inspections, host.Actions }.ToDictionary(
            publisher => publisher, publisher => (Own: (int)publisher.HeadOf(there.TenantId), Platform: (int)publisher.HeadOf("platform")));

        await there.TellAsync(await there.GrantAsync(SharingLevel.Evidence));
        await there.RegisterAgencyAsync(there.Icb, "Lost");
        await there.RegisterBodyAsync("lost", "Lost");
        await there.RegisterAsync(there.OtherManager, "Lost");
        await there.InspectionIsAsync(InspectionPhase.Fieldwork, [there.Manager]);
        await there.InspectionIsAsync(InspectionPhase.Published, inspectionId: Guid.NewGuid());
        await there.FindingAsync("Lost.");
        await there.ProgressAsync(kept, "Lost.");
        await there.AddAsync("lost");
        await host.Actions.EraseAsync(there.TenantId, erased.ActionId, 2, new ActionChanged());
        foreach (var (publisher, events) in copied)
        {
            publisher.Restore(there.TenantId, events.Own);
            if (events.Platform > 0)
            {
                publisher.Restore("platform", events.Platform);
            }
        }

        // Past what was applied, without a word by the broker.
        for (var number = 0; number < 9; number++)
        {
            var action = there.NewAction($"new {number}");
            host.Actions.Add(there.TenantId, action.ActionId, 1, new ActionChanged { Action = action, Kind = ActionChangeKind.Added });
        }

        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("reporting", typeof(ReportingGrpc).Assembly);
        await using var anew = await host.StartReplicaAsync(database: database);
        var wanted = await RowsAsync(database);
        Assert.Equal(11, wanted["listed_action"].Length);
        await Eventually.SoAsync(async () => (await RowsAsync(host.Database)).All(table => table.Value.SequenceEqual(wanted[table.Key])), "the read models are equal");
    }

    /// <summary>
    /// Everything that hangs on something else is told before it and after it, so that neither order may matter: posts and their
    /// holders, parts of plans and statements, comments on sections.
    /// </summary>
    private static async Task FillInDepthAsync(TestPartnership there)
    {
        var (post, theme, cause, section) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var action = await there.AddAsync("of a post", with: action =>
        {
            (action.OwnerPostId, action.ThemeId, action.SharedCauseId) = (post.ToString(), theme.ToString(), cause.ToString());
            (action.NextMilestoneDueOn, action.Milestones) = ("2020-01-01", 1);
        });
        await there.PostIsAsync(post, there.Officer.Id);
        await there.SettingsAreAsync(dueSoonDays: 60);
        await there.AddAsync("paused", "2020-01-01", action => action.Pause = new() { Reason = "Snow.", Since = "2026-11-01", ReviewOn = "2027-01-01" });
        await there.MilestoneIsAsync(action, "First.", "2020-01-01");
        await there.DateIsAskedForAsync(action, there.Officer);
        await there.ThemeIsAsync(theme, "Pathways");
        await there.CauseIsAsync(cause, "No procedures");
        await there.CommentAsync(section, there.Officer);
        await there.SectionIsAsync(section, there.Police, there.Officer.Id);
        await there.ReturnIsAsync(there.Police, ReturnState.Asked);
        await there.StatementIsAsync();
        await there.SignOffAsync(there.Police, "aa");
        await there.CorrectAsync("aa", "bb");
        var finding = there.FindingIds[0];
        var measure = await there.MeasureIsAsync([action]);
        await there.ReadingIsAsync(measure, "2026-12-01", there.Officer);
        var challenge = await there.ChallengeIsAsync(there.Officer, there.Police);
        await there.SayAsync(challenge, there.Officer);
        (challenge.Escalated, challenge.Step) = (true, ChallengeStep.ChairAndExecutive);
        await there.TellAsync(challenge);
        await there.EarlierContentIsAsync(await there.EvidenceIsAsync(there.Officer, [action], Audience.NamedLeads));
        await there.CheckIsAsync(action, there.Officer);
        await there.AuditIsAsync([action]);
        await there.VoiceIsAsync(action);
        await there.StrengthIsAsync(finding, there.Schools, StrengthResult.Lost, "2027-03-01", there.Officer);
        await there.AddAsync("answers the strength", with: second => second.FindingIds.Add(finding.ToString()));
        await there.AddAsync("a second", with: second => second.ThemeId = theme.ToString());
        await there.PostIsAsync(post, there.Manager.Id);
    }

    private static async Task<IReadOnlyList<string>> AnswersAsync(ReportingHost host, TestPartnership there, Replica? replica = null)
    {
        var client = ReportingHost.ClientOf(replica ?? host.Service);
        var overview = await client.GetOverviewAsync(new(), there.Manager.In(there));
        var list = await client.ListActionsAsync(new() { PageSize = 100 }, there.Manager.In(there));
        var across = await client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host));
        var work = await client.GetMyWorkAsync(new(), there.Manager.In(there));
        overview.PositionAt = list.PositionAt = across.PositionAt = work.PositionAt = null;
        Assert.NotEqual(0, list.Total);
        return [overview.ToString(), list.ToString(), across.ToString(), work.ToString()];
    }

    private static async Task<Dictionary<string, string[]>> RowsAsync(TestDatabase database)
    {
        // An agency that left its last action keeps a row of noughts until the partnership is counted anew.
        var rows = await database.QueryAsync<(string, string)>(
            """
            select 'agency', to_jsonb(t)::text from agency t union all select 'body', to_jsonb(t)::text from body t
            union all select 'person', to_jsonb(t)::text from person t
            union all select 'partnership', to_jsonb(t)::text from partnership t
            union all select 'sharing_grant', to_jsonb(t)::text from sharing_grant t
            union all select 'inspection', to_jsonb(t)::text from inspection t
            union all select 'record', to_jsonb(t)::text from record t
            union all select 'listed_action', to_jsonb(t)::text from listed_action t
            union all select 'post', to_jsonb(t)::text from post t
            union all select 'partnership_setting', to_jsonb(t)::text from partnership_setting t
            union all select 'statement', to_jsonb(t)::text from statement t
            union all select 'action_plan', to_jsonb(t)::text from action_plan t
            union all select 'plan_position', to_jsonb(t)::text from plan_position t where agency_id = ''
            union all select 'plan_position', (to_jsonb(t) - 'last_update_at')::text from plan_position t where agency_id <> '' and actions > 0
            """);
        return Tables.ToDictionary(table => table, table => rows.Where(row => row.Item1 == table).Select(row => row.Item2).Order(StringComparer.Ordinal).ToArray());
    }
}
