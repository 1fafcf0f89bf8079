using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;

namespace Jtai.Platform.Tests;

/// <summary>Mirrenford's letter is not published: whoever is not on its named list does not learn that it exists.</summary>
[Collection(nameof(OnePlatform))]
public class EmbargoTests(RunningPlatform platform, Chromium chromium) : IAsyncLifetime
{
    private const string Place = "mirrenford";

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task PersonNotOnTheNamedList_SeesNoTraceOfTheInspection()
    {
        var manager = Client((await platform.SignInAsync($"{Place}-manager")).In(Place));
        var nurse = await platform.SignInAsync("hospitals-lead");
        var asNurse = Client(nurse.In(Place));
        var inspection = Assert.Single((await manager.ListInspectionsAsync(new ListInspectionsRequest())).Inspections);
        // On the list she sees it; so it is the list, and nothing else, that hides it below.
        Assert.Single((await asNurse.ListInspectionsAsync(new ListInspectionsRequest())).Inspections);
        var visible = await PagesAsync();
        Assert.Contains(inspection.Reference, visible, StringComparison.Ordinal);

        await NameAsync(manager, inspection, inspection.ReaderIds.Where(reader => reader != nurse.Session.Person.PersonId));
        try
        {
            Assert.Empty((await asNurse.ListInspectionsAsync(new ListInspectionsRequest())).Inspections);
            var record = await Assert.ThrowsAsync<RpcException>(async () =>
                await asNurse.GetInspectionAsync(new GetInspectionRequest { InspectionId = inspection.InspectionId }));
            var findings = await Assert.ThrowsAsync<RpcException>(async () =>
                await asNurse.ListFindingsAsync(new ListFindingsRequest { InspectionId = inspection.InspectionId }));
            Assert.Equal((StatusCode.NotFound, StatusCode.NotFound), (record.StatusCode, findings.StatusCode));

            var hidden = await PagesAsync();
            Assert.DoesNotContain(inspection.Reference, hidden, StringComparison.Ordinal);
            Assert.DoesNotContain(inspection.Theme, hidden, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("priority action", hidden, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            var now = await manager.GetInspectionAsync(new GetInspectionRequest { InspectionId = inspection.InspectionId });
            await NameAsync(manager, now, inspection.ReaderIds);
        }
    }

    private static Inspections.V1.Inspections.InspectionsClient Client(CallInvoker invoker) => new(invoker);

    private static async Task NameAsync(Inspections.V1.Inspections.InspectionsClient manager, Inspection inspection, IEnumerable<string> readers) =>
        await manager.NameReadersAsync(new NameReadersRequest
        {
            InspectionId = inspection.InspectionId, ReaderIds = { readers }, ExpectedVersion = inspection.Version,
        });

    /// <summary>All that the named nurse reads on the partnership's pages.</summary>
    private async Task<string> PagesAsync()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await Visitor.SignInAsync(window, "Ignatius Prowse");
        var read = "";
        foreach (var path in new[] { "", "/inspections", "/findings", "/plan", "/actions" })
        {
            await window.Page.GotoAsync($"/partnerships/{Place}{path}");
            read += await window.Page.Locator("main").InnerTextAsync();
        }

        return read;
    }
}
