using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>A document, mail or reply of a statement: its bytes, which are never changed, by their SHA-256.</summary>
public sealed record StatementFile
{
    /// <summary>Keeps files and contents beside what names them; one that is kept already stays as it is.</summary>
    public const string Insert =
        """
        ;
        insert into statement_file (tenant_id, statement_id, sha256, media_type, content)
        select @TenantId, @StatementId, sha256, media_type, content
        from unnest(@FileHashes, @FileTypes, @FileContents) as file (sha256, media_type, content)
        on conflict (tenant_id, statement_id, sha256) do nothing;
        """;

    public const string InsertContent =
        """
        ;
        insert into statement_content (tenant_id, statement_id, sha256, content)
        values (@TenantId, @StatementId, @ContentSha256, @ContentBytes)
        on conflict (tenant_id, statement_id, sha256) do nothing;
        """;

    public const int Largest = 3 * 1024 * 1024;

    /// <summary>A mail of the largest size, and what is around it.</summary>
    public const int LargestRequest = Largest + (256 * 1024);

    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string Html = "text/html; charset=utf-8";
    public const string Mail = "message/rfc822";
    private const string Pdf = "application/pdf";
    private const string PlainText = "text/plain; charset=utf-8";
    private const int PartBytes = 64 * 1024;

    private static readonly SearchValues<char> HeaderName =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    public string Sha256 { get; init; } = "";
    public string MediaType { get; init; } = "";
    public byte[] Content { get; init; } = [];

    public static StatementFile Of(byte[] content, string mediaType) =>
        new() { Sha256 = HashOf(content), MediaType = mediaType, Content = content };

    /// <summary>Lower-case hex.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>A file that somebody attaches, recognised by what it holds; null where none came.</summary>
    /// <param name="field">The proto's name of the field.</param>
    /// <param name="content">As it came.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <param name="mailOnly">True where only a mail will do.</param>
    public static StatementFile? Read(string field, ByteString content, RequestCheck check, bool mailOnly = false)
    {
        if (content.Length == 0)
        {
            return null;
        }

        var type = TypeOf(content.Span);
        check.That(content.Length <= Largest, field, "The file must be 3 MB or smaller.");
        check.That(
            mailOnly ? type == Mail : type is not null,
            field,
            mailOnly ? "Attach the mail as a file that ends in .eml." : "The file must be a PDF, a Word document, a mail (.eml) or plain text.");
        return type is null ? null : Of(content.ToByteArray(), type);
    }

    /// <summary>Sends it in parts; name, type and hash go with the first.</summary>
    public async Task WriteToAsync(IServerStreamWriter<V1.DocumentPart> stream, string fileName, CancellationToken ct)
    {
        for (var offset = 0; offset == 0 || offset < Content.Length; offset += PartBytes)
        {
            var part = new V1.DocumentPart { Content = UnsafeByteOperations.UnsafeWrap(Content.AsMemory(offset, Math.Min(PartBytes, Content.Length - offset))) };
            if (offset == 0)
            {
                (part.FileName, part.MediaType, part.Sha256) = (fileName, MediaType, Sha256);
            }

            await stream.WriteAsync(part, ct);
        }
    }

    private static string? TypeOf(ReadOnlySpan<byte> content) =>
        content.StartsWith("%PDF-"u8) ? Pdf
        : content.StartsWith("PK\u0003\u0004"u8) && content.IndexOf("word/"u8) >= 0 ? Word
        : !IsText(content) ? null
        : IsMail(content) ? Mail
        : PlainText;

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        if (content.Contains((byte)0))
        {
            return false;
        }

        try
        {
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetCharCount(content);
            return true;
        }
        catch (DecoderFallbackException)
        {
            // Mails may carry any bytes.
            return IsMail(content);
        }
    }

    // A mail begins with headers, each a name, a colon and more, and says whom it is from (RFC 5322).
    private static bool IsMail(ReadOnlySpan<byte> content)
    {
        var head = Encoding.ASCII.GetString(content[..Math.Min(content.Length, 16 * 1024)]);
        var first = head.AsSpan()[..Math.Max(0, head.IndexOf('\n', StringComparison.Ordinal))];
        var colon = first.IndexOf(':');
        return colon > 0
            && !first[..colon].ContainsAnyExcept(HeaderName)
            && ("\n" + head).Contains("\nFrom:", StringComparison.OrdinalIgnoreCase);
    }
}
