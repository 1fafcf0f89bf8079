using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.StatementRecord> GetStatement(V1.GetStatementRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var today = clock.Today();
        var access = new StatementAccess(caller);
        var whole = await ReadWholeAsync(caller, request.StatementId, context.CancellationToken);
        var statement = whole.Statement;
        var sections = whole.Sections.ToDictionary(section => section.SectionId);
        var actions = whole.Facts.Actions.ToDictionary(action => action.ActionId);
        const int mostSignOffs = 100;
        var signedOff = access.SeesAll || !statement.IsBeingPrepared;
        return new V1.StatementRecord
        {
            Statement = statement.ToProto(whole.Inspection),
            Sections = { whole.Sections.Where(section => access.Sees(section, statement)).Select(section => section.ToProto()) },
            Returns = { whole.Returns.Where(access.Sees).Select(asked => asked.ToProto()) },
            Comments =
            {
                from comment in whole.Comments
                let section = comment.SectionId is { } id ? sections.GetValueOrDefault(id) : null
                let action = comment.ActionId is { } of ? actions.GetValueOrDefault(of) : null
                where access.Sees(comment, section, action)
                select comment.ToProto(),
            },
            Drafts = { whole.Drafts.Where(access.Sees).Select(draft => draft.ToProto()) },
            SignOffs = { signedOff ? whole.SignOffs.Take(mostSignOffs).Select(given => whole.StandingOf(given, today)) : [] },
            Corrections = { signedOff ? whole.Corrections.Select(correction => correction.ToProto()) : [] },
            Sendings = { whole.Sendings.Select(sending => Shown(sending.ToProto(), access)) },
            Replies = { whole.Replies.Select(reply => reply.ToProto()) },
            ContentSha256 = access.SeesAll ? whole.PresentSha256(today) : "",
            CountsOn = statement.CountsOn(whole.Inspection).ToIso(),
            MaySignOff = (statement.IsBeingPrepared || statement.MayBeSentAnew(whole.Inspection, today)) && MaySign(whole, caller),
            MaySend = access.IsSender(statement),
        };
    }

    // What was missing names other agencies' parts.
    private static V1.StatementSending Shown(V1.StatementSending sending, StatementAccess access)
    {
        if (!access.SeesAll)
        {
            sending.Shortfalls.Clear();
            sending.SentAnywayBecause = "";
        }

        return sending;
    }

    private static bool MaySign(WholeStatement whole, Caller caller) =>
        StatementSignOff.AskedFor(whole.Statement.SignOffRule) is var asked and not Capacity.Unspecified
        && caller.Has(asked)
        && whole.Partnership.SafeguardingPartnerIds.Contains(caller.AgencyId)
        && !whole.SignOffs.Any(given => given.AgencyId == caller.AgencyId && given.Stands(whole.LiveSha256, whole.Corrections));
}
