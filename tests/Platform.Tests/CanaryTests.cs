using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Jtai.Field;
using Jtai.Local;
using Jtai.Partners.V1;
using Jtai.Platform.Tests.Harness;
using Jtai.Platform.Tests.Scenarios;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Platform.Tests;

/// <summary>
/// Nothing that a user writes is in a log, a span or a metric, with nothing set but the general log level: marks go into every
/// field of every call and page, and are looked for wherever the platform writes.
/// </summary>
[Collection(nameof(OnePlatform))]
public class CanaryTests(RunningPlatform platform) : IAsyncLifetime
{
    private readonly string mark = "cnry" + RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly Sinks sinks = new(platform);

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Content_InEveryFieldOfEveryCallAndPage_ReachesNoSinkAndNoOperator()
    {
        using var channel = platform.OpenChannel();
        using var calls = new CanaryCalls(mark, channel.CreateCallInvoker(), platform.Secrets.TokenSigningKey, platform.Gateway.Issuer);
        using var pages = new CanaryPages(platform.Origin, mark);
        using var operators = new CanaryPages(platform.Origin, mark);

        await calls.MakeAllAsync();
        var code = await pages.SignInAsync("haskermoor-manager");
        await pages.OpenAllAsync();
        using var manager = new CanaryPages(platform.Origin, mark);
        await FillFormsInAsync(manager);
        var failures = new PlantedFailures(platform, calls.PartnershipId);
        await failures.PublishWhatCannotBeAppliedAsync(mark);
        await failures.KeepWhatCannotBeReadAsync(mark);
        var failure = await calls.FailAsync();
        await Eventually.SoAsync(async () => await failures.QuarantinedAsync() == 2, "both planted events in quarantine");
        var (toldByCalls, answered) = await calls.AskAllAsOperatorAsync();
        await operators.SignInAsync("operator");
        var (toldByPages, opened) = await operators.ReadOperationsAsync();
        var toldElsewhere = await operators.TellingOfAsync(pages.AddressesOfEveryPage.Union(manager.AddressesOfEveryPage));
        await failures.EmptyQuarantineAsync();
        await sinks.SettleAsync();

        Assert.Equal([], calls.Unmarked);
        Assert.Multiple(
            () => NothingIn(sinks.Find(mark).Concat(sinks.Find(code))),
            () => NothingIn(calls.TellingErrors.Concat(pages.TellingErrors).Concat(manager.TellingErrors).Concat(operators.TellingErrors)),
            () => NothingIn(toldByCalls.Concat(toldByPages).Concat(toldElsewhere)));
        // What failed stands in the log, and an operator's answers are not all refusals.
        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.NotEmpty(sinks.Find(failure.Status.Detail.Split(' ')[^1]));
        Assert.Equal([], CanaryCalls.OfAnOperator.Except(answered));
        Assert.InRange(opened, 8, 300);
        Assert.InRange(pages.AddressesOfEveryPage.Count(address => !address.Contains(Guid.Empty.ToString(), StringComparison.Ordinal)), 100, 300);
    }

