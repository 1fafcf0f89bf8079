using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>Somebody who signs in. They belong to one agency; what they may do comes from appointments.</summary>
public sealed record Person
{
    public required Guid PersonId { get; init; }
    public required string Name { get; init; }
    public required string JobTitle { get; init; }
    public required string AgencyId { get; init; }
    public required string Email { get; init; }
    public long Version { get; init; } = 1;

    public static Person Register(Guid id, RegisterPersonRequest request)
    {
        new Checks()
            .Text("name", request.Name, 200)
            .Text("job_title", request.JobTitle, 200)
            .Slug("agency_id", request.AgencyId)
            .Email("email", request.Email)
            .That(Uri.TryCreate(request.Issuer, UriKind.Absolute, out var issuer) && issuer.Scheme is "https" or "http", "issuer",
                "Enter the address of the identity provider, such as https://login.example.org.")
            .Text("subject", request.Subject, 255)
            .Demand();
        return new Person
        {
            PersonId = id,
            Name = request.Name,
            JobTitle = request.JobTitle,
            AgencyId = request.AgencyId,
            Email = request.Email,
        };
    }

    public V1.Person ToProto() => new()
    {
        PersonId = PersonId.ToString(),
        Name = Name,
        JobTitle = JobTitle,
        AgencyId = AgencyId,
        Email = Email,
        Version = Version,
    };

    /// <summary>The state that other services keep: without the email address, which none of them needs.</summary>
    public PersonChanged ToEvent()
    {
        var state = ToProto();
        state.Email = "";
        return new PersonChanged { Person = state };
    }
}
