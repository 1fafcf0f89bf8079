using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>A post of a partner agency, such as "DCI Public Protection". It can own actions: whoever holds it does.</summary>
public sealed record Post
{
    internal const string Columns = "post_id, agency_id, title, holder_id, held_since, ends_on, version";

    /// <summary>Keeps a holding that has ended; parameters: those of it, or null for none.</summary>
    internal const string InsertHolding =
        """
        insert into post_holding (tenant_id, post_id, holder_id, held_since, held_until)
        select @TenantId, @postId, @endedHolder::uuid, @endedFrom::date, @endedTo::date where @endedHolder::uuid is not null
        on conflict (tenant_id, post_id, held_since) do update set holder_id = excluded.holder_id, held_until = excluded.held_until;
        """;

    /// <summary>In one partnership.</summary>
    public const int Most = 300;

    public required Guid PostId { get; init; }
    public required string AgencyId { get; init; }
    public required string Title { get; init; }

    /// <summary>Null while vacant.</summary>
    public Guid? HolderId { get; init; }

    /// <summary>Since when it is held, or vacant; null where nobody ever held it.</summary>
    public DateOnly? HeldSince { get; init; }

    /// <summary>Of a post that is no more: its last day. Nobody holds it from then on.</summary>
    public DateOnly? EndsOn { get; init; }
    public long Version { get; init; } = 1;

    /// <param name="partnership">Where it is registered.</param>
    /// <param name="others">The posts that are registered there.</param>
    public static Post Register(Guid id, RegisterPostRequest request, Partnership partnership, IReadOnlyList<Post> others)
    {
        var check = new RequestCheck();
        check.That(partnership.HasPartner(request.AgencyId), "agency_id", "Choose one of the agencies here.");
        var title = TitleOf(request.Title, request.AgencyId, others, check);
        check.ThrowIfRefused();
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

    /// <summary>Another title, or an end: whoever holds it does until the last day. Without a last day it goes on, vacant where it had ended.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="all">The posts that are registered there, this one among them.</param>
    /// <param name="today">In London.</param>
    /// <exception cref="Invalid">The title is another post's, or the last day is none on which it can end.</exception>
    public Post With(SavePostRequest request, IReadOnlyList<Post> all, DateOnly today)
    {
        var check = new RequestCheck();
        var title = TitleOf(request.Title, AgencyId, [.. all.Where(other => other.PostId != PostId)], check);
        var last = check.Date("ends_on", request.EndsOn, "The last day of the post");
        check.That(!(last > today), "ends_on", "The last day of the post cannot be in the future. End it on that day.")
            .That(HolderId is null || !(last < HeldSince), "ends_on", "The post is held since a later day than that. Say first who held it, and since when.")
            .ThrowIfRefused();
        var saved = this with { Title = title, EndsOn = last, Version = Version + 1 };
        return last is { } day && HolderId is not null ? saved with { HolderId = null, HeldSince = day.AddDays(1) } : saved;
    }

    private static string TitleOf(string typed, string agencyId, IReadOnlyList<Post> others, RequestCheck check)
    {
        var title = check.Text("title", typed, "The title of the post", 100, required: true);
        check.That(
            !others.Any(other => other.AgencyId == agencyId && string.Equals(other.Title, title, StringComparison.OrdinalIgnoreCase)), "title",
            "This agency already has a post of that title. Fill that one, or say in the title which of the two it is.");
        return title;
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
        EndsOn = EndsOn.ToIso(),
        Version = Version,
    };

    public PostChanged ToEvent() => new() { Post = ToProto() };
}
