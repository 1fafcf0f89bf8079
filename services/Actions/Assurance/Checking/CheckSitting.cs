using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>When, by whom and before whom actions are checked: one person alone, or a sub-group that sat.</summary>
public sealed record CheckSitting
{
    public Guid SittingId { get; init; }
    public DateOnly On { get; init; }
    public Guid PersonId { get; init; }
    public string AgencyId { get; init; } = "";
    public Capacity Capacity { get; init; }

    /// <summary>Empty for one person.</summary>
    public string SubGroupBodyId { get; init; } = "";
    public string[] PresentAgencyIds { get; init; } = [];

    public bool IsSubGroups => SubGroupBodyId.Length > 0;

    /// <summary>The agencies of which one must be another organisation.</summary>
    public IEnumerable<string> Agencies => IsSubGroups ? PresentAgencyIds : [AgencyId];

    /// <summary>As a request tells of it.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="caller">Who records it.</param>
    /// <param name="partnership">Theirs.</param>
    /// <param name="chairs">The body of each appointment by which the caller chairs a sub-group, as far as it has come; empty for any.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <exception cref="Forbidden">The caller does not chair the sub-group that they name.</exception>
    public static CheckSitting Read(
        V1.CheckActionsRequest request, Caller caller, Partnership partnership, string[] chairs, DateOnly today, RequestCheck check)
    {
        var on = check.Date("on", request.On, "The day of the check") ?? today;
        check.That(on <= today, "on", "The day of the check cannot be in the future.");
        var sits = request.SubGroupBodyId.Length > 0;
        string[] present = sits ? [.. request.PresentAgencyIds.Distinct()] : [];
        if (sits)
        {
            if (!caller.Has(Capacity.SubGroupChair))
            {
                throw new Forbidden("Only the chair of a sub-group records its sitting.");
            }

            if (chairs.Length > 0 && !chairs.Contains("") && !chairs.Contains(request.SubGroupBodyId))
            {
                throw new Forbidden("You chair another sub-group. The chair of this one records its sitting.");
            }

            check.That(partnership.BodyIds.Contains(request.SubGroupBodyId), "sub_group_body_id", "Choose a group of this partnership.")
                .That(present.Length > 0, "present_agency_ids", "Choose the agencies that were present.")
                .That(!present.Except(partnership.AgencyIds).Any(), "present_agency_ids", "Choose agencies of this partnership.");
        }
        else
        {
            check.That(caller.Has(Capacity.Verifier), "sub_group_body_id", "Choose the sub-group that sat: as its chair you record what it found.");
        }

        return new CheckSitting
        {
            SittingId = Guid.CreateVersion7(),
            On = on,
            PersonId = caller.PersonId,
            AgencyId = caller.AgencyId ?? "",
            Capacity = sits ? Capacity.SubGroupChair : Capacity.Verifier,
            SubGroupBodyId = sits ? request.SubGroupBodyId : "",
            PresentAgencyIds = present,
        };
    }
}
