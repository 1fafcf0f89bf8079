using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Jtai.Access;
using Jtai.Events.V1;
using Jtai.LetterTests;
using Jtai.Partners.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Platform.Tests.Harness;

/// <summary>
/// Calls every RPC of every service through the gateway with a mark in each text field, in a partnership of its own: with marks
/// for ids and dates too, and with broken text, which is refused, then with what earlier replies gave, until the writes succeed. At
/// last it asks all of them as an operator, of whose answers nothing may be what others wrote.
/// </summary>
internal sealed class CanaryCalls : IDisposable
{
    // To be sure that content went all the way: into databases, events, read models and the sharing log.
    private static readonly string[] MustSucceed =
    [
        "RegisterPerson", "Appoint", "AppointNewPerson", "CorrectPerson", "SaveBody", "RegisterPost", "SaveSettings", "SaveStatementTemplate", "SaveStatusScale", "SaveClosure", "RenamePartnership", "ProposeRecovery", "RefuseRecovery",
        "OfferSharingGrant", "AgreeSharingGrant", "RecordInspection", "ImportLetter", "SaveReview", "ConfirmFindings", "PublishInspection",
        "CorrectInspection", "CorrectFinding", "ListHistory", "MakeActionPlan", "AddAction", "DescribeAction", "ChangeDueDate", "UpdateProgress", "GetAction",
        "StartStatement", "GetReadiness", "GetBackPlan",
        "ListSharedActions", "GetSharedAction", "ListSharingLog",
    ];

    /// <summary>What an operator's token is admitted to and answered with content of its own: without it the sweep would be of refusals.</summary>
    public static IReadOnlySet<string> OfAnOperator { get; } = new HashSet<string>(
        new[] { "partners", "inspections", "actions", "reporting" }
            .SelectMany(service => new[] { "GetHealth", "ListQuarantine", "ListJobs" }.Select(call => $"jtai.{service}.v1.Operations.{call}"))
            .Concat(new[] { "ListTenants", "GetPartnership", "ListAgencies", "ListInvitations", "ListSuccessions" }.Select(call => $"jtai.partners.v1.Partners.{call}"))
            .Append("jtai.partners.v1.Tenants.GetTenant"));

    // Of one listing: what the calls wrote is the newest, and others wrote much before.
    private const int MostPages = 10;

    // Records of the partnership's, and of its people, that have its id, or theirs, and a version of their own.
    private const string SettingsOfThePlace = "settings";
    private const string OwnPreferences = "preferences";
    private const string Invitation = "invitation";
    private const string Standing = "standing";
    private const string Recovery = "recovery";

    /// <summary>Follows the mark in what operators wrote themselves: they may see it again.</summary>
    public const string OfOperators = "o";

    private const string Undoing = "WithdrawSharingGrant";

    // After them the others would be refused.
    private static readonly string[] Last = [Undoing, "WithdrawInspection", "WithdrawFinding", "WithdrawAction", "CloseAction", "SavePost", "RemovePartnerAgency"];

    private readonly string mark;
    private readonly CallInvoker door;
    private readonly ECDsa key = ECDsa.Create();
    private readonly string place = $"place-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    private readonly string agency = $"agency-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    private readonly string person = Guid.NewGuid().ToString();
    private readonly Dictionary<string, string> known;
    private readonly Dictionary<string, long> versions = [];
    private readonly HashSet<string> succeeded = [];
    private readonly Dictionary<string, string> refusals = [];
    private readonly HashSet<(MethodDescriptor, FieldDescriptor)> marked = [];
    private readonly List<string> tellingErrors = [];

