using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.StatementPartReply> NameSectionAuthor(V1.NameSectionAuthorRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (statement, _, before) = await ReadSectionAsync(write, request.SectionId, context.CancellationToken);
        if (before.Version != request.ExpectedVersion)
        {
            throw new Conflict(before.Version);
        }

        statement.StillPrepared("given other authors");
        var people = await ReadPeopleAsync(write, [request.AuthorId], context.CancellationToken);
        new RequestCheck()
            .That(request.AuthorId.Length == 0 || people.Count == 1, "author_id", "Choose a person of this partnership.")
            .ThrowIfRefused();
        return await SaveAsync(
            write, statement, before, before.NameAuthor(Ids.TryParse(request.AuthorId)), clock.NowAsStored(), context.CancellationToken);
    }
}
