using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Google.Protobuf;
using Jtai.Errors;
using Jtai.Exporting;
using Jtai.Exporting.V1;
using Jtai.Local;
using Jtai.Platform.Tests.Harness;

namespace Jtai.Platform.Tests;

/// <summary>Everything of a partnership goes out in one archive, in elsewhere, and comes out the same.</summary>
[Collection(nameof(OnePlatform))]
public sealed class ExportTests(RunningPlatform platform) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static readonly (string Tenant, string Person)[] Everywhere =
    [
        .. new[] { "mirrenford", "haskermoor", "port-lannick", "tarrowshire", "wendlecombe" }.Select(one => (one, one + "-manager")),
        ("agency:" + DemoRegion.Force, "police-lead"), ("agency:" + DemoRegion.MoorsIcb, "moors-icb-lead"),
    ];

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Export_OfTheWholeRegionImportedElsewhere_IsExportedThereByteForByte()
    {
        using var folder = new TemporaryFolder();
        var archives = new Dictionary<string, string>();
        foreach (var (tenant, person) in Everywhere)
        {
            archives[tenant] = folder.Sub(tenant.Replace(':', '-') + ".zip");
            // What waits to be mailed now is mailed here, and not there.
            await UntilAsync(async () =>
            {
                var archive = await ExportAsync(tenant, person);
                await File.WriteAllBytesAsync(archives[tenant], archive);
                return !Lines(Read(archive), "actions/notifications.jsonl").Any(line =>
                    line.Contains("\"state\":1", StringComparison.Ordinal) && line.Contains("\"weekly\":false", StringComparison.Ordinal));
            }, () => Task.FromResult($"Mail of {tenant} waits."));
        }

        var (across, actions) = (await AcrossAsync(), await ActionsAsync());
        var data = folder.Sub("elsewhere");
        Directory.CreateDirectory(data);
        File.Copy(Path.Combine(platform.DataDirectory, "people.json"), Path.Combine(data, "people.json"));
        await File.WriteAllTextAsync(Path.Combine(data, PlatformRun.SeededFile), "");
        platform.Run.Send(Signal.Terminate);
        await platform.Run.EndAsync(Limit);

        // Somebody gave a known person one more way to sign in: that is not taken, and the rest is.
        var tampered = folder.Sub("tampered.zip");
        await File.WriteAllBytesAsync(tampered, Altered(
            await File.ReadAllBytesAsync(archives["wendlecombe"]), "register/identities.jsonl",
            lines => [.. lines, Regex.Replace(lines[0], "\"subject\":\"[^\"]*\"", "\"subject\":\"somebody-else\"", RegexOptions.NonBacktracking)]));

        // At the same addresses, so that people sign in with the identities that they have.
        await using var elsewhere = AppHostRun.Start(folder, "--port", $"{platform.Origin.Port}", "--data", data);
        await elsewhere.UntilItSaysAsync("Ready:", Limit);
        foreach (var service in ImportRun.Order)
        {
            foreach (var (tenant, _) in Everywhere)
            {
                var (code, said) = await ImportRun.OfAsync(elsewhere.Id, service, tenant == "wendlecombe" ? tampered : archives[tenant]);
                Assert.True(code == 0, $"{service} {tenant}: {said}");
            }
        }

        await UntilAsync(async () => actions == await ActionsAsync(), async () => $"{actions}\n---\n{await ActionsAsync()}");
        foreach (var (tenant, person) in Everywhere)
        {
            var again = await ExportAsync(tenant, person);
            var first = await File.ReadAllBytesAsync(archives[tenant]);
            Assert.True(first.AsSpan().SequenceEqual(again), $"{tenant}:\n{string.Join('\n', Differences(first, again))}");
        }

        // To look is recorded, and so comes after what is compared.
        Assert.Equal(across, await AcrossAsync());
        foreach (var service in ImportRun.Order)
        {
            var (code, said) = await ImportRun.OfAsync(elsewhere.Id, service, archives["tarrowshire"]);
            Assert.Equal(1, code);
            Assert.Contains("already", said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("register/workplaces.jsonl", "workplace_id", "platform")]
    [InlineData("register/workplaces.jsonl", "workplace_id", "haskermoor")]
    [InlineData("register/partnership-names.jsonl", "partnership_id", "haskermoor")]
    public async Task Import_OfARowThatIsAnotherTenants_IsRefused(string entry, string column, string value)
    {
        using var folder = new TemporaryFolder();
        var archive = folder.Sub("archive.zip");
        var whole = await ExportAsync("tarrowshire", "tarrowshire-manager");
        // Of a partnership that does not exist here, since nothing is put in beside one that does.
        var elsewhere = entry.Contains("workplaces", StringComparison.Ordinal)
            ? Altered(whole, "register/partnership-names.jsonl", lines => [lines[0].Replace("tarrowshire", "nowhere-yet", StringComparison.Ordinal).Replace("\"TAR\"", "\"NWY\"", StringComparison.Ordinal)])
            : whole;
        await File.WriteAllBytesAsync(archive, Altered(
            elsewhere, entry, lines => [.. lines.Select(line => line.Replace($"\"{column}\":\"tarrowshire\"", $"\"{column}\":\"{value}\"", StringComparison.Ordinal))], "nowhere-yet"));

        var (code, said) = await ImportRun.OfAsync(platform.Run.Id, "Partners", archive);

        Assert.Equal(1, code);
        Assert.Contains($"holds in {entry} what is of another tenant", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_WithAByteChangedInAnyEntry_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var whole = await ExportAsync("tarrowshire", "tarrowshire-manager");
        var path = folder.Sub("archive.zip");
        await File.WriteAllBytesAsync(path, whole);
        using (await TenantArchive.OpenAsync(path))
        {
            // It is whole.
        }

        var names = Read(whole).Keys.ToList();
        Assert.True(names.Count > 70);
        foreach (var name in names)
        {
            await File.WriteAllBytesAsync(path, Changed(whole, name));
            var refusal = await Assert.ThrowsAsync<StartRefused>(() => TenantArchive.OpenAsync(path));
            Assert.Contains("Nothing was saved.", refusal.Message, StringComparison.Ordinal);
        }

        await File.WriteAllBytesAsync(path, whole[..(whole.Length / 2)]);
        await Assert.ThrowsAsync<StartRefused>(() => TenantArchive.OpenAsync(path));
    }

    [Theory]
    [InlineData("tarrowshire-manager", "/partnerships/haskermoor/export")]
    [InlineData("police-lead", "/partnerships/haskermoor/export")]
    [InlineData("tarrowshire-verifier", "/partnerships/tarrowshire/export")]
    [InlineData("tarrowshire-manager", "/agency/export")]
    public async Task Export_OfWhoDoesNotRunIt_IsNotThere(string person, string page)
    {
        using var portal = await SignedInPortal.AsAsync(platform.Origin, person);
        Assert.Null(await portal.OpenAsync(page));
    }

    private async Task<byte[]> ExportAsync(string tenant, string person)
    {
        using var portal = await SignedInPortal.AsAsync(platform.Origin, person);
        return await portal.DownloadAsync(tenant.StartsWith("agency:", StringComparison.Ordinal) ? "/agency/export" : $"/partnerships/{tenant}/export");
    }

    /// <summary>What the police lead sees across partnerships.</summary>
    private Task<string> AcrossAsync() => RowsAsync("police-lead", "/across");

    /// <summary>The lists and plans of those that have any: once they are all there, every service has read the others' events.</summary>
    private async Task<string> ActionsAsync() => string.Join('\n', await Task.WhenAll(
        new[] { "haskermoor", "port-lannick", "tarrowshire", "wendlecombe" }
            .SelectMany(tenant => new[] { "actions", "plan" }, (tenant, page) => RowsAsync(tenant + "-manager", $"/partnerships/{tenant}/{page}"))));

    private async Task<string> RowsAsync(string person, string address)
    {
        using var portal = await SignedInPortal.AsAsync(platform.Origin, person);
        var page = await portal.OpenAsync(address);
        var rows = string.Join('\n', page!.QuerySelectorAll("main table tr").Select(row => string.Join('|', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        // A day may end between two looks.
        return Regex.Replace(rows, @"[0-9]+\|((working\|)?days?)", "n|$1", RegexOptions.NonBacktracking);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, Func<Task<string>> said)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !await condition(); await Task.Delay(1000))
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(2))
            {
                Assert.Fail(await said());
            }
        }
    }

    private static Dictionary<string, byte[]> Read(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    /// <summary>The same entries, one of them with another last byte, or one byte more where it is empty.</summary>
    private static byte[] Changed(byte[] archive, string name)
    {
        using var changed = new MemoryStream();
        using (var zip = new ZipArchive(changed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (entry, bytes) in Read(archive))
            {
                using var content = zip.CreateEntry(entry, CompressionLevel.Fastest).Open();
                content.Write(entry != name ? bytes : bytes.Length == 0 ? [(byte)'\n'] : [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
            }
        }

        return changed.ToArray();
    }

    /// <summary>Another archive, whole in itself, with other lines in one entry, and of another tenant where one is named.</summary>
    private static byte[] Altered(byte[] archive, string name, Func<string[], string[]> change, string? tenant = null)
    {
        var entries = Read(archive);
        entries[name] = Encoding.UTF8.GetBytes(string.Concat(change(Lines(entries, name)[..^1]).Select(line => line + "\n")));
        var manifest = JsonParser.Default.Parse<ExportManifest>(Encoding.UTF8.GetString(entries["manifest.json"]));
        manifest.TenantId = tenant ?? manifest.TenantId;
        var said = manifest.Entries.Single(entry => entry.Name == name);
        (said.Bytes, said.Rows, said.Sha256) = (entries[name].Length, entries[name].Count(one => one == '\n'), Convert.ToHexStringLower(SHA256.HashData(entries[name])));
        entries["manifest.json"] = Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(manifest));
        entries["manifest.sha256"] = Encoding.UTF8.GetBytes(Convert.ToHexStringLower(SHA256.HashData(entries["manifest.json"])) + "\n");
        using var altered = new MemoryStream();
        using (var zip = new ZipArchive(altered, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (entry, bytes) in entries)
            {
                using var content = zip.CreateEntry(entry, CompressionLevel.Fastest).Open();
                content.Write(bytes);
            }
        }

        return altered.ToArray();
    }

    private static IEnumerable<string> Differences(byte[] first, byte[] second)
    {
        var (before, after) = (Read(first), Read(second));
        foreach (var name in before.Keys.Union(after.Keys).Where(name => !before.GetValueOrDefault(name, []).AsSpan().SequenceEqual(after.GetValueOrDefault(name, []))))
        {
            var (was, now) = (Lines(before, name), Lines(after, name));
            yield return $"{name}: {was.Length} and {now.Length} lines; not in the second: {was.Except(now).FirstOrDefault()}; not in the first: {now.Except(was).FirstOrDefault()}";
        }
    }

    private static string[] Lines(Dictionary<string, byte[]> archive, string name) => Encoding.UTF8.GetString(archive.GetValueOrDefault(name, [])).Split('\n');
}
