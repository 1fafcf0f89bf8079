using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.SignStatementsOff)]
    public override async Task<V1.StatementPartReply> SignOff(V1.SignOffRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var whole = await ReadWholeAsync(write, Ids.Parse(Called, request.StatementId), Called, context.CancellationToken);
        var now = clock.NowAsStored();
        var statement = whole.Statement.StillOpen(whole.Inspection, now.DateInLondon(), "signed off any more");
        var asked = StatementSignOff.AskedFor(statement.SignOffRule);
        if (asked == Capacity.Unspecified)
        {
            throw new Refused("This partnership's settings ask for no sign-off.");
        }

        var onBehalf = request.OnBehalfOf.Length > 0;
        if (onBehalf && !write.Caller.Has(Capacity.PartnershipManager))
        {
            throw new Forbidden("Only the partnership manager records a sign-off on somebody's behalf.");
        }

        var check = new RequestCheck();
        var person = onBehalf ? check.Id("on_behalf_of", request.OnBehalfOf, "the person who signed off") : write.Caller.PersonId;
        var paper = check.Text("paper", request.Paper, "What shows the sign-off", 500, onBehalf);
        check.ThrowIfRefused();
        var signer = await ReadSignerAsync(write, whole, person, asked, now.DateInLondon(), context.CancellationToken);
        if (signer is not { AgencyId: var agency })
        {
            throw onBehalf
                ? new Invalid("on_behalf_of", $"Choose a {Name(asked)} of one of the three safeguarding partners who is appointed today.")
                : new Forbidden($"A {Name(asked)} of one of the three safeguarding partners signs off, while they are appointed.");
        }

        if (request.ContentSha256 != whole.LiveSha256)
        {
            throw new Conflict(statement.Version);
        }

        if (whole.SignOffs.Any(given => given.AgencyId == agency && given.Stands(whole.LiveSha256, whole.Corrections)))
        {
            throw new Refused($"{whole.Facts.NameOfAgency(agency)} has signed this off already.");
        }

        var signOff = new StatementSignOff
        {
            SignOffId = Guid.CreateVersion7(),
            StatementId = statement.StatementId,
            PersonId = person,
            AgencyId = agency,
            Capacity = asked,
            DeputyForPersonId = signer.DeputyForPersonId,
            ContentSha256 = whole.LiveSha256,
            At = now,
            RecordedBy = onBehalf ? write.Caller.PersonId : null,
            Paper = onBehalf ? paper : "",
            Version = 1,
        };
        return await database.SaveAsync(
            write,
            signOff.ToReply(),
            Statement.Unchanged + StatementFile.InsertContent + StatementSignOff.Insert,
            new
            {
                write.TenantId,
                statement.StatementId,
                StatementVersion = statement.Version,
                signOff.ContentSha256,
                ContentBytes = whole.LiveBytes,
                SignOff = Columns.Of(signOff),
            },
            [signOff.Changed()],
            context.CancellationToken);
    }

    /// <summary>
    /// The safeguarding partner for which this person holds the capacity today, rather in their own right than as a deputy; null where
    /// there is none.
    /// </summary>
    private Task<Signer?> ReadSignerAsync(
        Write write, WholeStatement whole, Guid person, Capacity capacity, DateOnly today, CancellationToken ct) =>
        database.QuerySingleOrDefaultAsync<Signer>(
            write,
            """
            select agency_id, deputy_for_person_id from appointment
            where tenant_id = @TenantId and person_id = @person and capacity = @capacity and agency_id = any(@partners)
              and starts_on <= @today and (ends_on is null or ends_on >= @today)
            order by deputy_for_person_id is not null, agency_id, starts_on limit 1
            """,
            new { write.TenantId, person, capacity, partners = whole.Partnership.SafeguardingPartnerIds, today },
            ct);

    private sealed record Signer
    {
        public string AgencyId { get; init; } = "";
        public Guid? DeputyForPersonId { get; init; }
    }

    private static string Name(Capacity capacity) =>
        capacity == Capacity.LeadSafeguardingPartner ? "lead safeguarding partner" : "delegated safeguarding partner";
}
