using Jtai.Errors;
using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>Who sees the inspection: its named list alone until publication, then everybody in the partnership.</summary>
public sealed partial record Inspection
{
    /// <summary>Replaces the named list.</summary>
    /// <param name="readers">Whom the list shall name.</param>
    /// <param name="caller">The manager who names them, who stays on the list.</param>
    /// <param name="appointed">The people with a current appointment in the partnership.</param>
    public Inspection NameReaders(IReadOnlyList<Guid> readers, Guid caller, IReadOnlySet<Guid> appointed)
    {
        if (IsPublished)
        {
            throw new Refused("The inspection is published: everybody in the partnership sees it, and its named list is closed.");
        }

        var check = new RequestCheck();
        check.That(
            readers.Contains(caller),
            "reader_ids",
            "Keep yourself on the list, so that somebody can still change it.");
        check.That(
            readers.All(reader => reader == caller || appointed.Contains(reader)),
            "reader_ids",
            "Name only people who have a current appointment in this partnership.");
        check.ThrowIfRefused();
        return this with { ReaderIds = [.. readers.Distinct()], Version = Version + 1 };
    }

    /// <summary>Opens the inspection to everybody in the partnership.</summary>
    /// <param name="request">When and where the letter was published.</param>
    /// <param name="reference">The next of the partnership's series.</param>
    /// <param name="today">The day in London.</param>
    public Inspection Publish(PublishInspectionRequest request, string reference, DateOnly today)
    {
        if (IsPublished)
        {
            throw new Refused("The inspection is already published.");
        }

        var check = new RequestCheck();
        var on = ReadPublication(request.PublishedOn, request.PublishedUrl, FieldworkEndsOn, today, check);
        check.ThrowIfRefused();
        return this with
        {
            // One that a replica of before recorded has a reference already.
            Reference = Reference.Length > 0 ? Reference : reference,
            Phase = InspectionPhase.Published,
            PublishedOn = on,
            PublishedUrl = request.PublishedUrl,
            Version = Version + 1,
        };
    }
}
