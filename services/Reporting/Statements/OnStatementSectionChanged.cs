using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps sections, each for the agency whose part it is and for its author.</summary>
public sealed class OnStatementSectionChanged : IRangeHandler<StatementSectionChanged>
{
    public const string Written = nameof(Written);
    public const string NotWritten = nameof(NotWritten);

    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<StatementSectionChanged>> received)
    {
        await Records.ApplyAsync(context, Records.Section, received, one => Of(one, one.State.Section));
        await CommentsOnSections.ShareAsync(context, [.. received.Select(section => Guid.Parse(section.AggregateId))]);
    }

    private static Record Of(Received<StatementSectionChanged> received, StatementSection section) =>
        new(Guid.Parse(received.AggregateId), received.Version, section.ToByteArray())
        {
            PartOf = Ids.TryParse(section.StatementId),
            AgencyId = section.Of?.ByCase == Lead.ByOneofCase.AgencyId ? section.Of.AgencyId : null,
            OwnerId = Ids.TryParse(section.AuthorId),
            // What a template or an agency's return put there has nobody written yet.
            Standing = section.WrittenBy.Length > 0 ? Written : NotWritten,
            Called = section.Heading,
            PersonId = Ids.TryParse(section.WrittenBy),
            At = section.WrittenAt?.ToDateTimeOffset(),
        };
}
