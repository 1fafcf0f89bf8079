using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Microsoft.AspNetCore.DataProtection;

namespace Jtai.Portal.SigningIn;

/// <summary>
/// Forms that came when their session was over, or with the token of another one: Partners keeps them for an hour, encrypted here,
/// for the next session of the same person. Files are not kept.
/// </summary>
public sealed class KeptForms(PartnersAsPortal partners, IDataProtectionProvider protection)
{
    /// <summary>In the address of the page that is to be filled again.</summary>
    public const string Parameter = "kept";

    /// <summary>Belongs to the session that was, or says which button was pressed.</summary>
    private static readonly string[] NotKept = ["__RequestVerificationToken", Parameter];

    private readonly IDataProtector protector = protection.CreateProtector("kept-form");

    /// <summary>Keeps the form of this request.</summary>
    /// <returns>Its id; null where nothing was typed or it cannot be kept.</returns>
    public async Task<string?> KeepAsync(HttpRequest request, string sessionId)
    {
        // A browser says where a form came from: another site's is nobody's typing.
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var typed = form.Where(field => !NotKept.Contains(field.Key)).ToDictionary(field => field.Key, field => field.Value.ToArray());
            if (typed.Count == 0)
            {
                return null;
            }

            var content = protector.Protect(Pack(new Form(request.Path, typed)));
            var reply = await partners.Client.KeepFormAsync(
                new KeepFormRequest { SessionId = sessionId, Content = ByteString.CopyFrom(content) }, cancellationToken: request.HttpContext.RequestAborted);
            return reply.FormId;
        }
        catch (Exception failure) when (failure is RpcException or IOException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The form that this address asks for, by field; null where it is none of this person and page, or its hour is over.</summary>
    public async Task<IReadOnlyDictionary<string, string?[]>?> ReadAsync(HttpRequest request, string sessionId)
    {
        if (request.Query[Parameter] is not [{ Length: > 0 } formId])
        {
            return null;
        }

        try
        {
            var kept = await partners.Client.GetKeptFormAsync(
                new GetKeptFormRequest { SessionId = sessionId, FormId = formId }, cancellationToken: request.HttpContext.RequestAborted);
            var form = Unpack(protector.Unprotect(kept.Content.ToByteArray()));
            return form?.Path == request.Path ? form.Typed : null;
        }
        catch (Exception failure) when (failure is RpcException or CryptographicException or InvalidDataException or JsonException)
        {
            // The last two: another version of the portal kept it.
            return null;
        }
    }

    /// <summary>The page on which a form stood, which fills it again with what was kept.</summary>
    public static string PageOf(HttpRequest request, string? formId)
    {
        var query = QueryString.Create(request.Query.Where(one => one.Key is not (Parameter or "handler")));
        return request.PathBase + request.Path + (formId is null ? query : query.Add(Parameter, formId));
    }

    // Small enough for the review of a long letter, or its text.
    private static byte[] Pack(Form form)
    {
        using var packed = new MemoryStream();
        using (var pack = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(pack, form);
        }

        return packed.ToArray();
    }

    private static Form? Unpack(byte[] packed)
    {
        using var unpack = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Form>(unpack);
    }

    private sealed record Form(string Path, Dictionary<string, string?[]> Typed);
}
