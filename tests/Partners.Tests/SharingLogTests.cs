using System.Net;
using System.Net.Http.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Events.V1;
using Jtai.Partners.V1;

namespace Jtai.Partners.Tests;

[Collection(PartnersCollection.Name)]
public sealed class SharingLogTests(PartnersHost host)
{
    [Fact]
    public async Task AccessRecorded_DeliveredTwice_IsOneEntryWithThePersonsName()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police, "looker-" + area.Id);
        var range = Range(area.Id, 0, Access(area.Id, person, "All partnerships: headlines"));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(range));
        Assert.Equal(HttpStatusCode.OK, await DeliverAsync(range));
        var entry = Assert.Single((await ListAsync(area)).Entries);
        Assert.Equal(
            ("Person looker-" + area.Id, "All partnerships: headlines", SharingLevel.Headlines),
            (entry.PersonName, entry.LookedAt, entry.Level));
    }

    [Fact]
    public async Task AccessRecorded_NamingAnotherPartnership_IsNotItsEntry()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        await DeliverAsync(Range(area.Id, 0, Access(other.Id, area.Manager, "Forged")));
        Assert.Empty((await ListAsync(other)).Entries);
        Assert.Empty((await ListAsync(area)).Entries);
    }

    [Fact]
    public async Task ListSharingLog_InPages_HasEveryEntryOnceNewestFirst()
    {
        var area = await Area.MakeAsync(host);
        var person = await Area.PersonAsync(host, area.Police);
        await DeliverAsync(Range(area.Id, 0, [.. Enumerable.Range(0, 7).Select(number => Access(area.Id, person, $"Look {number}", number / 2))]));
        var looks = new List<string>();
        for (var page = await ListAsync(area, 3); ; page = await ListAsync(area, 3, page.NextPageToken))
        {
            looks.AddRange(page.Entries.Select(entry => entry.LookedAt));
            if (looks.Count == 3)
            {
                // What is added meanwhile moves no page.
                await DeliverAsync(Range(area.Id, 7, Access(area.Id, person, "Later", 60)));
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
        var refusal = await Refusal.OfAsync(host.Client.ListSharingLogAsync(new() { PageToken = token }, PartnersHost.With(area.ManagerToken)));
        Assert.Equal((StatusCode.InvalidArgument, "page_token"), (refusal.Code, refusal.Fields.Single()));
    }

    [Fact]
    public async Task ListSharingLog_ByACapacityWithoutIt_IsDenied()
    {
        var area = await Area.MakeAsync(host);
        var token = host.PersonToken(Guid.NewGuid().ToString(), area.Id, area.Police, Capacity.AgencyLead);
        Assert.Equal(StatusCode.PermissionDenied, (await Refusal.OfAsync(host.Client.ListSharingLogAsync(new(), PartnersHost.With(token)))).Code);
    }

    [Fact]
    public async Task Delivery_WithoutDaprsToken_IsRefused()
    {
        using var response = await host.Http.PostAsJsonAsync("/events/reporting", new { data_base64 = "" });
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task<ListSharingLogReply> ListAsync(Area area, int size = 0, string token = "") =>
        await host.Client.ListSharingLogAsync(new() { PageSize = size, PageToken = token }, PartnersHost.With(area.ManagerToken));

    private async Task<HttpStatusCode> DeliverAsync(EventRange range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/events/reporting");
        request.Headers.Add("dapr-api-token", PartnersHost.ApiToken);
        request.Content = JsonContent.Create(new { specversion = "1.0", data_base64 = range.ToByteString().ToBase64() });
        using var response = await host.Http.SendAsync(request);
        return response.StatusCode;
    }

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

    private static EventRange Range(string tenant, long after, params AccessRecorded[] looks)
    {
        var range = new EventRange { Publisher = "reporting", TenantId = tenant, After = after, Through = after + looks.Length };
        range.Events.AddRange(looks.Select((look, index) => new Event
        {
            Sequence = after + index + 1,
            Type = AccessRecorded.Descriptor.FullName,
            AggregateId = look.AccessId,
            Version = 1,
            RecordedAt = look.At,
            State = look.ToByteString(),
        }));
        return range;
    }
}
