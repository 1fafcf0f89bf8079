using System.Net;
using System.Net.Http.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class SharingLogTests(PartnersHost host)
{
    [Fact]
    public async Task AccessRecorded_DeliveredTwice_IsOneEntryWithThePersonsName()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police, "looker-" + area.Id);
        var look = Access(area.Id, person, "All partnerships: headlines");
        var range = host.Reporting.Add(area.Id, look.AccessId, 1, look);
        await host.Reporting.DeliverAsync(range);
        await host.Reporting.DeliverAsync(range);
        var entry = Assert.Single((await ListAsync(area)).Entries);
        Assert.Equal(
            ("Person looker-" + area.Id, "All partnerships: headlines", SharingLevel.Headlines),
            (entry.PersonName, entry.LookedAt, entry.Level));
    }

    [Fact]
    public async Task AccessRecorded_ByActionsOfAFile_IsAnEntry()
    {
        var area = await Area.MakeAsync(host);
        var look = Access(area.Id, await Area.PersonAsync(host, area.Police), "File of evidence for HSK-2026-A001");
        await host.Actions.PublishAsync(area.Id, look.AccessId, 1, look);
        Assert.Equal("File of evidence for HSK-2026-A001", Assert.Single((await ListAsync(area)).Entries).LookedAt);
    }

    [Fact]
    public async Task AccessRecorded_NamingAnotherPartnership_IsNotItsEntry()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        await TellAsync(area, Access(other.Id, area.Manager, "Forged"));
        Assert.Empty((await ListAsync(other)).Entries);
        Assert.Empty((await ListAsync(area)).Entries);
    }

    [Fact]
    public async Task ListSharingLog_InPages_HasEveryEntryOnceNewestFirst()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        for (var number = 0; number < 7; number++)
        {
            await TellAsync(area, Access(area.Id, person, $"Look {number}", number / 2));
        }

        var looks = new List<string>();
        for (var page = await ListAsync(area, 3); ; page = await ListAsync(area, 3, page.NextPageToken))
        {
            looks.AddRange(page.Entries.Select(entry => entry.LookedAt));
            if (looks.Count == 3)
            {
                // What is added meanwhile moves no page.
                await TellAsync(area, Access(area.Id, person, "Later", 60));
            }

            if (page.NextPageToken.Length == 0)
            {
                break;
            }
        }

        Assert.Equal(["Look 6", "Look 5", "Look 4", "Look 3", "Look 2", "Look 1", "Look 0"], looks);
        Assert.Equal("Later", (await ListAsync(area, 1)).Entries.Single().LookedAt);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("_____________________w")]
    public async Task ListSharingLog_WithAMadeUpToken_IsInvalid(string token)
    {
        var area = await Area.MakeAsync(host);
        var refusal = await Refusal.OfAsync(host.Client.ListSharingLogAsync(new() { PageToken = token }, area.AsManager()));
        Assert.Equal((StatusCode.InvalidArgument, "page_token"), (refusal.Code, refusal.Fields.Single()));
    }

    [Fact]
    public async Task ListSharingLog_ByACapacityWithoutIt_IsDenied()
    {
        var area = await Area.MakeAsync(host);
        var token = host.Tokens.ForPerson(Guid.NewGuid(), area.Id, area.Police, Capacity.AgencyLead);
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.ListSharingLogAsync(new(), TestTokens.Bearer(token)));
    }

    [Fact]
    public async Task Delivery_WithoutDaprsToken_IsRefused()
    {
        using var stranger = new HttpClient { BaseAddress = host.Service.Http.BaseAddress };
        using var response = await stranger.PostAsJsonAsync("/events/reporting", new { data_base64 = "" });
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task<ListSharingLogReply> ListAsync(Area area, int size = 0, string token = "") =>
        await host.Client.ListSharingLogAsync(new() { PageSize = size, PageToken = token }, area.AsManager());

    private Task TellAsync(Area area, AccessRecorded look) => host.Reporting.PublishAsync(area.Id, look.AccessId, 1, look);

    private static AccessRecorded Access(string partnership, string person, string what, int minute = 0) => new()
    {
        AccessId = Guid.NewGuid().ToString(),
        PartnershipId = partnership,
        PersonId = person,
        AgencyId = "police",
        Capacity = Capacity.CrossPartnershipLead,
        LookedAt = what,
        Level = SharingLevel.Headlines,
        At = Timestamp.FromDateTime(new DateTime(2026, 11, 10, 9, minute % 60, 0, DateTimeKind.Utc).AddHours(minute / 60)),
    };
}
