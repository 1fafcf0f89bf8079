using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps readings of coverage, each shared as its action is.</summary>
public sealed class OnCoverageRecorded : IRangeHandler<CoverageRecorded>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<CoverageRecorded>> received) =>
        Records.ApplyAsync(context, Records.Coverage, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Reading.ToByteArray())
        {
            ActionId = Guid.Parse(one.State.Reading.ActionId),
            PersonId = Ids.TryParse(one.State.Reading.PersonId),
            At = one.At,
        });
}
