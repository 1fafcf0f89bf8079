namespace Jtai.Portal.Shared;

/// <summary>One page of a record's history, newest first.</summary>
/// <param name="Address">Of the record's own page.</param>
/// <param name="Before">The version before which this page ends; 0 for the newest.</param>
/// <param name="EarlierBefore">Where it goes on; 0 where it ends here.</param>
public sealed record RecordHistory(IReadOnlyList<TimelineEntry> Entries, string Address, long Before, long EarlierBefore)
{
    public string? EarlierHref => EarlierBefore > 0 ? $"{Address}?before={EarlierBefore}#history" : null;
}
