using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunRegister)]
    public override async Task<PersonReply> RegisterPerson(RegisterPersonRequest request, ServerCallContext context)
    {
        var asked = NewPerson.Read(request, Caller.Of(context), idTokens, time.GetUtcNow());
        var write = Write.For(context, request);
        var arguments = new DynamicParameters(asked.Lookup);
        arguments.AddDynamicParams(new { asked.Person.AgencyId });
        var (found, agencies) = await database.QueryMultipleAsync(
            write,
            NewPerson.Select + "select count(*) from agency where tenant_id = 'platform' and agency_id = @agencyId;",
            arguments,
            async results => ((await results.ReadAsync<NewPerson.Found>()).AsList(), await results.ReadSingleAsync<long>()),
            context.CancellationToken);
        new RequestCheck().That(agencies == 1, "agency_id", "Register this agency first.").ThrowIfRefused();
        if (found.Count > 0)
        {
            throw new Refused("Somebody is already registered or invited with this identity or email address.");
        }

        return await database.SaveAsync(
            write,
            new PersonReply { PersonId = asked.Person.PersonId.ToString(), Version = asked.Person.Version },
            NewPerson.Insert,
            asked.Row,
            [.. asked.Changes],
            context.CancellationToken);
    }
}
