using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps what was said in challenges, each for whom the challenge is.</summary>
public sealed class OnChallengeWordsRecorded : IRangeHandler<ChallengeWordsRecorded>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<ChallengeWordsRecorded>> received) =>
        Followers.ApplyAsync(context, Records.ChallengeWords, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Words.ToByteArray())
        {
            About = Ids.TryParse(one.State.Words.ChallengeId),
            Standing = one.State.Words.State.ToString(),
            PersonId = Ids.TryParse(one.State.Words.PersonId),
            At = one.State.Words.At?.ToDateTimeOffset(),
        });
}
