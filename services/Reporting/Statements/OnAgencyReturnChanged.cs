using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps what agencies and bodies were asked for, each for the agency that was asked.</summary>
public sealed class OnAgencyReturnChanged : IRangeHandler<AgencyReturnChanged>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<AgencyReturnChanged>> received) =>
        Records.ApplyAsync(context, Records.Return, received, one => Of(one, one.State.Return));

    private static Record Of(Received<AgencyReturnChanged> received, AgencyReturn asked)
    {
        var isOfAgency = asked.From.ByCase == Lead.ByOneofCase.AgencyId;
        return new(Guid.Parse(received.AggregateId), received.Version, asked.ToByteArray())
        {
            PartOf = Ids.TryParse(asked.StatementId),
            AgencyId = isOfAgency ? asked.From.AgencyId : null,
            Standing = asked.State.ToString(),
            Called = isOfAgency ? asked.From.AgencyId : asked.From.BodyId,
            DueOn = LondonDates.FromIso(asked.DueOn),
            PersonId = Ids.TryParse(asked.ChangedBy),
            At = asked.ChangedAt?.ToDateTimeOffset(),
        };
    }
}
