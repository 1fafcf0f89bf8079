using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Reporting;

/// <summary>
/// What an agency or body owes the partnership's manager: a return, or, where it leads the action, a new date that waits for a decision.
/// </summary>
internal sealed record OwedRow
{
    /// <summary>Rows of this record, for the manager. Parameters: <c>TenantId</c>, <c>manages</c>.</summary>
    public const string Select =
        """
        select r.kind, r.id, r.part_of as statement_id, a.action_id, coalesce(a.reference, '') as reference, owes.by_id,
          coalesce(agency.name, body.name, owes.by_id) as by_name, body.body_id is not null as of_body,
          case r.kind when 'return' then r.due_on else a.due_on end as due_on, r.at, r.state, count(*) over () as total
        from record r
        left join statement s on s.tenant_id = r.tenant_id and s.statement_id = r.part_of
        left join listed_action a on a.tenant_id = r.tenant_id and r.action_ids @> array[a.action_id]
        cross join lateral (
          select case r.kind when 'return' then r.called else a.lead_id end as by_id) as owes
        left join agency on agency.tenant_id = 'platform' and agency.agency_id = owes.by_id
        left join body on body.tenant_id = 'platform' and body.body_id = owes.by_id
        where @manages and r.tenant_id = @TenantId and (
          (r.kind = 'return' and r.standing in ('Asked', 'SentBack') and s.state = 'BeingPrepared')
          or (r.kind = 'date_request' and r.standing = 'Waiting' and a.action_id is not null))
        order by r.kind = 'return' desc, due_on nulls last, by_name, r.id limit 100
        """;

    private const string Return = Records.Return;

    public string Kind { get; init; } = "";
    public Guid Id { get; init; }
    public Guid? StatementId { get; init; }
    public Guid? ActionId { get; init; }
    public string Reference { get; init; } = "";
    public string ById { get; init; } = "";
    public string ByName { get; init; } = "";
    public bool OfBody { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateTimeOffset? At { get; init; }
    public byte[] State { get; init; } = [];

    /// <summary>Rows in all, beyond those that are read.</summary>
    public long Total { get; init; }

    public Owed ToProto(DateOnly today)
    {
        // What lists do not narrow or order by stands in the state as it was published.
        var asked = Kind == Return ? AgencyReturn.Parser.ParseFrom(State) : null;
        return new Owed
        {
            Kind = asked is null ? WorkKind.DateRequest : WorkKind.AgencyReturn,
            ById = ById,
            ByName = ByName,
            OfBody = OfBody,
            StatementId = StatementId?.ToString() ?? "",
            ActionId = ActionId?.ToString() ?? "",
            RecordId = Id.ToString(),
            Reference = Reference,
            Since = asked?.AskedOn ?? (At?.DateInLondon()).ToIso(),
            DueOn = DueOn.ToIso(),
            DaysOverdue = DueOn is { } due ? Math.Max(0, today.DayNumber - due.DayNumber) : 0,
            RemindedAt = asked?.RemindedAt,
            Reminders = asked?.Reminders ?? 0,
        };
    }
}