    /// <param name="mark">Begins what is sent in each field; what an operator sends has <see cref="OfOperators"/> after it.</param>
    /// <param name="door">The public gRPC port.</param>
    /// <param name="signingKey">The platform's own, so that tokens of every kind can be made.</param>
    /// <param name="issuer">The identity provider at which people may be invited.</param>
    public CanaryCalls(string mark, CallInvoker door, string signingKey, string issuer)
    {
        (this.mark, this.door) = (mark, door);
        key.ImportFromPem(signingKey);
        var code = string.Concat(RandomNumberGenerator.GetItems<char>("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3));
        known = new()
        {
            ["partnership_id"] = place, ["tenant_id"] = place, ["agency_id"] = agency, ["code"] = code, ["reader_ids"] = person,
            ["due_on"] = Date(90), ["ChangeDueDate.due_on"] = Date(120), ["published_on"] = Date(0), ["notified_on"] = Date(-60), ["received_on"] = Date(0), ["letter_dated"] = Date(-7), ["sent_on"] = Date(0),
            // Left out: nobody is appointed, and an action has either date.
            ["owner_id"] = "", ["owner_post_id"] = "", ["theme_id"] = "", ["answering_body_id"] = "", ["on"] = "", ["body_ids"] = "", ["supporting_agency_ids"] = "", ["quote"] = "", ["part_of_agency_id"] = "",
            // A letter comes with its import or before it.
            // Partnerships' names are the register's, and operators see them.
            ["RenamePartnership.name"] = $"{mark}{OfOperators}-renamed",
            ["RegisterPerson.subject"] = "", ["RegisterPerson.issuer"] = issuer,
            ["Appoint.body_id"] = "", ["AppointNewPerson.body_id"] = "", ["SaveBody.body_id"] = "",
            ["AppointNewPerson.subject"] = "", ["AppointNewPerson.issuer"] = issuer, ["AppointNewPerson.email"] = $"{mark}-appointed@example.org",
            ["CorrectPerson.email"] = $"{mark}-corrected@example.org",
            ["ProposeRecovery.subject"] = "", ["ProposeRecovery.issuer"] = issuer, ["ProposeRecovery.email"] = $"{mark}{OfOperators}-recovered@example.org",
            ["ImportLetter.file_id"] = "", ["accent_colour"] = "",
            ["SaveClosure.closure_id"] = "", ["SaveClosure.from"] = Date(0), ["SaveClosure.to"] = Date(7),
            ["page_token"] = "", ["status"] = "", ["id_token"] = "", ["client_assertion"] = "",
        };
    }

    private static IReadOnlyList<MethodDescriptor> Methods { get; } =
    [
        .. typeof(EventFeed).Assembly.GetExportedTypes()
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<ServiceDescriptor>().Distinct()
            .OrderBy(service => Array.IndexOf(["Partners", "Inspections", "Actions", "Reporting"], service.Name))
            .SelectMany(service => service.Methods),
    ];

    /// <summary>Where the calls' content goes.</summary>
    public string PartnershipId => place;

    /// <summary>Errors that repeated what was sent, each with its call.</summary>
    public IReadOnlyList<string> TellingErrors => tellingErrors;

    /// <summary>Text fields of requests that never held a mark: none, unless protos have something that this does not know to fill.</summary>
    public IEnumerable<string> Unmarked =>
        from method in Methods
        from text in TextsOf(method.InputType)
        where !marked.Contains((method, text))
        select $"{method.FullName}: {text.FullName}";

    public async Task MakeAllAsync()
    {
        foreach (var method in Methods)
        {
            foreach (var (token, writer) in Tokens())
            {
                await CallAsync(method, Filled(method.InputType, method, field => Mark(writer, method, field)), token);
                await CallAsync(method, Filled(method.InputType, method, field => Mark(writer, method, field) + '\0'), token);
            }

            // What excludes one another, one after the other.
            var (first, writtenBy) = Tokens().First();
            for (var alternative = 1; alternative < AlternativesOf(method.InputType); alternative++)
            {
                await CallAsync(method, Filled(method.InputType, method, field => Mark(writtenBy, method, field), alternative), first);
            }
        }

        for (var (round, deadline) = (1, DateTime.UtcNow.AddSeconds(150)); !succeeded.IsSupersetOf(MustSucceed); round++, await Task.Delay(200))
        {
            Assert.True(DateTime.UtcNow < deadline, $"Never succeeded: {string.Join(", ", MustSucceed.Except(succeeded).Select(name => $"{name}: {refusals[name]}"))}");
            // What need not succeed is tried twice. A letter may be read in the midst of a round: its review comes before its findings
            // are confirmed.
            foreach (var method in Methods.Where(method => !Last.Contains(method.Name) && !succeeded.Contains(method.Name)
                && (round <= 2 || MustSucceed.Contains(method.Name))
                && (method.Name != "ConfirmFindings" || succeeded.Contains("SaveReview"))))
            {
                await SucceedAsync(method);
            }
        }

        foreach (var method in Methods.Where(method => Last.Contains(method.Name)))
        {
            await SucceedAsync(method);
        }

        Assert.Contains(Undoing, succeeded);
    }

    /// <summary>Asks for what cannot be read.</summary>
    /// <returns>What the caller is told.</returns>
    public async Task<RpcException> FailAsync()
    {
        var headers = new Metadata { { "authorization", $"Bearer {Tokens().First().Token}" } };
        var failure = await Assert.ThrowsAsync<RpcException>(() => new Partners.V1.Partners.PartnersClient(door).ListSharingGrantsAsync(new(), headers).ResponseAsync);
        NoteError("ListSharingGrants", failure);
        return failure;
    }

    /// <summary>Calls everything as an operator, with ids that exist, and every listing without any, from page to page.</summary>
    /// <returns>Answers that held what somebody else wrote, and the names of the calls that were answered at all.</returns>
    public async Task<(IReadOnlyList<string> Telling, IReadOnlyCollection<string> Answered)> AskAllAsOperatorAsync()
    {
        var (telling, answered) = (new List<string>(), new HashSet<string>());
        foreach (var method in Methods.OrderBy(method => Last.Contains(method.Name)))
        {
            await AskAsync(method, Filled(method.InputType, method, field => Fitting(OfOperators, method, field), fitting: true));
            if (!method.Name.StartsWith("List", StringComparison.Ordinal))
            {
                continue;
            }

            var (all, next) = (method.InputType.Parser.ParseFrom(ByteString.Empty), "");
            for (var pages = 0; pages < MostPages && (pages == 0 || next.Length > 0); pages++)
            {
                method.InputType.FindFieldByName("page_token")?.Accessor.SetValue(all, next);
                var answer = await AskAsync(method, all);
                next = answer is null ? "" : (string?)method.OutputType.FindFieldByName("next_page_token")?.Accessor.GetValue(answer) ?? "";
            }

            async Task<IMessage?> AskAsync(MethodDescriptor asked, IMessage request)
            {
                if (await CallAsync(asked, request, Tokens().Single(one => one.Writer == OfOperators).Token) is not { } answer)
                {
                    return null;
                }

                answered.Add(asked.FullName);
                if (answer.ToByteString().ToStringUtf8().Replace(mark + OfOperators, "", StringComparison.Ordinal).Contains(mark, StringComparison.Ordinal))
                {
                    telling.Add($"{asked.FullName}: {answer}");
                }

                return answer;
            }
        }

        return (telling, answered);
    }

    /// <summary>All that an error says, details included.</summary>
    public static string WordsOf(RpcException error) => string.Join('\n', error.Trailers
        .Select(entry => entry.IsBinary ? Encoding.UTF8.GetString(entry.ValueBytes) : entry.Value)
        .Prepend(error.Status.Detail));

    public void Dispose() => key.Dispose();

    private static string Date(int daysFromNow) => DateTime.UtcNow.AddDays(daysFromNow).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task SucceedAsync(MethodDescriptor method)
    {
        foreach (var (token, writer) in Tokens())
        {
            var request = Filled(method.InputType, method, field => Fitting(writer, method, field), fitting: true);
            if (await CallAsync(method, request, token) is { } reply)
            {
                Learn(request, reply);
                succeeded.Add(method.Name);
                return;
            }
        }
    }

    private string Mark(string writer, MethodDescriptor method, FieldDescriptor field)
    {
        marked.Add((method, field));
        return $"{mark}{writer}-{method.Name}-{field.Name}";
    }

    private string Fitting(string writer, MethodDescriptor method, FieldDescriptor field) =>
        known.TryGetValue($"{method.Name}.{field.Name}", out var value) || known.TryGetValue(field.Name, out value) ? value
        : field.Name.EndsWith("_on", StringComparison.Ordinal) ? ""
        : field.Name is "email" ? $"{mark}{writer}@example.org"
        : field.Name is "published_url" or "issuer" ? $"https://example.org/{Mark(writer, method, field)}"
        : Mark(writer, method, field);

    // A new message in itself, so that one that holds its own kind comes to an end.
    private static IEnumerable<FieldDescriptor> TextsOf(MessageDescriptor type, params IEnumerable<MessageDescriptor> above) =>
        type.Fields.InDeclarationOrder().SelectMany(field => field.FieldType switch
        {
            FieldType.String or FieldType.Bytes => [field],
            FieldType.Message when !above.Contains(field.MessageType) => TextsOf(field.MessageType, [.. above, type]),
            _ => Enumerable.Empty<FieldDescriptor>(),
        });

    private static int AlternativesOf(MessageDescriptor type, params IEnumerable<MessageDescriptor> above) =>
        type.Oneofs.Select(choice => choice.Fields.Count)
            .Concat(type.Fields.InDeclarationOrder()
                .Where(field => field.FieldType == FieldType.Message && !above.Contains(field.MessageType))
                .Select(field => AlternativesOf(field.MessageType, [.. above, type])))
            .DefaultIfEmpty(1).Max();

    private IMessage Filled(MessageDescriptor type, MethodDescriptor method, Func<FieldDescriptor, string> text, int alternative = 0, bool fitting = false)
    {
        if (fitting && type == StatusScale.Descriptor)
        {
            return Scale();
        }

        var message = type.Parser.ParseFrom(ByteString.Empty);
        // A joint lead is an id alone, and there is no second agency that could be one.
        foreach (var field in type.Fields.InDeclarationOrder().Where(field =>
            // Nor are there agencies and a manager when the partnership comes to be.
            !(fitting && (field.Name is "joint_leads" or "first_manager" || (type == ProvisionPartnershipRequest.Descriptor && field.Name == "agencies")))
            && (field.ContainingOneof is not { } choice || choice.Fields[alternative % choice.Fields.Count] == field)))
        {
            object? value = field.FieldType switch
            {
                FieldType.String => text(field) is { Length: > 0 } words ? words : null,
                FieldType.Bytes => ByteString.CopyFromUtf8(Letter(text(field))),
                FieldType.Message when field.MessageType.File.Package.StartsWith("jtai", StringComparison.Ordinal) => Filled(field.MessageType, method, text, alternative, fitting),
                FieldType.Bool => true,
                FieldType.Int32 => field.IsRepeated ? null : field.Name switch { "embedded_after_days" => 90, "page_size" => 50, _ => 1 },
                FieldType.Int64 => VersionFor(message),
                FieldType.Enum when field.EnumType.ClrType == typeof(Capacity) => (int)(fitting && method.Name is "Appoint" or "AppointNewPerson" ? Capacity.Contributor : Capacity.CrossPartnershipLead),
                FieldType.Enum when field.EnumType.ClrType == typeof(SharingLevel) => (int)SharingLevel.Plan,
                FieldType.Enum => field.EnumType.Values[1].Number,
                _ => null,
            };
            if (value is not null && field.IsRepeated)
            {
                var values = (System.Collections.IList)field.Accessor.GetValue(message);
                foreach (var one in value is string many ? many.Split(' ') : (object[])[value])
                {
                    values.Add(field.FieldType == FieldType.Enum ? Enum.ToObject(field.EnumType.ClrType, one) : one);
                }
            }
            else if (value is not null)
            {
                field.Accessor.SetValue(message, value);
            }
        }

        return message;
    }

    /// <summary>A letter that can be read, with the mark among its words and in a line that is left over.</summary>
    private static string Letter(string words) =>
        File.ReadAllText(Path.Combine(Folders.FictionalLetters, "wendlecombe-2017.txt"))
            .Replace("School nurses see older children", $"School nurses, {words}, see older children", StringComparison.Ordinal)
        // Left over: it stands below the letter's end.
        + $"\n\n■ {words} should be looked into.\n";

    /// <summary>A scale that can be saved: two steps at least, and every case in one of them.</summary>
    private StatusScale Scale() => new()
    {
        Name = $"{mark}-scale",
        Steps =
        {
            new StatusStep { Word = $"{mark}-first", Definition = $"{mark}-definition-of-first", Colour = StatusColour.Red, Cases = { StatusCase.Overdue } },
            new StatusStep
            {
                Word = $"{mark}-other", Definition = $"{mark}-definition-of-other", Colour = StatusColour.Green,
                Cases = { Enum.GetValues<StatusCase>().Where(one => one is not (StatusCase.Unspecified or StatusCase.Overdue)) },
            },
        },
    };

    private long VersionFor(IMessage request) => IdOf(request) is { } id ? versions.GetValueOrDefault(id) : 0;

    /// <summary>Of what a call changes; null where it changes nothing that has a version.</summary>
    private string? IdOf(IMessage request) => OfItsOwn(request) ?? request.Descriptor.Fields.InDeclarationOrder()
        .Where(field => field.FieldType == FieldType.String && !field.IsRepeated)
        .Select(field => (string)field.Accessor.GetValue(request))
        .LastOrDefault(value => versions.GetValueOrDefault(value) > 0);

    private static string? OfItsOwn(IMessage request) => request switch
    {
        GetSettingsRequest or SaveSettingsRequest or SaveStatementTemplateRequest or SaveStatusScaleRequest or SaveClosureRequest or RemoveClosureRequest
            or RenamePartnershipRequest => SettingsOfThePlace,
        GetPreferencesRequest or SavePreferencesRequest => OwnPreferences,
        SendInvitationAgainRequest or CorrectInvitationRequest or WithdrawInvitationRequest => Invitation,
        SuspendTenantRequest or ReactivateTenantRequest or AskToCloseTenantRequest or ConfirmClosingRequest or CallOffClosingRequest => Standing,
        ProposeRecoveryRequest or ConfirmRecoveryRequest or RefuseRecoveryRequest => Recovery,
        CorrectPersonRequest correcting => correcting.PersonId,
        _ => null,
    };

    private void Learn(IMessage request, IMessage reply)
    {
        var fields = reply.Descriptor.Fields.InDeclarationOrder();
        if (reply is Inspections.V1.ConfirmFindingsReply confirmed)
        {
            known["finding_id"] = known["record_id"] = confirmed.FindingIds[0];
        }

        foreach (var field in fields.Where(field => field.FieldType == FieldType.String && field.Name.Contains("_id", StringComparison.Ordinal)))
        {
            var values = field.IsRepeated ? string.Join(' ', (IEnumerable<string>)field.Accessor.GetValue(reply)) : (string)field.Accessor.GetValue(reply);
            known.TryAdd(field.Name, values);
        }

        foreach (var version in fields.Where(field => field is { Name: "version" or "inspection_version", FieldType: FieldType.Int64 }))
        {
            versions[OfItsOwn(request) ?? (string)fields.First(field => field.FieldType == FieldType.String).Accessor.GetValue(reply)] = (long)version.Accessor.GetValue(reply);
        }
    }

    /// <returns>Null where it was refused.</returns>
    private async Task<IMessage?> CallAsync(MethodDescriptor method, IMessage request, string token)
    {
        var call = new Method<IMessage, IMessage>(
            method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary,
            method.Service.FullName,
            method.Name,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), bytes => method.InputType.Parser.ParseFrom(bytes)),
            Marshallers.Create<IMessage>(message => message.ToByteArray(), bytes => method.OutputType.Parser.ParseFrom(bytes)));
        var headers = new Metadata { { "authorization", $"Bearer {token}" }, { "idempotency-key", Guid.NewGuid().ToString("N") } };
        try
        {
            var options = new CallOptions(headers, DateTime.UtcNow.AddSeconds(20));
            return method.IsServerStreaming ? await LastPartAsync(door.AsyncServerStreamingCall(call, null, options, request)) : await door.AsyncUnaryCall(call, null, options, request);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.ResourceExhausted)
        {
            // The tenant's share of requests is used up for a moment.
            await Task.Delay(250);
            return await CallAsync(method, request, token);
        }
        catch (RpcException failure)
        {
            Assert.True(failure.StatusCode is not (StatusCode.Internal or StatusCode.Unknown), $"{method.FullName}: {failure.Status}");
            NoteError(method.FullName, failure);
            // Something else has changed it since: the version that it has now.
            if (failure.StatusCode == StatusCode.Aborted
                && failure.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Metadata.TryGetValue("current_version", out var current) == true
                && IdOf(request) is { } id)
            {
                versions[id] = long.Parse(current, CultureInfo.InvariantCulture);
            }

            // Of its many tokens one is admitted, and what that one was told says most.
            if (failure.StatusCode != StatusCode.PermissionDenied)
            {
                refusals[method.Name] = $"{failure.Status}";
            }

            return null;
        }
    }

