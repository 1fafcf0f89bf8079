using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the sendings of statements.</summary>
public sealed class OnStatementSent : IRangeHandler<StatementSent>
{
    /// <summary>Replaced by a later sending.</summary>
    public const string Replaced = nameof(Replaced);

    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<StatementSent>> received) =>
        Records.ApplyAsync(context, Records.Sending, received, one => Of(one, one.State.Sending));

    private static Record Of(Received<StatementSent> received, StatementSending sending) =>
        new(Guid.Parse(received.AggregateId), received.Version, sending.ToByteArray())
        {
            PartOf = Ids.TryParse(sending.StatementId),
            Standing = sending.Current ? sending.State.ToString() : Replaced,
            DueOn = LondonDates.FromIso(sending.SentOn),
            PersonId = Ids.TryParse(sending.PersonId),
            At = sending.At?.ToDateTimeOffset(),
        };
}
