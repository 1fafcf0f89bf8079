using Jtai.Activities.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>Whose activity a page shows: a partnership's, that of an agency's own workspace, or the platform's.</summary>
public abstract class ActivityPlace(string key, string name, string address, ActivityCalls calls)
{
    /// <summary>In the names of files.</summary>
    public string Key => key;

    public string Name => name;

    public string Address => address;

    public string SealsAddress => address + "/seals";

    public IReadOnlyList<ActivitySource> Sources { get; } = ActivitySource.All(calls);

    /// <summary>The services say so again.</summary>
    public abstract bool MayRead { get; }

    /// <summary>What the page says of itself below its title.</summary>
    public abstract string Lead { get; }

    /// <summary>Whom the list can be narrowed to; empty where nobody is named, and an id is typed.</summary>
    public virtual IEnumerable<Choice> People => [];

    /// <summary>Before anything else is asked of it: reads names, and marks the page where it shows something of an embargoed inspection.</summary>
    public abstract Task ReadAsync(PageModel page, CancellationToken ct);

    /// <summary>"Ada Moss, partnership manager".</summary>
    public abstract string PersonAs(string personId, Capacity capacity, DateTimeOffset at);

    /// <summary>Of an agency or a person.</summary>
    public abstract string NameOf(string id);

    /// <summary>What stands after the kind of record, "of Ada Moss, agency lead"; null where it is nothing, or names are not for this place.</summary>
    public virtual string? RecordOf(ActivityEntry entry) => entry.Reference.Length > 0 ? entry.Reference : null;

    /// <summary>Of the record's page; null where it has none here.</summary>
    public virtual string? AddressOf(ActivityEntry entry) => null;
}
