using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>A partnership of a test's own, made through the front door: council, police force and charity, and its manager.</summary>
public sealed record Area(PartnersHost Host, string Id, string Council, string Police, string Charity, string Manager)
{
    private static int made;

    /// <summary>Headers of a call of its manager.</summary>
    public Metadata AsManager() =>
        TestTokens.Bearer(Host.Tokens.ForPerson(Guid.Parse(Manager), Id, Council, Capacity.PartnershipManager));

    public static async Task<Area> MakeAsync(PartnersHost host, string? police = null, bool appointManager = true)
    {
        var number = Interlocked.Increment(ref made);
        var suffix = $"{number}-{Guid.NewGuid().ToString("N")[..6]}";
        var id = "area-" + suffix;
        await host.Client.RegisterBodyAsync(new RegisterBodyRequest { BodyId = "group-of-" + id, Name = "Quality group", Kind = BodyKind.SubGroup }, host.AsOperator());
        await host.Client.ProvisionPartnershipAsync(
            new ProvisionPartnershipRequest
            {
                PartnershipId = id, Name = $"Area {suffix} Partnership", Code = CodeOf(number), Area = "Area", BodyIds = { "group-of-" + id },
            },
            host.AsOperator());
        var council = await AgencyAsync(host, "council-" + suffix, AgencyKind.Council);
        police ??= await AgencyAsync(host, "police-" + suffix, AgencyKind.PoliceForce);
        var charity = await AgencyAsync(host, "charity-" + suffix, AgencyKind.Charity);
        var version = 1L;
        foreach (var (agency, safeguarding) in ((string, bool)[])[(council, true), (police, true), (charity, false)])
        {
            version = (await host.Client.AddPartnerAgencyAsync(
                new AddPartnerAgencyRequest
                {
                    PartnershipId = id, AgencyId = agency, SafeguardingPartner = safeguarding, ExpectedVersion = version,
                },
                host.AsOperator())).Version;
        }

        var manager = await PersonAsync(host, council);
        if (appointManager)
        {
            await host.Client.AppointAsync(
                new AppointRequest { TenantId = id, PersonId = manager, Capacity = Capacity.PartnershipManager }, host.AsOperator());
        }

        return new Area(host, id, council, police, charity, manager);
    }

    public static async Task<string> AgencyAsync(PartnersHost host, string id, AgencyKind kind) =>
        (await host.Client.RegisterAgencyAsync(
            new RegisterAgencyRequest { AgencyId = id, Name = "Agency " + id, ShortName = kind.ToString(), Kind = kind },
            host.AsOperator())).AgencyId;

    /// <summary>Registers somebody; their subject at the identity provider is their name.</summary>
    public static async Task<string> PersonAsync(PartnersHost host, string agency, string? subject = null)
    {
        subject ??= NewSubject();
        return (await host.Client.RegisterPersonAsync(
            new RegisterPersonRequest
            {
                Name = "Person " + subject,
                JobTitle = "Officer",
                AgencyId = agency,
                Email = subject + "@example.org",
                Issuer = host.Provider.Issuer,
                Subject = subject,
            },
            host.AsRegister())).PersonId;
    }

    /// <summary>Of letters alone: ten digits of a random name may be an NHS number, which no name may hold.</summary>
    public static string NewSubject() => string.Concat(Guid.NewGuid().ToByteArray().Select(one => $"{(char)('a' + (one >> 4))}{(char)('a' + (one & 15))}"));

    /// <summary>The one sub-group of the partnership.</summary>
    public string Group => "group-of-" + Id;

    public async Task<AppointmentReply> AppointAsync(string person, Capacity capacity, string startsOn = "", string endsOn = "") =>
        await Host.Client.AppointAsync(
            new AppointRequest { PersonId = person, Capacity = capacity, StartsOn = startsOn, EndsOn = endsOn },
            AsManager());

    private static string CodeOf(int number) =>
        string.Concat((char)('A' + (number / 676 % 26)), (char)('A' + (number / 26 % 26)), (char)('A' + (number % 26)));
}
