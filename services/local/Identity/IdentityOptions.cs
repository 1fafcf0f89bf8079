using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jtai.Local;

/// <summary>What the provider serves.</summary>
public sealed record IdentityOptions
{
    /// <summary>The port; 0 takes a free one. It is part of the issuer's name.</summary>
    public int Port { get; init; }

    /// <summary>Its name, and so its address, where others than this machine ask for its keys; null: on loopback alone.</summary>
    public string? Issuer { get; init; }

    /// <summary>Holds the signing key (mode 0600), so that a restart keeps it. Created if absent; null where the key is given.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The signing key, P-256 in PEM, where it is not kept in a directory.</summary>
    public string? Key { get; init; }

    /// <summary>Who may ask for tokens.</summary>
    public required IReadOnlyList<IdentityClient> Clients { get; init; }

    /// <summary>Who can be chosen on the sign-in page; see <see cref="IdentityProvider.SetPeople"/>.</summary>
    public IReadOnlyList<DemoPerson> People { get; init; } = [];

    /// <summary>Who shows it as a bearer token may add people (<c>POST /people</c>), as the tests do; null: nobody may.</summary>
    public string? PeopleToken { get; init; }

    /// <summary>The time in tokens and of their expiry.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where refusals are told.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}

/// <summary>An application that people sign in to.</summary>
/// <param name="ClientId">Its <c>client_id</c>.</param>
public sealed record IdentityClient(string ClientId)
{
    /// <summary>By which it proves itself at the token endpoint.</summary>
    public required string Secret { get; init; }

    /// <summary>Where a sign-in may come back to; compared as written.</summary>
    public required IReadOnlyList<string> RedirectUris { get; init; }
}

/// <summary>A person who can be chosen on the sign-in page.</summary>
/// <param name="Subject">The <c>sub</c> claim.</param>
/// <param name="Name">The <c>name</c> claim.</param>
/// <param name="JobTitle">Shown after the name.</param>
/// <param name="Agency">People are listed under it.</param>
/// <param name="Group">Agencies are listed under it, a region or a partnership say.</param>
/// <param name="Description">What this person is good for in a demonstration, one line.</param>
public sealed record DemoPerson(string Subject, string Name, string JobTitle, string Agency, string Group, string Description)
{
    /// <summary>The <c>email</c> claim, which is then verified; null for somebody who shows none.</summary>
    public string? Email { get; init; }
}
