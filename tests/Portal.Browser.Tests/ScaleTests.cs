using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;

namespace Jtai.Portal.Browser.Tests;

/// <summary>The pages that show a partnership's own scale of statuses, which the walk over every page sees without one.</summary>
[Collection(nameof(Browser))]
public class ScaleTests(SignedInPlatform platform, Chromium chromium) : IClassFixture<SignedInPlatform>
{
    private const string Partnership = "/partnerships/haskermoor";

    [Theory]
    [InlineData("manager", "scale-overview", Partnership)]
    [InlineData("manager", "scale-actions", Partnership + "/actions?step=Red")]
    [InlineData("manager", "scale-action", $"{Partnership}/actions/{StandInActions.ActionId}")]
    [InlineData("manager", "scale-plan", Partnership + "/plan/plan")]
    [InlineData("manager", "scale-settings", Partnership + "/settings")]
    [InlineData("manager", "scale-form", Partnership + "/settings/scale")]
    [InlineData("manager", "partnership-name", Partnership + "/settings/name")]
    [InlineData("manager", "settings-decide", Partnership + "/settings/decide")]
    [InlineData("manager", "posts", Partnership + "/settings/posts")]
    [InlineData("manager", "people", Partnership + "/people")]
    [InlineData("manager", "person-correct", Partnership + "/people/officer/correct")]
    [InlineData("operator", "successors", "/operations/successors")]
    [InlineData("operator", "successions", "/operations/successions")]
    [InlineData("manager", "sharing-offer", Partnership + "/sharing/offer")]
    public async Task Page_UnderAScale_FitsItsWindowAndAxeFindsNothing(string person, string picture, string address)
    {
        var (settings, post) = (platform.StandIns.Settings.Settings, platform.StandIns.Partners.Post);
        settings.Scale = ReadyScales.All["brag"].Clone();
        post.HeldBefore.Clear();
        post.HeldBefore.Add(new Partners.V1.PostHolding { HolderId = "officer", From = "2026-03-01", To = "2026-08-31" });
        try
        {
            await using var window = await chromium.OpenAsync(platform.Origin, 1280);
            await platform.SignInAsync(window, person);
            await window.Page.GotoAsync(address);
            await window.CheckAsync(picture, 1280, 320);
        }
        finally
        {
            settings.Scale = null;
            post.HeldBefore.Clear();
        }
    }
}
