using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Files;

/// <summary>How far a file is; only what is <see cref="Clean"/> is given to anybody.</summary>
public enum FileState
{
    /// <summary>Its bytes arrive.</summary>
    Receiving,

    /// <summary>It waits to be recognised and looked through for viruses, or is.</summary>
    Scanning,

    /// <summary>Its text is read, for identifiers of children.</summary>
    Reading,

    Clean,

    /// <summary>Its text holds what may identify a child: whoever put it in has to say why it may stay.</summary>
    NeedsReason,

    /// <summary>It cannot be taken; its bytes are gone, <see cref="StoredFile.Why"/> stays.</summary>
    Refused,
}

/// <summary>What the record knows of a file. Its hash and the right to read it come from here, wherever its bytes lie.</summary>
public record StoredFile
{
    /// <summary>25 MB.</summary>
    public const long MostBytes = 25 * 1024 * 1024;

    public required TenantId TenantId { get; init; }

    public required Guid FileId { get; init; }

    public required string Name { get; init; }

    /// <summary>Null until it is recognised.</summary>
    public FileKind? Kind { get; init; }

    public required long Size { get; init; }

    /// <summary>Bytes that have arrived: the offset at which the upload goes on.</summary>
    public long Received { get; init; }

    /// <summary>32 bytes; null where it was not announced and the upload is not complete.</summary>
    public byte[]? Sha256 { get; init; }

    public required FileState State { get; init; }

    /// <summary>In words: why it waits or is refused, what its name was before, or what could not be checked of it; else empty.</summary>
    public string Why { get; init; } = "";

    /// <summary>What its text seems to hold; it stays once the reason is given.</summary>
    public ChildIdentifier Found { get; init; }

    /// <summary>Times in a row that the scanner did not answer for it.</summary>
    public int ScanTries { get; init; }

    public required string Store { get; init; }

    public required Guid KeyId { get; init; }

    /// <summary>Who put it in, in which capacity, of which agency.</summary>
    public required string Subject { get; init; }

    public required Capacity Capacity { get; init; }

    public string? AgencyId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required long Version { get; init; }

    public int Chunks => (int)((Size + SealedChunk.PlainBytes - 1) / SealedChunk.PlainBytes);

    /// <exception cref="Refused">It may not be given to anybody, or not yet; says why.</exception>
    public void RequireReadable()
    {
        if (State != FileState.Clean)
        {
            throw new Refused(State switch
            {
                FileState.Receiving => "This file has not arrived whole.",
                FileState.Refused => $"This file was refused. {Why}",
                FileState.NeedsReason => "This file waits for a reason why no child can be known by it. It can be opened once that is given.",
                _ => Why.Length > 0 ? Why : "This file waits to be checked for viruses. It can be opened once that is done.",
            });
        }
    }

    /// <summary>Whom the checks of the file are recorded for.</summary>
    internal Caller PutInBy() => new(Subject, TenantId, AgencyId, AcrossPartnerships: false, [], Capacity);
}
