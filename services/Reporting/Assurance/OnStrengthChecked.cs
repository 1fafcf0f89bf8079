using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps looks at strengths, each for whom the strength is.</summary>
public sealed class OnStrengthChecked : IRangeHandler<StrengthChecked>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<StrengthChecked>> received) =>
        Followers.ApplyAsync(context, Records.StrengthCheck, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Check.ToByteArray())
        {
            About = Ids.TryParse(one.State.Check.FindingId),
            Standing = one.State.Check.Result.ToString(),
            PersonId = Ids.TryParse(one.State.Check.PersonId),
            At = one.At,
        });
}
