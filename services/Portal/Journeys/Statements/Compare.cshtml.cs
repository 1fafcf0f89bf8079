using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>What differs between two drafts, or a draft and the statement as it is now, as a list in words.</summary>
public sealed class CompareModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    /// <summary>Number of a draft; 0 for the newest.</summary>
    [BindProperty(SupportsGet = true, Name = "from")]
    public int From { get; set; }

    /// <summary>0 for the statement as it is now.</summary>
    [BindProperty(SupportsGet = true, Name = "to")]
    public int To { get; set; }

    public IReadOnlyList<ListedChange> Changes { get; private set; } = [];

    public IEnumerable<Choice> Drafts => Statement.Record.Drafts.Select(draft => new Choice(draft.Number.ToString(CultureInfo.InvariantCulture), $"Draft {draft.Number}"));

    public IEnumerable<Choice> DraftsAndNow => Drafts.Prepend(new Choice("0", "As it is now"));

    public string Between => $"From draft {From} to {(To == 0 ? "the statement as it is now" : $"draft {To}")}";

    protected override async Task ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        var drafts = Statement.Record.Drafts;
        if (drafts.Count == 0)
        {
            return;
        }

        From = drafts.Any(draft => draft.Number == From) ? From : drafts[0].Number;
        To = drafts.Any(draft => draft.Number == To) ? To : 0;
        var compared = await Calls.Statements.CompareDraftsAsync(new CompareDraftsRequest { StatementId = id, FromNumber = From, ToNumber = To }, cancellationToken: ct);
        Changes = ListedChange.Of(Statement, Partnership, compared.Changes);
    }
}
