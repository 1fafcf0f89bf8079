using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps requests for another due date, each shared as its action is.</summary>
public sealed class OnDateRequestChanged : IRangeHandler<DateRequestChanged>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<DateRequestChanged>> received) =>
        Records.ApplyAsync(context, Records.DateRequest, received, one => Of(one, one.State.Request));

    private static Record Of(Received<DateRequestChanged> received, DateRequest request) =>
        new(Guid.Parse(received.AggregateId), received.Version, request.ToByteArray())
        {
            ActionId = Guid.Parse(request.ActionId),
            Standing = request.State.ToString(),
            DueOn = LondonDates.FromIso(request.To),
            PersonId = Ids.TryParse(request.DecidedBy) ?? Ids.TryParse(request.PersonId),
            At = (request.DecidedAt ?? request.At)?.ToDateTimeOffset(),
        };
}
