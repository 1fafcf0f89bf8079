using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the themes of plans.</summary>
public sealed class OnThemeChanged : IRangeHandler<ThemeChanged>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<ThemeChanged>> received) =>
        PlanParts.ApplyAsync(context, Records.Theme, received, one => new(Guid.Parse(one.AggregateId), one.Version, one.State.Theme.ToByteArray())
        {
            PartOf = Ids.TryParse(one.State.Theme.PlanId),
            Called = one.State.Theme.Name,
        });
}
