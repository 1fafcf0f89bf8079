using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Errors;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>As the services do: to a caller the records of another partnership do not exist, as those of nobody do not.</summary>
internal sealed class RecordsOfOnePartnership : Interceptor
{
    /// <summary>A record of Lannick's.</summary>
    public const string Lannicks = "0198c0de-0000-7000-9000-000000000001";

    private static readonly string[] Records = ["action_id", "plan_id", "inspection_id", "import_id", "finding_id", "record_id", "milestone_id", "request_id", "cause_id", "statement_id", "appointment_id", "audit_id", "evidence_id", "challenge_id", "measure_id", "voice_id"];

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var message = (IMessage)request;
        var inLannick = StandInPartners.Bearer(context).EndsWith(" in lannick", StringComparison.Ordinal);
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(field => Records.Contains(field.Name)))
        {
            var id = (string)field.Accessor.GetValue(message);
            if (id.Length > 0 && !(inLannick ? id == Lannicks : IsHaskermoors(id)))
            {
                throw new NotFound(field.Name);
            }
        }

        return continuation(request, context);
    }

    private static bool IsHaskermoors(string id) => id == "plan" || id.StartsWith("0198c0de-0000-7000-8000-", StringComparison.Ordinal);
}
