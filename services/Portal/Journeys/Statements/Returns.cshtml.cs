using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>What agencies and groups were asked for, and how far each is.</summary>
public sealed class ReturnsModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    private const string FromOverview = "overview";

    public bool AnyOwed => Statement.Record.Returns.Any(IsOwed);

    /// <summary>True where a return is owed by an agency that was not reminded today.</summary>
    public bool MayRemind => Statement.MayManage && Statement.Record.Returns.Any(part =>
        IsOwed(part) && part.From.ByCase == Lead.ByOneofCase.AgencyId && part.RemindedAt?.ToDateTimeOffset().DateInLondon() != Today);

    public static bool IsOwed(AgencyReturn part) => part.State is ReturnState.Asked or ReturnState.SentBack;

    /// <summary>Of what is owed, when its agency was reminded; nothing of the rest.</summary>
    public static string Reminded(AgencyReturn part) => part.From.ByCase == Lead.ByOneofCase.BodyId && IsOwed(part)
        ? "nobody leads for a group here"
        : IsOwed(part) || part.Reminders > 0 ? OwedWords.Reminded(part.Reminders, part.RemindedAt?.ToDateTimeOffset()) : "";

    /// <param name="id">The statement.</param>
    /// <param name="from">The page on which the button was pressed.</param>
    public async Task<IActionResult> OnPostRemindAsync(string id, string? from, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        try
        {
            var reply = await Calls.Statements.RemindReturnsAsync(new RemindReturnsRequest { StatementId = id }, cancellationToken: ct);
            await ReadAsync(id, ct);
            return Done(Said(reply), from == FromOverview ? Addresses.Partnership(Partnership) : Statement.Address + "/returns");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        await ReadAsync(id, ct);
        return Page();
    }

    /// <summary>"Westmarch Police and Moors ICB are reminded. Nobody can be reminded of the part of Haskermoor Safeguarding Board."</summary>
    private string Said(RemindReturnsReply reply) => string.Join(" ", new[]
    {
        $"{Names(reply.Reminded)} {(reply.Reminded.Count == 1 ? "is" : "are")} reminded.",
        reply.RemindedToday.Count == 0 ? "" : $"Reminded today already: {Names(reply.RemindedToday)}.",
        reply.WithoutLeads.Count == 0 ? "" : $"Nobody leads here for {Names(reply.WithoutLeads)}: ask them yourself.",
    }.Where(sentence => sentence.Length > 0));

    private string Names(IReadOnlyCollection<Lead> leads)
    {
        const int mostNamed = 5;
        var names = leads.Select(Statement.Members.LeadName).ToList();
        return names.Count > mostNamed ? $"{string.Join(", ", names.Take(mostNamed))} and {Numbers.Of(names.Count - mostNamed, "other")}"
            : names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
    }

    /// <summary>"3 November 2026, 4 days late" while it is outstanding.</summary>
    public string Due(AgencyReturn part) => LondonDates.TryFromIso(part.DueOn) is { } due
        ? Dates.Full(due) + (StatementWords.IsIn(part.State) ? "" : ", " + Dates.Distance(due, Today))
        : "no date";
}
