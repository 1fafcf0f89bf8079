using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps updates, each shared as its action is.</summary>
public sealed class OnUpdateRecorded : IRangeHandler<UpdateRecorded>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<UpdateRecorded>> received) =>
        Records.ApplyAsync(context, Records.Update, received, update => new(Guid.Parse(update.AggregateId), update.Version, update.State.Update.ToByteArray())
        {
            ActionId = Guid.Parse(update.State.Update.ActionId),
            PersonId = Ids.TryParse(update.State.Update.PersonId),
            At = update.State.Update.At?.ToDateTimeOffset(),
        });
}
