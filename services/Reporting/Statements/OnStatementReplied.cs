using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps what the inspectorate answered.</summary>
public sealed class OnStatementReplied : IRangeHandler<StatementReplied>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<StatementReplied>> received) =>
        Records.ApplyAsync(context, Records.Reply, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Reply.ToByteArray())
        {
            PartOf = Ids.TryParse(one.State.Reply.StatementId),
            Standing = one.State.Reply.Kind.ToString(),
            DueOn = LondonDates.FromIso(one.State.Reply.ReceivedOn),
            PersonId = Ids.TryParse(one.State.Reply.PersonId),
            At = one.State.Reply.At?.ToDateTimeOffset(),
        });
}
