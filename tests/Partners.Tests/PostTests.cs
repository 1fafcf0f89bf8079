using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>Posts of partner agencies, which can own actions.</summary>
[Collection(PartnersCollection.Name)]
public sealed class PostTests(PartnersHost host)
{
    private static string Today => DateOnly.FromDateTime(DateTime.UtcNow).ToIso();

    [Fact]
    public async Task Post_RegisteredFilledAndLeft_IsListedAndPublished()
    {
        var area = await Area.MakeAsync(host);
        var officer = await Area.PersonAsync(host, area.Police);
        var post = await RegisterAsync(area, "DCI Public Protection");
        await host.Client.FillPostAsync(new() { PostId = post.PostId, HolderId = officer, HeldSince = "2026-09-01", ExpectedVersion = 1 }, area.AsManager());

        var listed = Assert.Single((await host.Client.ListPostsAsync(new(), As(area, area.Council, Capacity.Contributor))).Posts);
        Assert.Equal((area.Police, "DCI Public Protection", officer, "2026-09-01", 2), (listed.AgencyId, listed.Title, listed.HolderId, listed.HeldSince, listed.Version));
        await host.Client.FillPostAsync(new() { PostId = post.PostId, ExpectedVersion = 2 }, area.AsManager());
        var events = await host.PullAsync(area.Id, "actions", events => events.Count(one => one.Type == PostChanged.Descriptor.FullName) == 3);
        Assert.Equal(
            ["", officer, ""],
            events.Where(one => one.Type == PostChanged.Descriptor.FullName).Select(one => PostChanged.Parser.ParseFrom(one.State).Post.HolderId));
        Assert.Equal(Today, Assert.Single((await host.Client.ListPostsAsync(new(), area.AsManager())).Posts).HeldSince);
    }

    [Fact]
    public async Task FillPost_OneAfterAnother_KeepsWhoHeldItBefore()
    {
        var area = await Area.MakeAsync(host);
        var (first, second) = (await Area.PersonAsync(host, area.Police), await Area.PersonAsync(host, area.Police));
        var post = await RegisterAsync(area, "DCI Public Protection");
        var version = 1L;
        foreach (var (holder, since) in ((string, string)[])[(first, "2026-01-10"), (first, "2026-01-01"), (second, "2026-04-01"), ("", "2026-06-01"), (first, "2026-09-01"), (second, "2026-09-01")])
        {
            version = (await host.Client.FillPostAsync(new() { PostId = post.PostId, HolderId = holder, HeldSince = since, ExpectedVersion = version }, area.AsManager())).Version;
        }

        var listed = Assert.Single((await host.Client.ListPostsAsync(new(), area.AsManager())).Posts);
        // A day put right is no holding, nor is one that ended on the day on which it began.
        Assert.Equal([(second, "2026-04-01", "2026-05-31"), (first, "2026-01-01", "2026-03-31")], listed.HeldBefore.Select(held => (held.HolderId, held.From, held.To)));
        Assert.Equal((second, "2026-09-01"), (listed.HolderId, listed.HeldSince));
    }

    [Fact]
    public async Task RegisterPost_OfAnAgencyThatIsNoPartner_IsInvalid()
    {
        var (area, other) = (await Area.MakeAsync(host), await Area.MakeAsync(host));
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.RegisterPostAsync(new() { AgencyId = other.Police, Title = "DCI" }, area.AsManager()));
        Assert.Equal(["agency_id"], refusal.Fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dci public protection ")]
    [InlineData("Of 943 476 5919")]
    public async Task RegisterPost_WithoutATitleOfItsOwn_IsInvalid(string title)
    {
        var area = await Area.MakeAsync(host);
        await RegisterAsync(area, "DCI Public Protection");
        Assert.Equal(["title"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.RegisterPostAsync(new() { AgencyId = area.Police, Title = title }, area.AsManager()))).Fields);
    }

