using Jtai.Exporting;
using Jtai.Partners.V1;

namespace Jtai.Reporting;

/// <summary>What is exported of Reporting: what events cannot bring again, which is who looked.</summary>
public static class TenantTablesOfReporting
{
    private const string ByEvents = "Made of the other services' events.";

    public static TenantTables All { get; } = new()
    {
        Service = "reporting",
        Exported = [],
        LeftOut =
        [
            new("access_record", "Who was noted within the hour; the looks themselves are in the sharing log."),
            new("action_plan", ByEvents),
            new("agency", ByEvents),
            new("body", ByEvents),
            new("finding", ByEvents),
            new("headline", ByEvents),
            new("inspection", ByEvents),
            new("listed_action", ByEvents),
            new("own_action", ByEvents),
            new("own_headline", ByEvents),
            new("own_update", ByEvents),
            new("partnership", ByEvents),
            new("partnership_setting", ByEvents),
            new("person", ByEvents),
            new("plan_action", ByEvents),
            new("plan_position", ByEvents),
            new("plan_update", ByEvents),
            new("post", ByEvents),
            new("record", ByEvents),
            new("sharing_grant", ByEvents),
            new("statement", ByEvents),
        ],
        Events = [],
        EventsOfNoRow = [new(AccessRecorded.Descriptor, Exported: true, "A look across the border, which Partners keeps in the sharing log.")],
    };
}
