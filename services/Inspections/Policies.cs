using Jtai.Access;
using Jtai.Activities;
using Jtai.Exporting;
using Jtai.Streams;

using static Jtai.Partners.V1.Capacity;

namespace Jtai.Inspections;

/// <summary>Who may call what. Before publication the named list narrows each of them further, in the database.</summary>
public static class Policies
{
    public const string Run = "run-inspections";
    public const string Read = "read-inspections";

    /// <summary>A letter of the largest size, and what is around it.</summary>
    public const int LargestRequest = LetterImport.LargestFile + 64 * 1024;

    public static IReadOnlyList<AccessPolicy> All { get; } =
    [
        AccessPolicy.ForPeople(Run, TokenScopes.Partnership, PartnershipManager),
        AccessPolicy.ForPeople(Read, TokenScopes.Partnership, AccessPolicy.AnyCapacity),
        AccessPolicy.ForServices(EventFeedPolicies.PullEvents, "partners", "actions", "reporting"),
        ActivityPolicies.Reading,
        ExportPolicies.Exporting,
        OperatingPolicies.Operating,
    ];
}
