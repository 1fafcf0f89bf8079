using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps updates, each shared as its action is.</summary>
public sealed class OnUpdateRecorded : IRangeHandler<UpdateRecorded>
{
    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<UpdateRecorded>> received)
    {
        await Records.KeepAsync(
            context,
            Records.Update,
            [
                .. received.Where(update => !update.Erased).Select(update => new Record(
                    Guid.Parse(update.AggregateId),
                    Guid.Parse(update.State.Update.ActionId),
                    null,
                    update.Version,
                    update.State.Update.ToByteArray())),
            ]);
        await Records.EraseAsync(
            context, Records.Update, [.. received.Where(update => update.Erased).Select(update => Guid.Parse(update.AggregateId))]);
    }
}
