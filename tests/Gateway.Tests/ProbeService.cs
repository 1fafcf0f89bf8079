using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Jtai.Tests.Probe.V1;
using RpcStatus = Google.Rpc.Status;
using Status = Grpc.Core.Status;

namespace Jtai.Gateway.Tests;

internal sealed class ProbeService(ProbeWitness witness) : Probe.ProbeBase
{
    public override async Task<EchoReply> Echo(EchoRequest request, ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(e => e.Key.StartsWith("x-probe", StringComparison.Ordinal)))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry);
        }

        await context.WriteResponseHeadersAsync(headers);
        await witness.WatchAsync(request.Text, () => Task.Delay(request.DelayMs, context.CancellationToken));
        if (request.FailWith != 0)
        {
            throw Failure((StatusCode)request.FailWith);
        }

        return Answer(request.Text, context);
    }

    public override Task Count(CountRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context) =>
        witness.WatchAsync(request.Call, async () =>
        {
            for (var i = 1; i <= request.Count; i++)
            {
                await responseStream.WriteAsync(new EchoReply { Text = $"{i}" }, context.CancellationToken);
                await Task.Delay(request.PauseMs, context.CancellationToken);
            }
        });

    public override async Task<EchoReply> Join(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        while (await requestStream.MoveNext())
        {
            texts.Add(requestStream.Current.Text);
        }

        return Answer(string.Join(' ', texts), context);
    }

    public override async Task Chat(
        IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (request.FailWith != 0)
            {
                throw Failure((StatusCode)request.FailWith);
            }

            await responseStream.WriteAsync(Answer(request.Text, context));
        }
    }

#pragma warning disable CA1308 // HTTP/2 names headers in lower case; Kestrel's spelling is its own.
    private static EchoReply Answer(string text, ServerCallContext context)
    {
        var reply = new EchoReply { Text = text };
        foreach (var header in context.GetHttpContext().Request.Headers)
        {
            reply.Saw[header.Key.ToLowerInvariant()] = header.Value.ToString();
        }

        reply.Saw["deadline"] = context.Deadline == DateTime.MaxValue ? "none" : "set";
        return reply;
    }
#pragma warning restore CA1308

    private static RpcException Failure(StatusCode code)
    {
        var details = new RpcStatus { Code = (int)code, Message = "told to fail" };
        details.Details.Add(Any.Pack(new BadRequest
        {
            FieldViolations = { new BadRequest.Types.FieldViolation { Field = "fail_with", Description = "Must be 0." } },
        }));
        details.Details.Add(Any.Pack(new ErrorInfo { Reason = "TOLD_TO_FAIL", Domain = "probe.jtai" }));
        return new RpcException(
            new Status(code, details.Message), new Metadata { { "grpc-status-details-bin", details.ToByteArray() } });
    }
}

// Remembers how each named call ended inside the server.
internal sealed class ProbeWitness
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> ended = new(StringComparer.Ordinal);

    public Task<bool> WasCancelledAsync(string call) => Entry(call).Task.WaitAsync(TimeSpan.FromSeconds(10));

    public async Task WatchAsync(string call, Func<Task> work)
    {
        try
        {
            await work();
            Entry(call).TrySetResult(false);
        }
        catch (OperationCanceledException)
        {
            Entry(call).TrySetResult(true);
            throw;
        }
    }

    private TaskCompletionSource<bool> Entry(string call) =>
        ended.GetOrAdd(call, _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
}
