using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps readings, each for whom its measure is.</summary>
public sealed class OnImpactReadingRecorded : IRangeHandler<ImpactReadingRecorded>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<ImpactReadingRecorded>> received) =>
        Followers.ApplyAsync(context, Records.Reading, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Reading.ToByteArray())
        {
            About = Ids.TryParse(one.State.Reading.MeasureId),
            PersonId = Ids.TryParse(one.State.Reading.PersonId),
            At = one.State.Reading.At?.ToDateTimeOffset(),
        });
}
