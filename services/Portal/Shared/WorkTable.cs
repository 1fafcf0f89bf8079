using Jtai.Field;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Shared;

/// <summary>One list of somebody's work, with the other two a link away.</summary>
/// <param name="Address">The page's own, without its query.</param>
/// <param name="PageSize">Items of a page.</param>
/// <param name="LinkOf">Where an item is seen to; null where the reader cannot go there.</param>
public sealed record WorkTable(MyWork Work, WorkList List, string Address, int PageNumber, int PageSize, Func<WorkItem, string?> LinkOf)
{
    public static IReadOnlyList<WorkList> Lists { get; } = [WorkList.ToDo, WorkList.WaitingOnOthers, WorkList.Done];

    /// <summary>Names the partnership of each item.</summary>
    public bool WithPartnership { get; init; }

    public int PageCount => (Work.Total + PageSize - 1) / PageSize;

    public string AddressOf(WorkList list) => list == WorkList.ToDo ? Address : $"{Address}?list={list}";

    public string AddressOf(int page) => $"{Address}?list={List}&sheet={page}";

    /// <summary>Why it is empty, and what to expect.</summary>
    public string Nothing => List switch
    {
        WorkList.WaitingOnOthers => "You wait for nobody. What you ask for stands here until it comes.",
        WorkList.Done => "Nothing in the last 30 days. What you record, write, answer or decide stands here for a month.",
        _ => "Nothing waits for you. What you own, what is asked of your agency and what you are to decide stands here, due first.",
    };

    /// <summary>What somebody asks for in an address; what cannot be read is what is to do.</summary>
    public static WorkList Read(string? list) =>
        Enum.TryParse<WorkList>(list, ignoreCase: true, out var known) && Lists.Contains(known) ? known : WorkList.ToDo;

    public static string When(WorkItem item) => item.At is { } at ? Dates.Full(at.ToDateTimeOffset().DateInLondon()) : "";
}
