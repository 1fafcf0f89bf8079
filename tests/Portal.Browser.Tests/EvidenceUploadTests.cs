using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Tests.StandIns;
using Microsoft.Playwright;

namespace Jtai.Portal.Browser.Tests;

/// <summary>A file as evidence, from the form to its own page: by the form alone, and piece by piece with a progress bar.</summary>
[Collection(nameof(Browser))]
public class EvidenceUploadTests(SignedInPlatform platform, Chromium chromium) : IClassFixture<SignedInPlatform>
{
    private const int Size = 1_700_000;
    private const string Add = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}/evidence/add";

    [Theory]
    [InlineData(false, 262_144)]
    [InlineData(true, 524_288)]
    public async Task File_Chosen_ArrivesWholeAndItsPageIsShown(bool script, int pieceBytes)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280, script);
        platform.StandIns.Evidence.Pieces.Clear();
        var bytes = await FillAsync(window, script);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add the evidence" }).ClickAsync();

        await window.Page.WaitForURLAsync("**/evidence/" + StandInEvidence.EvidenceId);
        Assert.Contains(platform.StandIns.Evidence.Arrived.Values, arrived => arrived.AsSpan().SequenceEqual(bytes));
        Assert.Equal(pieceBytes, platform.StandIns.Evidence.Pieces.First());
    }

    [Fact]
    public async Task Upload_WhoseConnectionIsLost_SaysSoAndGoesOnWhereItStopped()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        platform.StandIns.Evidence.Pieces.Clear();
        var bytes = await FillAsync(window, script: true);
        var (lost, said) = (0, window.Page.GetByRole(AriaRole.Status).GetByText("The connection was lost. Trying again."));
        await window.Page.RouteAsync("**/add?handler=Append**offset=524288", async route =>
        {
            if (lost++ < 2)
            {
                await route.AbortAsync("connectionreset");
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add the evidence" }).ClickAsync();

        await said.WaitForAsync();
        await window.Page.WaitForURLAsync("**/evidence/" + StandInEvidence.EvidenceId);
        Assert.Equal(3, lost);
        Assert.Contains(platform.StandIns.Evidence.Arrived.Values, arrived => arrived.AsSpan().SequenceEqual(bytes));
        Assert.Equal((Size + 524_287) / 524_288, platform.StandIns.Evidence.Pieces.Count);
    }

    private async Task<byte[]> FillAsync(Window window, bool script)
    {
        await platform.SignInAsync(window, "officer");
        await window.Page.GotoAsync(Add);
        await window.Page.GetByLabel("What does it show?").FillAsync("The group met.");
        await window.Page.GetByLabel("A file", new() { Exact = true }).CheckAsync();
        var bytes = new byte[Size];
        new Random(script ? 1 : 2).NextBytes(bytes);
        await window.Page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "Minutes.pdf", MimeType = "application/pdf", Buffer = bytes });
        return bytes;
    }
}
