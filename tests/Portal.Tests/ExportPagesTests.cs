using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Jtai.Exporting.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Everything of a partnership in one archive.</summary>
public sealed class ExportPagesTests : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Page = "/partnerships/haskermoor/export";
    private readonly PlatformOfStandIns platform;

    public ExportPagesTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        (platform.Export.Refusal, platform.Export.BreaksOff, platform.Export.EndsEarly) = ("", false, false);
        (platform.Export.IsEndless, platform.Export.IsOver) = (false, false);
        platform.Export.Asked.Clear();
        platform.Export.Completed.Clear();
    }

    public void Dispose()
    {
        platform.Partners.TokenLife = TimeSpan.FromSeconds(45);
        platform.Partners.People["manager"].Workplaces.Single().Suspended = false;
    }

    [Fact]
    public async Task Export_OfAllServices_IsOneArchiveWithEachEntryOnceAndTheirHashes()
    {
        var entries = await ReadAsync("manager", Page);

        Assert.Equal(
            [
                "README.txt", "partners/records.jsonl", StandInExport.SharedFile, "inspections/records.jsonl", "actions/records.jsonl", "reporting/records.jsonl",
                "schema.json", "manifest.json", "manifest.sha256",
            ],
            entries.Select(entry => entry.Name));
        Assert.Equal("{\"name\":\"actions\"}\n{\"name\":\"another\"}\n", entries.Single(entry => entry.Name == "actions/records.jsonl").Text);
        var manifest = JsonParser.Default.Parse<ExportManifest>(entries.Single(entry => entry.Name == "manifest.json").Text);
        Assert.Equal(("haskermoor", 1), (manifest.TenantId, manifest.Format));
        Assert.Equal(entries.SkipLast(2).Select(entry => (entry.Name, Hash(entry.Text))), manifest.Entries.Select(entry => (entry.Name, entry.Sha256)));
        Assert.Equal([2L, 2L, 2L, 2L], manifest.Entries.Where(entry => entry.Name.EndsWith(".jsonl", StringComparison.Ordinal)).Select(entry => entry.Rows));
        Assert.Equal(Hash(entries[^2].Text) + "\n", entries[^1].Text);
    }

    [Fact]
    public async Task Export_Again_IsTheSameByteForByte()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var (first, name) = await DownloadAsync(browser, Page);
        var (second, _) = await DownloadAsync(browser, Page);

        await UntilAsync(() => platform.Export.Completed.Count == 2);
        Assert.All(platform.Export.Completed, tenant => Assert.Equal("haskermoor", tenant));
        Assert.True(first.AsSpan().SequenceEqual(second));
        Assert.Equal("OFFICIAL-SENSITIVE-haskermoor-everything.zip", name);
    }

    [Theory]
    [InlineData("force-lead")]
    [InlineData("force-manager")]
    public async Task Export_OfAnAgencysWorkspace_IsForItsManagerAndWhoLooksAcross(string person)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        Assert.NotNull((await browser.OpenAsync("/agency/people")).QuerySelector("main a[href='/agency/export']"));
        var entries = await ReadAsync(person, "/agency/export");
        Assert.Equal("agency:westmarch-police", JsonParser.Default.Parse<ExportManifest>(entries[^2].Text).TenantId);

        using var officer = await BrowserOfOne.SignedInAsync(platform, "officer");
        await officer.OpenAsync("/agency/export", HttpStatusCode.Forbidden);
        await officer.OpenAsync(Page, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Export_ThatIsRefused_SaysWhyOnThePage()
    {
        platform.Export.Refusal = "Everything is being exported already. Wait until that download has ended, and try again.";
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await browser.PostAsync(await browser.OpenAsync(Page), Page);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(platform.Export.Refusal, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Export_OfWhichAServiceBreaksOff_BreaksTheDownload(bool breaksOff, bool endsEarly)
    {
        (platform.Export.BreaksOff, platform.Export.EndsEarly) = (breaksOff, endsEarly);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page);

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var answer = await browser.PostAsync(page, Page);
            await answer.Content.ReadAsByteArrayAsync();
        });
        Assert.Empty(platform.Export.Completed);
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("signed out")]
    [InlineData("no manager any more")]
    public async Task Export_WhosePersonMayNotExportAnyMore_BreaksOff(string why)
    {
        (platform.Export.IsEndless, platform.Partners.TokenLife) = (true, TimeSpan.FromSeconds(5));
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page);
        var download = Task.Run(async () =>
        {
            using var answer = await browser.PostAsync(page, Page);
            await answer.Content.ReadAsByteArrayAsync();
        });
        await UntilAsync(() => platform.Export.Asked.Count == 4);
        await Task.Delay(TimeSpan.FromSeconds(4));
        Assert.False(download.IsCompleted);

        switch (why)
        {
            case "suspended":
                platform.Partners.People["manager"].Workplaces.Single().Suspended = true;
                break;
            case "signed out":
                platform.Partners.EndSessionsOf("manager");
                break;
            default:
                platform.Export.IsOver = true;
                break;
        }

        await Assert.ThrowsAnyAsync<Exception>(() => download.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.True(download.IsFaulted);
        Assert.Empty(platform.Export.Completed);
    }

    private async Task<IReadOnlyList<(string Name, string Text)>> ReadAsync(string person, string page)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var (bytes, _) = await DownloadAsync(browser, page);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return
        [
            .. zip.Entries.Select(entry =>
            {
                using var text = new StreamReader(entry.Open());
                return (entry.FullName, text.ReadToEnd());
            }),
        ];
    }

    private static async Task<(byte[] Bytes, string? Name)> DownloadAsync(BrowserOfOne browser, string page)
    {
        using var answer = await browser.PostAsync(await browser.OpenAsync(page), page);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        return (await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentDisposition?.FileName);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 200, "It did not come to that.");
            await Task.Delay(50);
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
