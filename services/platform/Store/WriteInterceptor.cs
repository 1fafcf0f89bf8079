using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Errors;

namespace Jtai.Store;

/// <summary>Gives a repeated write its first answer, and runs a write again that lost a race.</summary>
public sealed class WriteInterceptor(Database database) : Interceptor
{
    private const int Tries = 5;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await continuation(request, context);
            }
            catch (AlreadyAnswered answered)
            {
                return Answer<TResponse>(answered);
            }
            catch (RpcError refusal) when (refusal is not (Unavailable or TooMany) && Write.Of(context) is { } write)
            {
                // Its first try may have been saved just after its answer was looked for, and it is refused for what it did itself.
                if (await database.AnsweredAsync(write, context.CancellationToken) is AlreadyAnswered answered)
                {
                    return Answer<TResponse>(answered);
                }

                throw;
            }
            catch (RaceLost) when (attempt < Tries)
            {
                // Not all of those who lost together at once again.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20) * attempt), context.CancellationToken);
            }
            catch (RaceLost)
            {
                throw new Unavailable("Many people are changing this at once. Nothing was saved; try again.");
            }
        }
    }

    private static TResponse Answer<TResponse>(AlreadyAnswered answered)
    {
        var response = Activator.CreateInstance<TResponse>();
        ((IMessage)response!).MergeFrom(answered.Reply);
        return response;
    }
}
