using System.Net.Mail;
using Jtai.Errors;
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

    /// <param name="others">Checks of the same request that are refused with it.</param>
    /// <param name="nameField">What the request calls the name.</param>
    public static Person Register(Guid id, RegisterPersonRequest request, RequestCheck? others = null, string nameField = "name")
    {
        var check = others ?? new RequestCheck();
        var (name, jobTitle) = Read(check, request.Name, request.JobTitle, request.AgencyId, request.Email, nameField);
        check.That(Uri.TryCreate(request.Issuer, UriKind.Absolute, out var issuer) && issuer.Scheme is "https" or "http", "issuer",
                "Enter the address of the identity provider, such as https://login.example.org.")
            .That(request.Subject.Length == 0 || !string.IsNullOrWhiteSpace(request.Subject), "subject", "Enter the subject.")
            .That(request.Subject.Length <= 255, "subject", "The subject must be 255 characters or fewer.")
            .ThrowIfRefused();
        return new Person
        {
            PersonId = id,
            Name = name,
            JobTitle = jobTitle,
            AgencyId = request.AgencyId,
            Email = request.Email,
        };
    }

    /// <summary>What is recorded of them, anew.</summary>
    /// <exception cref="Refused">It is what is recorded already.</exception>
    public Person Correct(CorrectPersonRequest request)
    {
        var check = new RequestCheck();
        var (name, jobTitle) = Read(check, request.Name, request.JobTitle, request.AgencyId, request.Email);
        check.ThrowIfRefused();
        var corrected = this with { Name = name, JobTitle = jobTitle, AgencyId = request.AgencyId, Email = request.Email };
        return corrected != this
            ? corrected with { Version = Version + 1 }
            : throw new Refused("Nothing is changed: all of this is recorded already.");
    }

    /// <summary>At another address, where they were invited at a wrong one.</summary>
    /// <exception cref="Refused">It is the one that they have.</exception>
    public Person At(string email)
    {
        new RequestCheck().That(IsEmail(email), "email", "Enter an email address, such as name@example.org.").ThrowIfRefused();
        return !string.Equals(email, Email, StringComparison.OrdinalIgnoreCase)
            ? this with { Email = email, Version = Version + 1 }
            : throw new Refused("They are invited at this address already. Enter the right one.");
    }

    private static (string Name, string JobTitle) Read(
        RequestCheck check, string name, string jobTitle, string agencyId, string email, string nameField = "name")
    {
        var read = (check.Text(nameField, name, "The name", 200, required: true), check.Text("job_title", jobTitle, "The job title", 200, required: true));
        check = agencyId.Length > 0 ? check.Slug("agency_id", agencyId) : check.Refuse("agency_id", "Choose the agency.");
        check.That(IsEmail(email), "email", "Enter an email address, such as name@example.org.");
        return read;
    }

    /// <summary>True where somebody who is to be registered is this person, by what people know each other by.</summary>
    public bool IsThe(Person other) => AgencyId == other.AgencyId && string.Equals(Email, other.Email, StringComparison.OrdinalIgnoreCase);

    public V1.Person ToProto() => new()
    {
        PersonId = PersonId.ToString(),
        Name = Name,
        JobTitle = JobTitle,
        AgencyId = AgencyId,
        Email = Email,
        Version = Version,
    };

    private static bool IsEmail(string value) =>
        value.Length <= 254 && MailAddress.TryCreate(value, out var address) && address.Address == value;

    /// <summary>The state that other services keep: without the email address, which none of them needs.</summary>
    public PersonChanged ToEvent()
    {
        var state = ToProto();
        state.Email = "";
        return new PersonChanged { Person = state };
    }
}
