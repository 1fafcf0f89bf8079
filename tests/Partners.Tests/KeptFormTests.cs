using Dapper;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Partners.Tests;

/// <summary>Forms that came after their session's end: for an hour, and for their person alone.</summary>
[Collection(PartnersCollection.Name)]
public sealed class KeptFormTests(PartnersHost host)
{
    [Fact]
    public async Task KeepForm_OfASessionThatIsOver_ComesBackToItsPersonInTheNextSessionAndToNobodyElse()
    {
        var area = await Area.MakeAsync(host);
        var (subject, person) = await SubjectAsync(area);
        var over = await StartAsync(subject);
        await ChangeSessionsAsync(person, "seen_at = now() - interval '31 minutes'");
        var kept = await KeepAsync(over, "typed words");

        await Refusal.OfAsync(StatusCode.Unauthenticated, host.Client.GetKeptFormAsync(new() { SessionId = over, FormId = kept }, host.AsPortal()));
        var other = await StartAsync((await SubjectAsync(area)).Subject);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetKeptFormAsync(new() { SessionId = other, FormId = kept }, host.AsPortal()));
        var next = await StartAsync(subject);
        for (var look = 0; look < 2; look++)
        {
            var form = await host.Client.GetKeptFormAsync(new() { SessionId = next, FormId = kept }, host.AsPortal());
            Assert.Equal("typed words", form.Content.ToStringUtf8());
        }

        await using var connection = new NpgsqlConnection(host.Database.Everything);
        await connection.ExecuteAsync("update kept_form set kept_at = now() - interval '61 minutes' where form_id = @id", new { id = Guid.Parse(kept) });
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetKeptFormAsync(new() { SessionId = next, FormId = kept }, host.AsPortal()));
        await StartAsync(subject);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from kept_form where form_id = @id", new { id = Guid.Parse(kept) }));
        Assert.Equal(["Collection"], await connection.QueryAsync<string>("select kind from audit where entity = 'KeptForm' and subject = @person", new { person }));
    }

    [Fact]
    public async Task KeepForm_SixTimes_KeepsTheNewestFive()
    {
        var area = await Area.MakeAsync(host);
        var session = await StartAsync((await SubjectAsync(area)).Subject);
        var kept = new List<string>();
        for (var number = 0; number < 6; number++)
        {
            kept.Add(await KeepAsync(session, "words"));
        }

        var answers = await Task.WhenAll(kept.Select(id =>
            Refusal.CodeAsync(host.Client.GetKeptFormAsync(new() { SessionId = session, FormId = id }, host.AsPortal()))));
        Assert.Equal([StatusCode.NotFound, .. Enumerable.Repeat(StatusCode.OK, 5)], answers);
    }

    [Fact]
    public async Task KeepForm_TooLargeOrOfNoSession_IsRefused()
    {
        var area = await Area.MakeAsync(host);
        var session = await StartAsync((await SubjectAsync(area)).Subject);
        var (largest, tooLarge) = (ByteString.CopyFrom(new byte[102_400]), ByteString.CopyFrom(new byte[102_401]));
        await host.Client.KeepFormAsync(new() { SessionId = session, Content = largest }, host.AsPortal());
        await Refusal.OfAsync(
            StatusCode.InvalidArgument, host.Client.KeepFormAsync(new() { SessionId = session, Content = tooLarge }, host.AsPortal()));
        await Refusal.OfAsync(
            StatusCode.Unauthenticated, host.Client.KeepFormAsync(new() { SessionId = new string('A', 43), Content = largest }, host.AsPortal()));
    }

    private async Task<(string Subject, string Person)> SubjectAsync(Area area)
    {
        var subject = Area.NewSubject();
        return (subject, await Area.PersonAsync(host, area.Police, subject));
    }

    private async Task<string> StartAsync(string subject)
    {
        // An id token works once.
        var nonce = Guid.NewGuid().ToString();
        return (await host.Client.StartSessionAsync(
            new() { IdToken = host.Provider.IdToken(subject, nonce), Nonce = nonce }, host.AsPortal())).SessionId;
    }

    private async Task<string> KeepAsync(string sessionId, string words) => (await host.Client.KeepFormAsync(
        new() { SessionId = sessionId, Content = ByteString.CopyFromUtf8(words) }, host.AsPortal())).FormId;

    private async Task ChangeSessionsAsync(string person, string change)
    {
        await using var connection = new NpgsqlConnection(host.Database.Everything);
        Assert.Equal(1, await connection.ExecuteAsync($"update session set {change} where person_id = @person", new { person = Guid.Parse(person) }));
    }
}
