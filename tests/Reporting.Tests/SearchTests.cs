using Grpc.Core;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>Search by words in the actions list, however they are written.</summary>
[Collection(ReportingService.Name)]
public sealed class SearchTests(ReportingHost host)
{
    [Theory]
    [InlineData("O'Dowd", "1")]
    [InlineData("O’DOWD", "1")]
    [InlineData("o´dowd review", "1")]
    [InlineData("odow", "1")]
    [InlineData("zoe", "1")]
    [InlineData("Zoe\u0308", "1")]
    [InlineData("ZOË", "1")]
    [InlineData("review led", "1")]
    [InlineData("led O'Dowd", "1")]
    [InlineData("multi agency", "1 2")]
    [InlineData("Multi-Agency", "1 2")]
    [InlineData("agency multi", "1 2")]
    [InlineData("multi\u2011agency training", "2")]
    [InlineData("training (audit)", "2")]
    [InlineData("100%", "2")]
    [InlineData("10%", "")]
    [InlineData("a_b", "2")]
    [InlineData("aub", "")]
    [InlineData("%", "2")]
    [InlineData("_", "2")]
    [InlineData("\\", "")]
    [InlineData("...", "")]
    [InlineData("dowd", "1")]
    [InlineData("path", "")]
    [InlineData("review training", "")]
    [InlineData("a00", "1 2")]
    [InlineData("2026-A002", "2")]
    public async Task ListActions_Words_FindEveryWordHoweverItIsWritten(string words, string expected)
    {
        var here = await TestPartnership.MakeAsync(host);
        await here.AddAsync("Multi-agency review", with: action => action.Description = "Led by Zoë O’Dowd.\nFirst of three.");
        await here.AddAsync("Multi agency training/audit", with: action => action.Description = "100% of staff; form a_b.");

        var reply = await host.Client.ListActionsAsync(new() { Words = words }, here.Manager.In(here));

        Assert.Equal((words, expected), (words, string.Join(' ', reply.Actions.Select(row => row.Reference[^1]))));
    }

    [Theory]
    [InlineData("a b c d e f g h i j k")]
    [InlineData("toolong")]
    public async Task ListActions_TooManyWords_IsRefused(string words)
    {
        var here = await TestPartnership.MakeAsync(host);
        var refusal = await Refusal.OfAsync(host.Client.ListActionsAsync(
            new() { Words = words == "toolong" ? new string('w', 201) : words }, here.Manager.In(here)));
        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.Equal(["words"], refusal.Fields);
    }
}
