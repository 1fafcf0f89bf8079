using Jtai.Access;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// Before publication an inspection, its letter and its findings exist for the people on its named list alone. The policies
/// of the tables enforce it by these settings, so no statement can forget it.
/// </summary>
public static class Embargo
{
    private const string Person = "app.person";
    private const string Job = "app.job";

    // As the tables' policies have it.
    private const string ReadsLetters = "letter-reading";

    /// <summary>What this caller may see; a client or service is on no list.</summary>
    public static TenantScope Within(TenantScope scope, Caller caller) =>
        Guid.TryParse(caller.Subject, out var person) ? scope.With(Person, person.ToString()) : scope;

    /// <summary>The tenant's letters, for those who read and keep their files, and nothing else that is under embargo.</summary>
    public static TenantScope ForReadingLetters(TenantId tenantId) => TenantScope.Of(tenantId).With(Job, ReadsLetters);
}
