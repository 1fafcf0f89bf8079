using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;

namespace Jtai.Architecture.Tests;

/// <summary>Namespaces that may use one another in one direction alone.</summary>
/// <param name="root">Above all of them, such as "Jtai.Portal".</param>
/// <param name="mayUse">By room: those that its types may use. Itself it always may.</param>
internal sealed class Rooms(string root, IReadOnlyDictionary<string, string[]> mayUse)
{
    /// <summary>"Jtai.Portal.Words.Numbers uses Jtai.Portal.Calls.Channels", for every use in a forbidden direction.</summary>
    public IReadOnlyList<string> OffencesIn(ArchUnitNET.Domain.Architecture architecture) =>
    [
        .. from type in architecture.Types
           let room = RoomOf(type)
           where room is not null
           from dependency in type.Dependencies
           // Generic parameters of one name are one to the loader, whoever has them.
           where dependency.Target is not GenericParameter
           let other = RoomOf(dependency.Target)
           where other is not null && other != room && !mayUse[room].Contains(other)
           let offence = $"{type.FullName} uses {dependency.Target.FullName}"
           group offence by offence into offences
           orderby offences.Key
           select offences.Key,
    ];

    /// <summary>The rooms that have types.</summary>
    public IEnumerable<string> FoundIn(ArchUnitNET.Domain.Architecture architecture) =>
        architecture.Types.Select(RoomOf).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    private string? RoomOf(IType type) => mayUse.Keys.FirstOrDefault(room =>
        type.Namespace?.FullName is { } name && (name == $"{root}.{room}" || name.StartsWith($"{root}.{room}.", StringComparison.Ordinal)));
}
