using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Files;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What one version of an item holds: a file, a link, or a look at something that stays where it is. It is never changed.</summary>
public sealed record EvidenceContent
{
    /// <summary>Versions with what is known of their files; the newest first where <c>order by number desc</c> follows.</summary>
    public const string Select =
        """
        select content.*, file.name as file_name, file.kind as file_kind, file.size as file_size, file.received as file_received,
          file.sha256 as file_sha256, file.state as file_state, file.why as file_why, file.found as file_found, file.created_at as file_begun_at
        from evidence_content content left join stored_file file using (tenant_id, file_id)

        """;

    /// <summary>Parameters: <c>TenantId</c>, <c>Content</c>.</summary>
    public const string Insert =
        """
        ;
        insert into evidence_content (tenant_id, content_id, evidence_id, number, file_id, link, inspected_by, inspected_on, held_where,
          person_id, at, told_state)
        select @TenantId, content_id, evidence_id, number, file_id, link, inspected_by, inspected_on, held_where, person_id, at, told_state
        from jsonb_populate_record(null::evidence_content, @Content::jsonb)
        """;

    public Guid ContentId { get; init; }
    public Guid EvidenceId { get; init; }
    public int Number { get; init; }

    /// <summary>Null for a link and for a look in place.</summary>
    public Guid? FileId { get; init; }
    public string Link { get; init; } = "";
    public string InspectedBy { get; init; } = "";
    public DateOnly? InspectedOn { get; init; }
    public string HeldWhere { get; init; } = "";
    public Guid PersonId { get; init; }
    public DateTimeOffset At { get; init; }

    public string FileName { get; init; } = "";
    public FileKind? FileKind { get; init; }
    public long FileSize { get; init; }
    public long FileReceived { get; init; }
    public byte[]? FileSha256 { get; init; }
    public FileState? FileState { get; init; }
    public string FileWhy { get; init; } = "";
    public ChildIdentifier FileFound { get; init; }
    public DateTimeOffset FileBegunAt { get; init; }

    /// <summary>What others are told of the file with this: as it was read, since a scan may end before this is saved.</summary>
    public string? ToldState => FileState?.ToString();

    /// <summary>A short text of what it is, for the history.</summary>
    public string Text => FileId is not null ? FileName : Link.Length > 0 ? Link : HeldWhere;

    /// <summary>A request's content, which names one of the three; a file is checked by <see cref="WithFile"/>.</summary>
    /// <param name="fileId">Empty where it is none.</param>
    /// <param name="link">Likewise.</param>
    /// <param name="inspected">Null where it is none.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    public static EvidenceContent Read(string fileId, string link, V1.InspectedInPlace? inspected, DateOnly today, RequestCheck check)
    {
        var content = new EvidenceContent { ContentId = Guid.CreateVersion7() };
        if (fileId.Length > 0)
        {
            return content with { FileId = Ids.Parse("file", fileId) };
        }

        if (inspected is not null)
        {
            var on = check.Date("inspected.on", inspected.On, "The day of the look");
            check.That(inspected.On.Length > 0, "inspected.on", "Enter the day on which it was looked at.");
            check.That(!(on > today), "inspected.on", "The day of the look cannot be in the future.");
            return content with
            {
                InspectedBy = check.Text("inspected.by", inspected.By, "Who looked at it", 200, required: true),
                InspectedOn = on,
                HeldWhere = check.Text("inspected.held_where", inspected.HeldWhere, "Where it is held", 200, required: true),
            };
        }

        check.That(link.Length > 0, "content", "Say what the evidence is: a file, a link, or something that was looked at where it is held.");
        var address = check.Text("link", link, "The link", 500);
        check.That(
            link.Length == 0 || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "https", UserInfo: "" }),
            "link",
            "Enter the whole address, beginning with https://.");
        return content with { Link = address };
    }

    /// <summary>With its file, which has arrived whole and is used by no evidence yet.</summary>
    /// <exception cref="Refused">It cannot be taken.</exception>
    public EvidenceContent WithFile(StoredFile file, bool isUsed)
    {
        if (file.State == Files.FileState.Receiving)
        {
            throw new Refused("This file has not arrived whole. Finish its upload first.");
        }

        if (file.State == Files.FileState.Refused)
        {
            throw new Refused($"This file was refused. {file.Why}");
        }

        return isUsed
            ? throw new Refused("This file is evidence already. Attach that item to the action, or upload the file again.")
            : this with
            {
                FileName = file.Name,
                FileKind = file.Kind,
                FileSize = file.Size,
                FileReceived = file.Received,
                FileSha256 = file.Sha256,
                FileState = file.State,
                FileWhy = file.Why,
                FileFound = file.Found,
                FileBegunAt = file.CreatedAt,
            };
    }

    /// <summary>
    /// With <see cref="TakenBack"/>: a file that nobody answered for is none any more once its evidence is withdrawn or replaced, and its
    /// bytes go. Parameters: <c>TenantId</c>, <c>TakenFileId</c>, <c>TakenBecause</c>.
    /// </summary>
    public const string TakeBack =
        """
        ;
        update stored_file set state = 'Refused', why = @TakenBecause, changed_at = now(), version = version + 1
        where tenant_id = @TenantId and file_id = @TakenFileId and state = 'NeedsReason'
        """;

    public const string TakenBecause = "It was taken back, as it seemed to hold what a child could be known by.";

    public EvidenceContent TakenBack() =>
        FileState == Files.FileState.NeedsReason ? this with { FileState = Files.FileState.Refused, FileWhy = TakenBecause } : this;

    /// <summary>What it was, once another stands in its place.</summary>
    public Change Kept() => new(ContentId.ToString(), 1, new V1.EvidenceContentKept
    {
        ContentId = ContentId.ToString(), EvidenceId = EvidenceId.ToString(), Content = ToProto(),
    });

    public V1.EvidenceContent ToProto()
    {
        var content = new V1.EvidenceContent { Number = Number, PersonId = PersonId.ToString(), At = Timestamp.FromDateTimeOffset(At) };
        if (FileId is { } fileId)
        {
            content.FileId = fileId.ToString();
            content.File = UploadWords.ToProto(
                fileId, FileName, FileSize, FileReceived, FileState.GetValueOrDefault(), FileKind, FileSha256, FileWhy, FileBegunAt);
        }
        else if (Link.Length > 0)
        {
            content.Link = Link;
        }
        else
        {
            content.Inspected = new() { By = InspectedBy, On = InspectedOn.ToIso(), HeldWhere = HeldWhere };
        }

        return content;
    }
}
