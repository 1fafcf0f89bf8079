using Jtai.Partners.V1;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Shared;

/// <summary>Actions as a table: owner, agency and date in every one.</summary>
/// <param name="Caption">What is listed.</param>
/// <param name="Today">The position date, in London.</param>
public sealed record ActionTable(string Caption, string Partnership, IReadOnlyList<ActionRow> Actions, DateOnly Today)
{
    /// <summary>Adds an Update button to each action of which it says yes.</summary>
    public Func<ActionRow, bool>? MayUpdate { get; init; }

    /// <summary>Adds when each was last reported on.</summary>
    public bool WithLastUpdate { get; init; }

    /// <summary>Adds where each stands on the partnership's own scale.</summary>
    public StatusScale? Scale { get; init; }

    public StatusStep? StepOf(ActionRow action) => Scale.StepOf(StatusCases.Of(action.Delivery, action.Timeliness, action.Verdict));

    /// <summary>Opens the records as another partnership shares them.</summary>
    public bool Shared { get; init; }

    public string AddressOf(ActionRow action) => Shared
        ? Addresses.SharedAction(Partnership, action.ActionId)
        : Addresses.Action(Partnership, action.ActionId);
}
