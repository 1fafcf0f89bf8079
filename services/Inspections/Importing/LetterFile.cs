using Jtai.Errors;
using Jtai.Field;
using Jtai.Files;
using Jtai.Letters;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// A file as somebody hands it in. What it is is told from its bytes and never from its name. It is kept as <c>platform/Files</c> keeps
/// files, under the id of its import.
/// </summary>
public static class LetterFile
{
    /// <summary>The act by which a service puts one in by itself.</summary>
    public const string PuttingIn = "put-in-letter";

    private const string TooLarge = "The file is larger than 10 MB. Choose the letter as the inspectorate published it.";
    private const string Empty = "The file is empty. Choose the letter as PDF or text.";
    private const int LongestGivenName = 255;

    /// <summary>Letters are PDF or text, by what their reader can make of them; a checked one is read at once.</summary>
    public static FileOwners Owners => new(TenantsAsync, _ => [])
    {
        Recognise = RecogniseAsync,
        ReadsText = false,
        AfterChecks = $"update job set not_before = null where tenant_id = @TenantId and kind = '{LetterJobs.Name}' and job_id = @FileId",
    };

    public static Task<IReadOnlyList<TenantId>> TenantsAsync(Database database, CancellationToken ct) =>
        database.QueryAsync<TenantId>(TenantScope.OfMany([]), "select partnership_id from partnership", null, ct);

    /// <summary>Why the file cannot be a letter, in a sentence for whoever handed it in; null where it can.</summary>
    public static string? Fault(ReadOnlySpan<byte> content) =>
        FaultOfSize(content.Length) ?? (LetterBytes.IsPdf(content) ? null : FaultOfText(content));

    /// <inheritdoc cref="Fault"/>
    public static string? FaultOfSize(long size) => size switch
    {
        <= 0 => Empty,
        > LetterImport.LargestFile => TooLarge,
        _ => null,
    };

    public static void CheckName(RequestCheck check, string field, string name)
    {
        check.That(name.Length <= LongestGivenName, field, $"The name of the file must be {LongestGivenName} characters or fewer.");
        check.NoChild(field, name, "The name of the file");
    }

    /// <summary>All of a stored letter, which is no longer than <see cref="LetterImport.LargestFile"/>.</summary>
    public static async Task<byte[]> ReadAsync(Stream content, CancellationToken ct)
    {
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, ct);
        return bytes;
    }

    private static async Task<FileKind> RecogniseAsync(Stream content, string name, CancellationToken ct)
    {
        content.Position = 0;
        var bytes = await ReadAsync(content, ct);
        return Fault(bytes) is { } fault ? throw new FileRefused(fault) : LetterBytes.IsPdf(bytes) ? FileKind.Pdf : FileKind.Text;
    }

    private static string? FaultOfText(ReadOnlySpan<byte> content)
    {
        try
        {
            return string.IsNullOrWhiteSpace(LetterBytes.Decode(content)) ? "The file holds no words. Choose the letter as PDF or text." : null;
        }
        catch (UnreadableLetterException fault)
        {
            return $"{fault.Message} Choose the letter as the inspectorate published it, or save it as PDF first.";
        }
    }
}
