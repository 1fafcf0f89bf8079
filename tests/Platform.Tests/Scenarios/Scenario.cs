using System.Net.Http.Json;
using Jtai.Inspections.V1;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;

namespace Jtai.Platform.Tests.Scenarios;

/// <summary>An invented partnership on the running platform, made through the public API, with people who can sign in.</summary>
internal sealed class Scenario(RunningPlatform platform, string partnership, string area)
{
    private readonly Partners.V1.Partners.PartnersClient register = new(platform.Gateway.AsOperator());
    private readonly Dictionary<string, string> personIds = [];
    private readonly Dictionary<string, SignedInPerson> signedIn = [];
    private readonly List<DemoPerson> people = [];

    public string Partnership => partnership;

    public string Area => area;

    public string ManagerSubject => $"{partnership}-manager";

    /// <summary>Registers agencies and bodies and provisions the partnership; the first three agencies are its safeguarding partners.</summary>
    public async Task ProvisionAsync(
        string code, IReadOnlyList<(string Id, string Name, string ShortName, AgencyKind Kind)> agencies, IReadOnlyList<(string Id, string Name, BodyKind Kind)> bodies)
    {
        foreach (var (id, name, shortName, kind) in agencies)
        {
            await register.RegisterAgencyAsync(new() { AgencyId = id, Name = name, ShortName = shortName, Kind = kind });
        }

        foreach (var (id, name, kind) in bodies)
        {
            await register.RegisterBodyAsync(new() { BodyId = id, Name = name, Kind = kind });
        }

        var reply = await register.ProvisionPartnershipAsync(new()
        {
            PartnershipId = partnership, Name = $"{area} Safeguarding Children Partnership", Code = code, Area = area, BodyIds = { bodies.Select(body => body.Id) },
        });
        foreach (var (agency, index) in agencies.Select((agency, index) => (agency, index)))
        {
            reply = await register.AddPartnerAgencyAsync(new()
            {
                PartnershipId = partnership, AgencyId = agency.Id, SafeguardingPartner = index < 3, ExpectedVersion = reply.Version,
            });
        }
    }

    /// <summary>Registers people and lets the manager, the first of them, appoint the others.</summary>
    public async Task AppointAsync(params (string Subject, string Name, string JobTitle, string Agency, Capacity Capacity)[] colleagues)
    {
        foreach (var (subject, name, jobTitle, agency, _) in colleagues)
        {
            personIds[subject] = (await register.RegisterPersonAsync(new()
            {
                Name = name, JobTitle = jobTitle, AgencyId = agency, Email = $"{subject}@scenario.example", Issuer = platform.Gateway.Issuer, Subject = subject,
            })).PersonId;
            people.Add(new DemoPerson(subject, name, jobTitle, agency, area, ""));
        }

        await MakeKnownAsync();
        var (manager, others) = (colleagues[0], colleagues[1..]);
        await register.AppointAsync(new() { TenantId = partnership, PersonId = personIds[manager.Subject], Capacity = manager.Capacity });
        var appointing = new Partners.V1.Partners.PartnersClient((await AsAsync(manager.Subject)).In(partnership));
        foreach (var other in others)
        {
            await appointing.AppointAsync(new() { PersonId = personIds[other.Subject], Capacity = other.Capacity });
        }
    }

    public string PersonId(string subject) => personIds[subject];

    public string Name(string subject) => people.First(person => person.Subject == subject).Name;

    public async Task<SignedInPerson> AsAsync(string subject) =>
        signedIn.TryGetValue(subject, out var person) ? person : signedIn[subject] = await platform.SignInAsync(subject);

    public async Task<Inspections.V1.Inspections.InspectionsClient> InspectionsAsync(string subject) => new((await AsAsync(subject)).In(partnership));

    public async Task<Actions.V1.Actions.ActionsClient> ActionsAsync(string subject) => new((await AsAsync(subject)).In(partnership));

    public async Task<Actions.V1.Statements.StatementsClient> StatementsAsync(string subject) => new((await AsAsync(subject)).In(partnership));

    public async Task<Actions.V1.Assurance.AssuranceClient> AssuranceAsync(string subject) => new((await AsAsync(subject)).In(partnership));

    public async Task<Actions.V1.Evidence.EvidenceClient> EvidenceAsync(string subject) => new((await AsAsync(subject)).In(partnership));

    public async Task<Reporting.V1.Reporting.ReportingClient> ReportingAsync(string subject) => new((await AsAsync(subject)).In(partnership));

    /// <summary>Their sessions ended while time passed.</summary>
    public void SignEverybodyOut() => signedIn.Clear();

    public async Task<Settings.SettingsClient> SettingsAsync(string subject) => new((await AsAsync(subject)).In(partnership));

    /// <summary>From the letter's text to a published inspection with confirmed findings.</summary>
    public async Task<(string InspectionId, LetterImport Import)> PublishAsync(string theme, string letter, DateOnly publishedOn)
    {
        var inspections = await InspectionsAsync(ManagerSubject);
        var recorded = await Until.KnownAsync(async () => await inspections.RecordInspectionAsync(
            new() { Theme = theme, Phase = InspectionPhase.PrePublication }));
        var import = await Until.ReadAsync(
            inspections,
            new() { InspectionId = recorded.InspectionId, Content = Google.Protobuf.ByteString.CopyFromUtf8(letter), FileName = "letter.txt", ReceivedOn = $"{publishedOn.AddDays(-2):yyyy-MM-dd}" },
            CancellationToken.None);
        Assert.Empty(import.LeftOvers);
        var confirmed = await inspections.ConfirmFindingsAsync(new() { ImportId = import.ImportId, BelongsHere = true });
        await inspections.PublishInspectionAsync(new()
        {
            InspectionId = recorded.InspectionId, ExpectedVersion = confirmed.InspectionVersion, PublishedOn = $"{publishedOn:yyyy-MM-dd}",
            PublishedUrl = $"https://reports.inspectorate.example/{partnership}",
        });
        return (recorded.InspectionId, import);
    }

    public async Task<IReadOnlyList<Finding>> FindingsAsync(string inspectionId, FindingKind kind)
    {
        var inspections = await InspectionsAsync(ManagerSubject);
        var all = await inspections.ListFindingsAsync(new() { InspectionId = inspectionId });
        return [.. all.Findings.Where(finding => finding.Kind == kind).OrderBy(finding => finding.Position)];
    }

    // The sign-in page of a local run offers the demo region's people; these come beside them.
    private async Task MakeKnownAsync()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{platform.Gateway.Issuer}/people") { Content = JsonContent.Create(people) };
        request.Headers.Authorization = new("Bearer", platform.Secrets.AppApiToken);
        (await http.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
