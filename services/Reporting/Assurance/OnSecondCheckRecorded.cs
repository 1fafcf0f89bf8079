using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps second checks, each shared as its action is.</summary>
public sealed class OnSecondCheckRecorded : IRangeHandler<SecondCheckRecorded>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<SecondCheckRecorded>> received) =>
        Records.ApplyAsync(context, Records.Check, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Check.ToByteArray())
        {
            ActionId = Guid.Parse(one.State.Check.ActionId),
            Standing = one.State.Check.Verdict.ToString(),
            PersonId = Ids.TryParse(one.State.Check.PersonId),
            At = one.State.Check.At?.ToDateTimeOffset(),
        });
}
