using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Portal.Tests.StandIns;

public enum FormAnswer
{
    /// <summary>What the stand-in says.</summary>
    OfTheStandIn,

    /// <summary>Something is wrong with every field.</summary>
    EverythingIsWrong,

    /// <summary>Every field seems to hold a date of birth; with a reason it is saved.</summary>
    LooksLikeAChild,

    /// <summary>It is saved, whatever it says.</summary>
    Saved,
}

/// <summary>How the stand-ins answer writes while a test goes through all forms.</summary>
public sealed class AnswersToForms : Interceptor
{
    /// <summary>What a form is about, or sends beside what a person fills in.</summary>
    private static readonly string[] NotAsked =
    [
        "action_id", "plan_id", "inspection_id", "finding_id", "import_id", "grant_id", "post_id", "partnership_id", "expected_version", "paragraph",
        "capacities", "file_name", "corrections", "left_overs", "ask_if_past", "milestone_id", "request_id", "cause_id", "succession_id", "audit_id",
        "evidence_id", "challenge_id", "measure_id", "voice_id", "statement_id", "section_id", "return_id", "comment_id", "sign_off_id", "content_sha256", "step",
        "tenant_id", "appointment_id",
    ];

    public FormAnswer Answer { get; set; }

    /// <summary>The last reason that came why no child can be known by a form, with the form's key.</summary>
    public (string Reason, string Key) Given { get; private set; }

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var rpc = context.Method.Split('/')[^1];
        var isRead = rpc.StartsWith("Get", StringComparison.Ordinal) || rpc.StartsWith("List", StringComparison.Ordinal);
        if (Answer == FormAnswer.OfTheStandIn || isRead || context.RequestHeaders.GetValue("idempotency-key") is null)
        {
            return continuation(request, context);
        }

        if (Answer == FormAnswer.LooksLikeAChild)
        {
            if (context.RequestHeaders.GetValueBytes(ChildGuard.ReasonHeader) is not { } reason)
            {
                throw new ChildIdentifierFound([.. FieldsOf((IMessage)request).Select(field => new DoubtedText(field, "This", ChildIdentifier.DateOfBirth))]);
            }

            Given = (Encoding.UTF8.GetString(reason), context.RequestHeaders.GetValue("idempotency-key")!);
        }

        return Answer == FormAnswer.EverythingIsWrong
            ? throw new Invalid([.. FieldsOf((IMessage)request).Select(field => (field, SentenceOf(field)))])
            : Task.FromResult((TResponse)Reply(Activator.CreateInstance<TResponse>()));
    }

    public static string SentenceOf(string field) => $"Something is wrong with {field}.";

    /// <summary>The fields of a request that a person fills in, as services name them in what they refuse.</summary>
    private static IEnumerable<string> FieldsOf(IMessage request) => request.Descriptor.Fields.InDeclarationOrder()
        // Boards and groups are registered by the partnership's manager later on.
        .Where(field => !NotAsked.Contains(field.Name) && (request.Descriptor.Name, field.Name) is not (("ProvisionPartnershipRequest", "body_ids") or ("CorrectPersonRequest", "person_id") or ("CorrectInvitationRequest", "person_id"))
            && field.GetOptions()?.Deprecated != true)
        .SelectMany(field => field is { FieldType: FieldType.Message, IsRepeated: false, MessageType.Name: "StatusAssessment" or "Closure" or "StatusScale" or "SuccessorLink" }
            ? field.MessageType.Fields.InDeclarationOrder().Where(part => part.Name is not ("date_achievable" or "closure_id" or "link_id" or "of_bodies")).Select(part => $"{field.Name}.{part.Name}")
            // Its fields are said by their own names; the issuer is the portal's own, and subjects are API clients'.
            : field is { FieldType: FieldType.Message, MessageType.Name: "RegisterPersonRequest" }
                ? field.MessageType.Fields.InDeclarationOrder().Where(part => part.Name is not ("issuer" or "subject"))
                .Select(part => part.Name == "name" && field.Name == "first_manager" ? "manager_name" : part.Name)
                : [field.Name]);

    private static object Reply(object reply)
    {
        foreach (var field in ((IMessage)reply).Descriptor.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.String && !field.IsRepeated))
        {
            field.Accessor.SetValue((IMessage)reply, field.Name switch
            {
                "action_id" => StandInActions.ActionId,
                "plan_id" => "plan",
                "inspection_id" => StandInInspections.InspectionId,
                "finding_id" => StandInInspections.FindingId,
                "import_id" => StandInInspections.Waiting,
                "statement_id" => StandInStatements.StatementId,
                "record_id" => StandInAssurance.AuditId,
                "evidence_id" => StandInEvidence.EvidenceId,
                _ => "",
            });
        }

        return reply;
    }
}
