using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps challenges: between the two until they are escalated, then for all. An action does not show them to anybody.</summary>
public sealed class OnChallengeChanged : IRangeHandler<ChallengeChanged>
{
    public const string Private = nameof(Private);
    public const string Escalated = nameof(Escalated);

    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<ChallengeChanged>> received)
    {
        await Records.ApplyAsync(context, Records.Challenge, received, one => Of(one, one.State.Challenge));
        await Followers.ShareAsync(context, [.. received.Select(one => Guid.Parse(one.AggregateId))]);
    }

    private static Record Of(Received<ChallengeChanged> received, Challenge challenge) =>
        new(Guid.Parse(received.AggregateId), received.Version, challenge.ToByteArray())
        {
            InspectionId = Ids.TryParse(challenge.InspectionId),
            PartOf = Ids.TryParse(challenge.PlanId),
            AgencyId = challenge.To?.ByCase == Lead.ByOneofCase.AgencyId ? challenge.To.AgencyId : null,
            OwnAgencyId = challenge.RaisedByAgencyId.Length == 0 ? null : challenge.RaisedByAgencyId,
            AuthorId = Ids.TryParse(challenge.RaisedBy),
            Audience = challenge.Escalated ? Escalated : Private,
            // While it is open, the step whose answer it waits for.
            Standing = challenge.State == ChallengeState.Open ? challenge.Step.ToString() : challenge.State.ToString(),
            Called = challenge.Title,
            DueOn = LondonDates.FromIso(challenge.AnswerDueOn),
            PersonId = Ids.TryParse(challenge.RaisedBy),
            At = challenge.RaisedAt?.ToDateTimeOffset(),
        };
}