    [Fact]
    public async Task Demonstration_TheSearch_FindsWhatIsPlantedInEachSink()
    {
        await using var talkative = await SecondGateway.StartAsync(platform, ("Logging__LogLevel__Yarp.ReverseProxy", "Information"));
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri(talkative.Address, $"/help?words={mark}"));
        await PlantInTheDatabasesLogAsync();
        using var planted = await http.PostAsync(
            $"{platform.Collector.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"]}/v1/planted", new ByteArrayContent([.. "\n"u8, (byte)mark.Length, .. System.Text.Encoding.ASCII.GetBytes(mark)]));

        Assert.Contains(talkative.Output, line => line.Contains(mark, StringComparison.Ordinal));
        Assert.Equal(["OTLP", "PostgreSQL"], sinks.Find(mark).Select(found => found[..found.IndexOf(':', StringComparison.Ordinal)]).Distinct().Order());
    }

    [Fact]
    public async Task Demonstration_TheSearch_FindsWhatIsPlantedInAnswersAndErrors()
    {
        using var channel = platform.OpenChannel();
        using var calls = new CanaryCalls(mark, channel.CreateCallInvoker(), platform.Secrets.TokenSigningKey, platform.Gateway.Issuer);
        using var operators = new CanaryPages(platform.Origin, mark);
        var failures = new PlantedFailures(platform, calls.PartnershipId);
        await failures.QuarantineAsync($"{mark}-failure");
        await operators.SignInAsync("operator");

        var (toldByCalls, _) = await calls.AskAllAsOperatorAsync();
        var (toldByPages, _) = await operators.ReadOperationsAsync();
        await failures.EmptyQuarantineAsync();

        Assert.Equal(["jtai.reporting.v1.Operations.ListQuarantine"], toldByCalls.Select(told => told[..told.IndexOf(':', StringComparison.Ordinal)]).Distinct());
        Assert.Contains("/operations/quarantine", toldByPages);
        Assert.Contains(mark, CanaryCalls.WordsOf(new Google.Rpc.Status { Message = "Refused.", Details = { Any.Pack(new ErrorInfo { Reason = mark }) } }.ToRpcException()), StringComparison.Ordinal);
    }

    /// <summary>What a manager writes beside the plan, in a partnership of its own, since others use those of the demo region after this.</summary>
    private async Task FillFormsInAsync(CanaryPages manager)
    {
        var scenario = new Scenario(platform, $"place-{mark[4..]}", "Canary");
        var council = $"council-{mark[4..]}";
        await scenario.ProvisionAsync(
            string.Concat(RandomNumberGenerator.GetItems<char>("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3)),
            [
                (council, "Canary Council", "Council", AgencyKind.Council), ($"police-{mark[4..]}", "Canary Police", "Police", AgencyKind.PoliceForce),
                ($"icb-{mark[4..]}", "NHS Canary Integrated Care Board", "ICB", AgencyKind.IntegratedCareBoard),
            ],
            []);
        await scenario.AppointAsync((scenario.ManagerSubject, "Perrin Vale", "Partnership manager", council, Capacity.PartnershipManager));
        await manager.SignInAsync(scenario.ManagerSubject);
        var here = $"/partnerships/{scenario.Partnership}";
        await manager.SaveAsync($"{here}/people/register", chosen: [("Role", nameof(Capacity.Contributor)), ("BodyId", "")]);
        await manager.SaveAsync($"{here}/people/groups");
        var invited = await manager.PersonAsync($"{here}/people", $"{mark}-FullName");
        await manager.SaveAsync($"{invited}/correct", chosen: ("FullName", $"{mark}-corrected-name"));
        await manager.SaveAsync($"{invited}/hand-over");
        await manager.SaveAsync($"{here}/settings/posts/register");
        await manager.SaveAsync($"{here}/settings/closures/add", chosen: [("From", Day(10)), ("To", Day(20))]);
        await manager.SaveAsync((await manager.LinkAsync($"{here}/settings", $"{here}/settings/closures/", "/remove"))[..^"/remove".Length], chosen: ("Name", $"{mark}-renamed"));
        await manager.SaveAsync($"{here}/settings/decide", chosen: ("AccentColour", ""));
        await manager.SaveAsync($"{here}/settings/template", onlyWhatIsFilled: true);
        await manager.SaveAsync($"{here}/settings/scale?start=brag", onlyWhatIsFilled: true);
        // Operators see what a partnership is called.
        await manager.SaveAsync($"{here}/settings/name", chosen: ("Name", $"{mark}{CanaryCalls.OfOperators}-called"));
        await manager.SaveAsync($"{here}/sharing/offer", chosen: [("ReviewOn", Day(90)), ("EndsOn", Day(180))]);
        await manager.SaveAsync(await manager.LinkAsync($"{here}/sharing", $"{here}/sharing/", "/withdraw"));
        await manager.LookAroundAsync(scenario.Partnership);
    }

    // A comparison with nothing would show the first words alone.
    private static void NothingIn(IEnumerable<string> found) => Assert.True(!found.Any(), string.Join('\n', found.Take(20)));

    private static string Day(int daysFromNow) => TimeProvider.System.Today().AddDays(daysFromNow).ToIso();

    private async Task PlantInTheDatabasesLogAsync()
    {
        await using var connection = new NpgsqlConnection(platform.SettingOf("Partners", "ConnectionStrings__App"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select '{mark}'::integer", connection);
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
    }
}