    [Fact]
    public async Task RegisterPost_OfOneTitleAtOnce_IsOne()
    {
        var area = await Area.MakeAsync(host);
        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Refusal.CodeAsync(host.Client.RegisterPostAsync(new() { AgencyId = area.Police, Title = "DCI" }, area.AsManager()))));
        Assert.Equal((1, 3), (codes.Count(code => code == StatusCode.OK), codes.Count(code => code == StatusCode.InvalidArgument)));
    }

    [Fact]
    public async Task FillPost_WithSomebodyOfAnotherAgency_AnswersAsWithNobody()
    {
        var area = await Area.MakeAsync(host);
        var post = await RegisterAsync(area, "DCI Public Protection");
        var answers = new List<string>();
        foreach (var holder in (string[])[area.Manager, Guid.NewGuid().ToString(), "nobody"])
        {
            var refusal = await Refusal.OfAsync(
                StatusCode.InvalidArgument, host.Client.FillPostAsync(new() { PostId = post.PostId, HolderId = holder, ExpectedVersion = 1 }, area.AsManager()));
            answers.Add($"{string.Join(',', refusal.Sentences)}");
        }

        Assert.StartsWith("[holder_id", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FillPost_FromADayToCome_IsInvalid()
    {
        var area = await Area.MakeAsync(host);
        var post = await RegisterAsync(area, "DCI Public Protection");
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.FillPostAsync(
            new() { PostId = post.PostId, HeldSince = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(2).ToIso(), ExpectedVersion = 1 }, area.AsManager()));
        Assert.Equal(["held_since"], refusal.Fields);
    }

    [Fact]
    public async Task FillPost_ByAnAgencyLead_IsForTheirOwnAgencyAlone()
    {
        var area = await Area.MakeAsync(host);
        var post = await RegisterAsync(area, "DCI Public Protection");
        await Refusal.OfAsync(
            StatusCode.PermissionDenied, host.Client.FillPostAsync(new() { PostId = post.PostId, ExpectedVersion = 1 }, As(area, area.Council, Capacity.AgencyLead)));
        await Refusal.OfAsync(
            StatusCode.PermissionDenied, host.Client.FillPostAsync(new() { PostId = post.PostId, ExpectedVersion = 1 }, As(area, area.Police, Capacity.Contributor)));
        await host.Client.FillPostAsync(new() { PostId = post.PostId, ExpectedVersion = 1 }, As(area, area.Police, Capacity.AgencyLead));
    }

    [Fact]
    public async Task RegisterPost_ByAnAgencyLead_IsDenied()
    {
        var area = await Area.MakeAsync(host);
        await Refusal.OfAsync(
            StatusCode.PermissionDenied, host.Client.RegisterPostAsync(new() { AgencyId = area.Police, Title = "DCI" }, As(area, area.Police, Capacity.AgencyLead)));
    }

    [Fact]
    public async Task FillPost_OfAStaleVersion_IsRefusedWithThePresentOne()
    {
        var area = await Area.MakeAsync(host);
        var post = await RegisterAsync(area, "DCI Public Protection");
        await host.Client.FillPostAsync(new() { PostId = post.PostId, ExpectedVersion = 1 }, area.AsManager());
        Assert.Equal(2, (await Refusal.OfAsync(StatusCode.Aborted, host.Client.FillPostAsync(new() { PostId = post.PostId, ExpectedVersion = 1 }, area.AsManager()))).CurrentVersion);
    }

    [Fact]
    public async Task SavePost_WithAnotherTitle_IsListedAndTold()
    {
        var area = await Area.MakeAsync(host);
        var post = await RegisterAsync(area, "DCI Publc Protection");
        var holder = await Area.PersonAsync(host, area.Police);
        await host.Client.FillPostAsync(new() { PostId = post.PostId, HolderId = holder, ExpectedVersion = 1 }, area.AsManager());
        Assert.Equal(3, (await SaveAsync(area, post, "DCI Public Protection", version: 2)).Version);

        var listed = Assert.Single((await host.Client.ListPostsAsync(new(), area.AsManager())).Posts);
        Assert.Equal(("DCI Public Protection", holder, ""), (listed.Title, listed.HolderId, listed.EndsOn));
        var events = await host.PullAsync(area.Id, "actions", events => events.Any(one => one.AggregateId == post.PostId && one.Version == 3));
        Assert.Equal("DCI Public Protection", PostChanged.Parser.ParseFrom(events.Last(one => one.AggregateId == post.PostId).State).Post.Title);
    }

    [Fact]
    public async Task SavePost_WithALastDay_IsHeldUntilThenAndCanGoOn()
    {
        var area = await Area.MakeAsync(host);
        var post = await RegisterAsync(area, "DCI");
        var holder = await Area.PersonAsync(host, area.Police);
        await host.Client.FillPostAsync(new() { PostId = post.PostId, HolderId = holder, HeldSince = "2026-09-01", ExpectedVersion = 1 }, area.AsManager());
        await SaveAsync(area, post, "DCI", "2026-10-31", 2);

        var listed = Assert.Single((await host.Client.ListPostsAsync(new(), area.AsManager())).Posts);
        Assert.Equal(("", "2026-10-31"), (listed.HolderId, listed.EndsOn));
        var held = Assert.Single(listed.HeldBefore);
        Assert.Equal((holder, "2026-09-01", "2026-10-31"), (held.HolderId, held.From, held.To));
        var fill = new FillPostRequest { PostId = post.PostId, HolderId = holder, ExpectedVersion = 3 };
        Assert.Contains("31 October 2026", (await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.FillPostAsync(fill, area.AsManager()))).Message, StringComparison.Ordinal);

        await SaveAsync(area, post, "DCI", version: 3);
        await host.Client.FillPostAsync(new(fill) { ExpectedVersion = 4 }, area.AsManager());
    }

    [Theory]
    [InlineData("The other", "", "title")]
    [InlineData("", "", "title")]
    [InlineData("DCI", "2026-08-31", "ends_on")]
    [InlineData("DCI", "2099-01-01", "ends_on")]
    public async Task SavePost_ThatCannotBeSo_IsInvalid(string title, string last, string field)
    {
        var area = await Area.MakeAsync(host);
        await RegisterAsync(area, "The other");
        var post = await RegisterAsync(area, "DCI");
        await host.Client.FillPostAsync(
            new() { PostId = post.PostId, HolderId = await Area.PersonAsync(host, area.Police), HeldSince = "2026-09-01", ExpectedVersion = 1 }, area.AsManager());
        var refusal = await Refusal.OfAsync(
            StatusCode.InvalidArgument, host.Client.SavePostAsync(new() { PostId = post.PostId, Title = title, EndsOn = last, ExpectedVersion = 2 }, area.AsManager()));
        Assert.Equal([field], refusal.Fields);
    }

    [Fact]
    public async Task SavePost_OfAStaleVersionOrByAnAgencyLead_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var post = await RegisterAsync(area, "DCI");
        var save = new SavePostRequest { PostId = post.PostId, Title = "DI", ExpectedVersion = 7 };
        Assert.Equal(1, (await Refusal.OfAsync(StatusCode.Aborted, host.Client.SavePostAsync(save, area.AsManager()))).CurrentVersion);
        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.SavePostAsync(save, As(area, area.Police, Capacity.AgencyLead)));
    }

    [Fact]
    public async Task RegisterPost_BeyondTheMost_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        await using var connection = new Npgsql.NpgsqlConnection(host.Database.Everything);
        await Dapper.SqlMapper.ExecuteAsync(
            connection,
            "insert into post (tenant_id, post_id, agency_id, title, version) select @Id, gen_random_uuid(), @Police, 'Post ' || number, 1 from generate_series(1, @most) as number",
            new { area.Id, area.Police, most = Post.Most - 1 });
        await RegisterAsync(area, "The last");
        await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.RegisterPostAsync(new() { AgencyId = area.Police, Title = "One more" }, area.AsManager()));
    }

    private async Task<PostReply> SaveAsync(Area area, PostReply post, string title, string last = "", long version = 1) =>
        await host.Client.SavePostAsync(new() { PostId = post.PostId, Title = title, EndsOn = last, ExpectedVersion = version }, area.AsManager());

    private async Task<PostReply> RegisterAsync(Area area, string title) =>
        await host.Client.RegisterPostAsync(new() { AgencyId = area.Police, Title = title }, area.AsManager());

    private Metadata As(Area area, string agency, Capacity capacity) => TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), area.Id, agency, capacity));
}