    private void NoteError(string call, RpcException failure)
    {
        if (WordsOf(failure).Contains(mark, StringComparison.Ordinal))
        {
            tellingErrors.Add($"{call}: {WordsOf(failure)}");
        }
    }

    private static async Task<IMessage?> LastPartAsync(AsyncServerStreamingCall<IMessage> call)
    {
        using (call)
        {
            IMessage? last = null;
            await foreach (var part in call.ResponseStream.ReadAllAsync())
            {
                last = part;
            }

            return last;
        }
    }

    /// <summary>A person in the partnership with every capacity, in the agency's workspace, and across; the operator; the portal.</summary>
    private IEnumerable<(string Token, string Writer)> Tokens()
    {
        yield return (Token(new() { [TokenClaims.Tenant] = place }), "");
        yield return (Token(new() { [TokenClaims.Tenant] = "platform", [TokenClaims.Capacity] = new[] { nameof(Capacity.PlatformOperator) } }), OfOperators);
        yield return (Token(new() { [TokenClaims.Tenant] = $"agency:{agency}" }), "");
        yield return (Token(new() { [TokenClaims.Across] = "true" }), "");
        yield return (Token(new() { [TokenClaims.Subject] = TokenClaims.ServicePrefix + "portal" }), "");
    }

    private string Token(Dictionary<string, object> claims)
    {
        var signer = new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        signer.KeyId = Base64UrlEncoder.Encode(signer.ComputeJwkThumbprint());
        claims["jti"] = Guid.NewGuid().ToString("N");
        if (claims.TryAdd(TokenClaims.Subject, person))
        {
            claims[TokenClaims.Agency] = agency;
            claims.TryAdd(TokenClaims.Capacity, AccessPolicy.AnyCapacity.Select(capacity => capacity.ToString()).ToArray());
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            TokenType = TokenClaims.TokenType,
            IssuedAt = DateTime.UtcNow,
            NotBefore = DateTime.UtcNow.AddSeconds(-5),
            Expires = DateTime.UtcNow.AddMinutes(2),
            Claims = claims,
            SigningCredentials = new SigningCredentials(signer, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
