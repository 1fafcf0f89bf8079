using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jtai.Local;

/// <summary>What the provider serves.</summary>
public sealed record IdentityOptions
{
    /// <summary>The loopback port; 0 takes a free one. It is part of the issuer's name.</summary>
    public int Port { get; init; }

    /// <summary>Holds the signing key (mode 0600), so that a restart keeps it. Created if absent.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Who may ask for tokens.</summary>
    public required IReadOnlyList<IdentityClient> Clients { get; init; }

    /// <summary>Who can be chosen on the sign-in page; see <see cref="IdentityProvider.SetPeople"/>.</summary>
    public IReadOnlyList<DemoPerson> People { get; init; } = [];

    /// <summary>The time in tokens and of their expiry.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where refusals are told.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}

/// <summary>
/// A registered client. With a secret, a key or both it is confidential and must prove itself by one of them at the token
/// endpoint; with neither it is public.
/// </summary>
/// <param name="ClientId">Its <c>client_id</c>.</param>
public sealed record IdentityClient(string ClientId)
{
    /// <summary>For client_secret_basic and client_secret_post.</summary>
    public string? Secret { get; init; }

    /// <summary>For private_key_jwt with ES256: a P-256 public key in PEM.</summary>
    public string? PublicKeyPem { get; init; }

    /// <summary>Compared as written. Empty: the client cannot use the code flow.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Compared as written.</summary>
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Whether it may use the client_credentials grant; confidential clients only.</summary>
    public bool ClientCredentials { get; init; }

    /// <summary>The <c>aud</c> of its client_credentials access tokens; the issuer where null.</summary>
    public string? Audience { get; init; }

    internal bool IsConfidential => Secret is not null || PublicKeyPem is not null;
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
    /// <summary>The <c>email</c> claim, left out where null.</summary>
    public string? Email { get; init; }
}
