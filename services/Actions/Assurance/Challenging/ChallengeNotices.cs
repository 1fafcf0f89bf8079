using Jtai.Access;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>Whom a challenge tells of itself: nobody but its sides until it is escalated.</summary>
public static class ChallengeNotices
{
    /// <summary>Whoever the step has come to.</summary>
    public static Notice Waits(Challenge challenge, ChallengeLadder ladder, Caller by, DateTimeOffset now) =>
        ToAnswerers(Of(Matter.ChallengeWaits, challenge, $"version {challenge.Version}", by, now), challenge, ladder);

    /// <summary>Who raised it.</summary>
    public static Notice Answered(Challenge challenge, Caller by, DateTimeOffset now) =>
        Of(Matter.ChallengeAnswered, challenge, $"version {challenge.Version}", by, now).To(challenge.RaisedBy);

    /// <summary>Of the challenges that the day finds unanswered after theirs: who raised each, and whoever it waits for.</summary>
    public static async Task<IEnumerable<Notice>> LateAsync(
        Database database, TenantId tenant, Caller service, DateTimeOffset now, CancellationToken ct)
    {
        var today = now.DateInLondon();
        var (late, read) = await database.QueryMultipleAsync(
            TenantScope.OfMany([tenant, TenantId.Platform]),
            $"""
            select challenge.* from challenge join action_plan using (tenant_id, plan_id)
            where tenant_id = @TenantId and state = 1 and answer_due_on between @today - @CatchUpDays and @today - 1 and closed_on is null;
            {ChallengeLadder.Select}
            """,
            new { TenantId = tenant, today, DailyNotices.CatchUpDays },
            async results => ((await results.ReadAsync<Challenge>()).ToArray(), await ChallengeLadder.ReadAsync(results)),
            ct);
        return late.Select(challenge => ToAnswerers(
            Of(Matter.ChallengeLate, challenge, $"{challenge.Step} {challenge.AnswerDueOn.ToIso()}", service, now).To(challenge.RaisedBy),
            challenge,
            new ChallengeLadder(challenge.ToLead, read)));
    }

    private static Notice Of(Matter matter, Challenge challenge, string occasion, Caller by, DateTimeOffset now) =>
        Notice.Of(matter, challenge.ChallengeId, challenge.InspectionId, occasion, by, now) with { OnDate = challenge.AnswerDueOn };

    private static Notice ToAnswerers(Notice notice, Challenge challenge, ChallengeLadder ladder)
    {
        var answerers = ladder.AnswerersOf(challenge.Step);
        return notice with { Capacities = answerers.Capacities, AgencyIds = answerers.AgencyIds };
    }
}
