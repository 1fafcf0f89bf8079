using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps that a draft was circulated, for whoever reads the whole plan.</summary>
public sealed class OnDraftCirculated : IRangeHandler<DraftCirculated>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<DraftCirculated>> received) =>
        Records.ApplyAsync(context, Records.Draft, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Draft.ToByteArray())
        {
            PartOf = Ids.TryParse(one.State.Draft.StatementId),
            DueOn = LondonDates.FromIso(one.State.Draft.CommentsBy),
            PersonId = Ids.TryParse(one.State.Draft.PersonId),
            At = one.State.Draft.At?.ToDateTimeOffset(),
        });
}
