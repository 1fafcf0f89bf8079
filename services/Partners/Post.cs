using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>A post of a partner agency, such as "DCI Public Protection". It can own actions: whoever holds it does.</summary>
public sealed record Post
{
    /// <summary>In one partnership.</summary>
    public const int Most = 300;

    public required Guid PostId { get; init; }
    public required string AgencyId { get; init; }
    public required string Title { get; init; }

    /// <summary>Null while vacant.</summary>
    public Guid? HolderId { get; init; }

    /// <summary>Since when it is held, or vacant; null where nobody ever held it.</summary>
    public DateOnly? HeldSince { get; init; }
    public long Version { get; init; } = 1;

    /// <param name="partnership">Where it is registered.</param>
    /// <param name="others">The posts that are registered there.</param>
    public static Post Register(Guid id, RegisterPostRequest request, Partnership partnership, IReadOnlyList<Post> others)
    {
        var check = new RequestCheck();
        var title = check.Text("title", request.Title, "The title of the post", 100, required: true);
        check.That(partnership.HasPartner(request.AgencyId), "agency_id", "Choose one of the agencies here.")
            .That(
                !others.Any(other => other.AgencyId == request.AgencyId && string.Equals(other.Title, title, StringComparison.OrdinalIgnoreCase)), "title",
                "This agency already has a post of that title. Fill that one, or say in the title which of the two it is.")
            .ThrowIfRefused();
        return others.Count < Most
            ? new Post { PostId = id, AgencyId = request.AgencyId, Title = title }
            : throw new Refused($"A partnership keeps {Most} posts at most.");
    }

    /// <summary>Gives it to a person of its agency, or leaves it vacant.</summary>
    /// <param name="holder">Null where none is named, or none of that id is registered.</param>
    /// <exception cref="Invalid">The named person is nobody of its agency, or the day is still to come.</exception>
    public Post Fill(FillPostRequest request, Person? holder, DateOnly today)
    {
        var check = new RequestCheck();
        var since = check.Date("held_since", request.HeldSince, "The day since when it is held") ?? today;
        // Somebody of another agency answers as nobody does.
        check.That(request.HolderId.Length == 0 || holder?.AgencyId == AgencyId, "holder_id", "Choose a person of the agency whose post it is.")
            .That(since <= today, "held_since", "The day since when it is held cannot be in the future. Fill the post on that day.")
            .ThrowIfRefused();
        return this with { HolderId = holder?.PersonId, HeldSince = since, Version = Version + 1 };
    }

    /// <summary>The holding that ends as another begins; null where nobody held it, or the same person goes on.</summary>
    public PostHolding? EndedBy(Post next) => HolderId is { } holder && holder != next.HolderId && HeldSince is { } since && next.HeldSince?.AddDays(-1) is { } last && last >= since
        ? new PostHolding { HolderId = holder.ToString(), From = since.ToIso(), To = last.ToIso() }
        : null;

    public V1.Post ToProto() => new()
    {
        PostId = PostId.ToString(),
        AgencyId = AgencyId,
        Title = Title,
        HolderId = HolderId?.ToString() ?? "",
        HeldSince = HeldSince.ToIso(),
        Version = Version,
    };

    public PostChanged ToEvent() => new() { Post = ToProto() };
}
