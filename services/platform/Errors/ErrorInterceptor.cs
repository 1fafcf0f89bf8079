using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace Jtai.Errors;

/// <summary>
/// The one place where errors become statuses. What is not an <see cref="RpcError"/> is INTERNAL with a trace reference and
/// nothing more; its type and stack go to the log, its message does not, since messages of parsers and of the database
/// repeat what users wrote. It knows calls of one request, answered at once or in parts, as the protos do.
/// </summary>
public sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context) => exception switch
    {
        RpcException already => already,
        NotFound error => Status(StatusCode.NotFound, error.Message),
        Invalid error => Status(StatusCode.InvalidArgument, error.Message, Violations(error.Violations)),
        ChildIdentifierFound error => Status(
            StatusCode.InvalidArgument,
            error.Message,
            Violations(error.Doubts.Select(doubt => (doubt.Field, doubt.Sentence))),
            new ErrorInfo { Reason = "CHILD_IDENTIFIER", Domain = "jtai" }),
        Refused error => Status(StatusCode.FailedPrecondition, error.Message),
        KeyUsed error => Status(StatusCode.FailedPrecondition, error.Message, Detail("KEY_USED", "saved_at", error.SavedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))),
        UploadGap error => Status(StatusCode.FailedPrecondition, error.Message, Detail("UPLOAD_OFFSET", "offset", error.Offset.ToString(CultureInfo.InvariantCulture))),
        Conflict error => Status(StatusCode.Aborted, error.Message, Detail("STALE_VERSION", "current_version", error.CurrentVersion.ToString(CultureInfo.InvariantCulture))),
        Forbidden error => Status(StatusCode.PermissionDenied, error.Message),
        TooMany error => Status(StatusCode.ResourceExhausted, error.Message, new RetryInfo { RetryDelay = Duration.FromTimeSpan(error.RetryAfter) }),
        Unavailable error => Status(StatusCode.Unavailable, error.Message),
        OperationCanceledException when context.CancellationToken.IsCancellationRequested =>
            Status(context.Deadline <= DateTime.UtcNow ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, "The call was given up."),
        _ when Failures.IsOutage(exception) => Outage(exception, context),
        _ => Unexpected(exception, context),
    };

    private RpcException Outage(Exception exception, ServerCallContext context)
    {
        logger.LogWarning("{Method} could not reach its database: {Failure}", context.Method, Failures.Kind(exception));
        return Status(StatusCode.Unavailable, "The service cannot reach its database. Nothing was lost; try again in a minute.");
    }

    private RpcException Unexpected(Exception exception, ServerCallContext context)
    {
        var reference = Activity.Current?.TraceId.ToString() ?? "none";
        logger.LogError("{Method} failed, reference {Reference}: {Failure}", context.Method, reference, Failures.WithoutContent(exception));
        return Status(StatusCode.Internal, $"Something went wrong. Reference: {reference}");
    }

    // They go in the answer's headers, of which clients take 64 KB; a person mends the first 250 and then sees the rest.
    private const int MostViolations = 250;

    private static BadRequest Violations(IEnumerable<(string Field, string Message)> violations)
    {
        var details = new BadRequest();
        details.FieldViolations.AddRange(violations.Take(MostViolations).Select(violation =>
            new BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.Message }));
        return details;
    }

    private static ErrorInfo Detail(string reason, string name, string value) => new() { Reason = reason, Domain = "jtai", Metadata = { [name] = value } };

    private static RpcException Status(StatusCode code, string message, params ReadOnlySpan<IMessage> details)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        foreach (var detail in details)
        {
            status.Details.Add(Any.Pack(detail));
        }

        return status.ToRpcException();
    }
}
