using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Exporting;
using Jtai.Exporting.V1;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;
using Microsoft.Extensions.Configuration;

namespace Jtai.Partners.Tests;

/// <summary>What goes out of the register with a partnership, and how its people come in where it is put in.</summary>
[Collection(PartnersCollection.Name)]
public sealed class ExportTests(PartnersHost host)
{
    private const string People = "register/people.jsonl";

    private const string Identities = "register/identities.jsonl";

    [Fact]
    public async Task Export_OfPeople_TellsNoMoreOfThemThanThePages()
    {
        var (area, old) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var (former, looker, runs) = (await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, area.Charity));
        var appointed = await area.AppointAsync(former, Capacity.AgencyLead);
        await host.Client.EndAppointmentAsync(new() { AppointmentId = appointed.AppointmentId, ExpectedVersion = 1 }, area.AsManager());
        await LookAsync(area, looker);
        var tenants = new Tenants.TenantsClient(host.Service.Channel);
        var asOperator = TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(runs), "platform", "operator", Capacity.PlatformOperator));
        await tenants.SuspendTenantAsync(new() { TenantId = area.Id, Reason = SuspensionReason.AtRequest }, asOperator);
        await tenants.ReactivateTenantAsync(new() { TenantId = area.Id, ExpectedVersion = 1 }, asOperator);
        var request = new RegisterSuccessionRequest { FromPartnershipId = old.Id, TakesEffectOn = host.Clock.Today().AddDays(2).ToIso(), Order = "The order" };
        request.To.Add(new Successor { PartnershipId = area.Id });
        await host.Client.RegisterSuccessionAsync(request, host.AsOperator());

        var before = await ExportAsync(area);
        Assert.Equal(new[] { area.Manager, former, looker }.Order(), Ids(before).Order());
        Assert.Equal(
            new[] { (area.Manager, true), (former, true), (looker, false) }.Order(),
            Lines(before, People).Select(line => (Text(line, "person_id"), Text(line, "email").Length > 0)).Order());
        Assert.All(Lines(before, People), line => Assert.StartsWith("Person ", Text(line, "name"), StringComparison.Ordinal));
        Assert.Equal(new[] { area.Manager, former }.Order(), Lines(before, Identities).Select(line => Text(line, "person_id")).Order());
        // Who acted as an operator is an id in the activity.
        Assert.Contains(runs, before["partners/audit.jsonl"], StringComparison.Ordinal);
        Assert.DoesNotContain(before.Where(entry => entry.Key is not "partners/audit.jsonl"), entry => entry.Value.Contains(runs, StringComparison.Ordinal));

        using (host.Clock.At(DateTimeOffset.UtcNow.AddDays(2)))
        {
            var after = await ExportAsync(area);
            Assert.Equal("", Text(Lines(after, People).Single(line => Text(line, "person_id") == old.Manager), "email"));
            Assert.DoesNotContain(Lines(after, Identities), line => Text(line, "person_id") == old.Manager);
        }
    }

    [Fact]
    public async Task Export_ByAnApiClient_IsDeniedAndNotOnRecord()
    {
        var area = await Area.MakeAsync(host);
        var client = host.AsClient(area.Id, Capacity.PartnershipManager);
        await Refusal.OfAsync(StatusCode.PermissionDenied, ReadAsync(Client(host).ExportTenant(new(), client)));
        Assert.Empty(await host.Database.QueryAsync<long>("select id from audit where tenant_id = @Id and entity = 'TenantExport'", new { area.Id }));
    }

    [Fact]
    public async Task Export_WhileEmbargoesAreNotConfirmed_IsRefused()
    {
        await using var apart = await ServiceHost.StartAsync<PartnersHost>();
        var area = await Area.MakeAsync(apart);
        await ExportAsync(area);
        await apart.Inspections.DisposeAsync();
        apart.Clock.Advance(TimeSpan.FromSeconds(50));

        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, ExportAsync(area));
        Assert.Contains("Try again in a minute", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OnAPlatformWithAnotherIdentityProvider_LetsPeopleInByTheirVerifiedAddress()
    {
        await using var elsewhere = await ServiceHost.StartAsync<PartnersHost>();
        var area = await Area.MakeAsync(host);
        var (colleague, former) = (await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, area.Police));
        await area.AppointAsync(colleague, Capacity.AgencyLead);
        var ended = await area.AppointAsync(former, Capacity.Contributor);
        await host.Client.EndAppointmentAsync(new() { AppointmentId = ended.AppointmentId, ExpectedVersion = 1 }, area.AsManager());
        var archive = await ExportAsync(area);
        var addresses = Lines(archive, People).ToDictionary(line => Text(line, "person_id"), line => Text(line, "email"));

        Assert.Contains("2 of the people cannot sign in", await ImportAsync(elsewhere, area.Id, archive), StringComparison.Ordinal);
        var toSend = (await elsewhere.Client.ListInvitationsAsync(new(), elsewhere.AsOperator())).Invited.Select(one => one.Person.PersonId).ToList();
        Assert.Equal((true, false), (toSend.Contains(area.Manager), toSend.Contains(colleague)));

        var manager = await StartAsync(elsewhere, addresses[area.Manager]);
        Assert.Equal((area.Manager, area.Id, Capacity.PartnershipManager), (manager.Session.Person.PersonId, manager.Session.Workplaces.Single().TenantId, manager.Session.Workplaces.Single().Capacities.Single()));
        await elsewhere.Client.IssueTokenAsync(new() { SessionId = manager.SessionId, TenantId = area.Id }, elsewhere.AsPortal());
        Assert.Equal(colleague, (await StartAsync(elsewhere, addresses[colleague])).Session.Person.PersonId);
        // Whoever has no role there any more is invited once somebody sends it.
        await Assert.ThrowsAsync<RpcException>(() => StartAsync(elsewhere, addresses[former]));
        var asManager = (area with { Host = elsewhere }).AsManager();
        await elsewhere.Client.SendInvitationAgainAsync(new() { PersonId = former, ExpectedVersion = 1 }, asManager);
        Assert.Equal(former, (await StartAsync(elsewhere, addresses[former])).Session.Person.PersonId);
        Assert.Equal(archive[People], (await ExportAsync(area with { Host = elsewhere }))[People]);
    }

    [Fact]
    public async Task Import_OfSomebodyWithTheAddressOfSomebodyKnown_MakesNoSecondOneAndGivesTheirPlaceToNobody()
    {
        await using var elsewhere = await ServiceHost.StartAsync<PartnersHost>();
        var area = await Area.MakeAsync(host);
        var subject = Area.NewSubject();
        var imported = await Area.PersonAsync(host, area.Police, subject);
        await area.AppointAsync(imported, Capacity.AgencyLead);
        var known = await Area.PersonAsync(elsewhere, (await Area.MakeAsync(elsewhere)).Police, subject);
        var archive = await ExportAsync(area);
        // The archive would have them sign in by an identity of the platform that it is put in.
        archive[Identities] = archive[Identities].Replace(host.Provider.Issuer, elsewhere.Provider.Issuer, StringComparison.Ordinal)
            .Replace($"\"subject\":\"{subject}\"", "\"subject\":\"somebody-else\"", StringComparison.Ordinal);

        var said = await ImportAsync(elsewhere, area.Id, archive);

        Assert.Contains($"1 have the email of somebody who is registered here already, and are names alone: {imported}.", said, StringComparison.Ordinal);
        var session = (await elsewhere.Client.StartSessionAsync(new() { IdToken = elsewhere.Provider.IdToken(subject, "nonce"), Nonce = "nonce" }, elsewhere.AsPortal())).Session;
        Assert.Equal((known, 0), (session.Person.PersonId, session.Workplaces.Count));
        await Assert.ThrowsAsync<RpcException>(() => StartAsync(elsewhere, subject + "@example.org"));
        await Assert.ThrowsAsync<RpcException>(() => elsewhere.Client.StartSessionAsync(
            new() { IdToken = elsewhere.Provider.IdToken("somebody-else", "nonce"), Nonce = "nonce" }, elsewhere.AsPortal()).ResponseAsync);
        Assert.Equal([""], await elsewhere.Database.QueryAsync<string>("select email from person where person_id = @id", new { id = Guid.Parse(imported) }));

        // At an address of their own they come in.
        var (asManager, own) = ((area with { Host = elsewhere }).AsManager(), Area.NewSubject() + "@example.org");
        await elsewhere.Client.CorrectPersonAsync(
            new() { PersonId = imported, ExpectedVersion = 1, Name = "Person", JobTitle = "Officer", AgencyId = area.Police, Email = own }, asManager);
        await elsewhere.Client.SendInvitationAgainAsync(new() { PersonId = imported, ExpectedVersion = 1 }, asManager);
        Assert.Equal(imported, (await StartAsync(elsewhere, own)).Session.Person.PersonId);
    }

    [Fact]
    public async Task Import_OfSomebodyWhoCameAsANameAlone_MakesThemWhole()
    {
        await using var elsewhere = await ServiceHost.StartAsync<PartnersHost>();
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var person = await Area.PersonAsync(host, area.Police);
        await LookAsync(other, person);
        await area.AppointAsync(person, Capacity.AgencyLead);
        var (looked, works) = (await ExportAsync(other), await ExportAsync(area));

        Assert.DoesNotContain("stay as they are here", await ImportAsync(elsewhere, other.Id, looked), StringComparison.Ordinal);
        Assert.DoesNotContain("stay as they are here", await ImportAsync(elsewhere, area.Id, works), StringComparison.Ordinal);

        foreach (var (place, archive) in new[] { (other, looked), (area, works) })
        {
            var again = await ExportAsync(place with { Host = elsewhere });
            Assert.Equal((archive[People], archive[Identities]), (again[People], again[Identities]));
        }

        var address = Text(Lines(works, People).Single(line => Text(line, "person_id") == person), "email");
        Assert.Equal(person, (await StartAsync(elsewhere, address)).Session.Person.PersonId);
    }

    [Fact]
    public async Task Import_OfSomebodyWhoCameAsANameAloneAndHasARoleHere_GivesThemNoWayToSignIn()
    {
        await using var elsewhere = await ServiceHost.StartAsync<PartnersHost>();
        var other = await Area.MakeAsync(host);
        var area = await Area.MakeAsync(host, other.Police);
        var subject = Area.NewSubject();
        var person = await Area.PersonAsync(host, other.Police, subject);
        await LookAsync(other, person);
        await area.AppointAsync(person, Capacity.AgencyLead);
        var (looked, works) = (await ExportAsync(other), await ExportAsync(area));
        works[Identities] = works[Identities].Replace(host.Provider.Issuer, elsewhere.Provider.Issuer, StringComparison.Ordinal);
        await ImportAsync(elsewhere, other.Id, looked);
        await elsewhere.Client.AppointAsync(new() { PersonId = person, Capacity = Capacity.AgencyLead }, (other with { Host = elsewhere }).AsManager());

        Assert.Contains($"1 stay as they are here, which is not as the archive has them: {person}", await ImportAsync(elsewhere, area.Id, works), StringComparison.Ordinal);

        await Assert.ThrowsAsync<RpcException>(() => StartAsync(elsewhere, subject + "@example.org"));
        await Assert.ThrowsAsync<RpcException>(() => elsewhere.Client.StartSessionAsync(
            new() { IdToken = elsewhere.Provider.IdToken(subject, "nonce"), Nonce = "nonce" }, elsewhere.AsPortal()).ResponseAsync);
    }

    /// <summary>All entries of Partners, in their order, as its manager has them.</summary>
    /// <param name="area">Whose.</param>
    /// <param name="whole">Whether the manager says that they have all of it.</param>
    internal static async Task<Dictionary<string, string>> ExportAsync(Area area, bool whole = false)
    {
        var entries = await ReadAsync(Client(area.Host).ExportTenant(new(), area.AsManager()));
        if (whole)
        {
            await CompleteAsync(area);
        }

        return entries;
    }

    internal static AsyncUnaryCall<CompleteExportReply> CompleteAsync(Area area) => Client(area.Host).CompleteExportAsync(new(), area.AsManager());

    private static Export.ExportClient Client(PartnersHost host) => new(host.Service.Channel);

    private static async Task<Dictionary<string, string>> ReadAsync(AsyncServerStreamingCall<ExportPart> call)
    {
        using (call)
        {
            var entries = new List<(string Name, MemoryStream Bytes)>();
            ExportPart last = new();
            var schemas = new ExportSchemas();
            await foreach (var part in call.ResponseStream.ReadAllAsync())
            {
                last = part;
                switch (part.PartCase)
                {
                    case ExportPart.PartOneofCase.Schema:
                        schemas.Services.Add(part.Schema);
                        break;
                    case ExportPart.PartOneofCase.Entry:
                        entries.Add((part.Entry, new()));
                        break;
                    case ExportPart.PartOneofCase.Content:
                        part.Content.WriteTo(entries[^1].Bytes);
                        break;
                }
            }

            Assert.NotNull(last.End);
            var read = entries.ToDictionary(entry => entry.Name, entry => Encoding.UTF8.GetString(entry.Bytes.ToArray()));
            read["schema.json"] = JsonFormatter.Default.Format(schemas);
            return read;
        }
    }

    /// <summary>Puts these entries in elsewhere, as the operator's command does.</summary>
    /// <returns>What it said.</returns>
    private static async Task<string> ImportAsync(PartnersHost elsewhere, string tenantId, Dictionary<string, string> entries)
    {
        var folder = Directory.CreateTempSubdirectory("jtai-import");
        try
        {
            var file = Path.Combine(folder.FullName, "archive.zip");
            var manifest = new ExportManifest { Format = 1, TenantId = tenantId };
            using (var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Create))
            {
                foreach (var (name, text) in entries)
                {
                    var bytes = await AddAsync(zip, name, text);
                    manifest.Entries.Add(new ExportedEntry
                    {
                        Name = name, Bytes = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                        Rows = name.EndsWith(".jsonl", StringComparison.Ordinal) ? bytes.Count(one => one == '\n') : 0,
                    });
                }

                var said = await AddAsync(zip, "manifest.json", JsonFormatter.Default.Format(manifest));
                await AddAsync(zip, "manifest.sha256", Convert.ToHexStringLower(SHA256.HashData(said)) + "\n");
            }

            await using var heard = new StringWriter();
            var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Owner"] = elsewhere.Database.Owner, ["IdentityProviders:0:Issuer"] = elsewhere.Provider.Issuer,
            }).Build();
            await ImportCommand.ImportAsync(file, settings, TenantTablesOfPartners.All, typeof(PartnersGrpc).Assembly, heard);
            return heard.ToString();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<byte[]> AddAsync(ZipArchive zip, string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await using var content = await zip.CreateEntry(name).OpenAsync();
        await content.WriteAsync(bytes);
        return bytes;
    }

    private static async Task<StartSessionReply> StartAsync(PartnersHost host, string address) => await host.Client.StartSessionAsync(
        new() { IdToken = host.Provider.IdTokenOf(address, Area.NewSubject()), Nonce = "nonce" }, host.AsPortal());

    private async Task LookAsync(Area area, string person)
    {
        var look = new AccessRecorded
        {
            AccessId = Guid.NewGuid().ToString(), PartnershipId = area.Id, PersonId = person, AgencyId = area.Police, Capacity = Capacity.CrossPartnershipLead,
            LookedAt = "All partnerships: headlines", Level = SharingLevel.Headlines, At = Timestamp.FromDateTimeOffset(host.Clock.GetUtcNow()),
        };
        await host.Reporting.PublishAsync(area.Id, look.AccessId, 1, look);
    }

    private static IEnumerable<JsonElement> Lines(Dictionary<string, string> entries, string name) =>
        entries[name].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);

    private static IEnumerable<string> Ids(Dictionary<string, string> entries) => Lines(entries, People).Select(line => Text(line, "person_id"));

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}
