using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Jtai.Activities.V1;
using Jtai.Portal.Words;

namespace Jtai.Portal.Tests;

/// <summary>Every act and every kind of record has words. Both come from the protos: a new one cannot be missed.</summary>
public sealed partial class ActivityWordsTests
{
    /// <summary>RPCs that change nothing and tell nobody across a border, though they are not named Get or List.</summary>
    private static readonly string[] Reads = ["CompareDrafts", "RenderStatement", "IssueToken", "IssueClientToken", "CheckSeals"];

    private static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(ActivityEntry).Assembly.GetExportedTypes().Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>(),
    ];

    [Fact]
    public void Words_OfEveryWriteOfTheProtos_AreThere()
    {
        var writes = Files.SelectMany(file => file.Services).SelectMany(service => service.Methods)
            .Where(method => !Reads.Contains(method.Name) && !method.Name.StartsWith("Get", StringComparison.Ordinal) && !method.Name.StartsWith("List", StringComparison.Ordinal))
            .Select(method => $"/{method.Service.FullName}/{method.Name}").ToList();
        Assert.True(writes.Count > 100);
        Assert.DoesNotContain(writes, rpc => !ActivityWords.Knows(rpc));
    }

    [Fact]
    public void Words_OfEveryEventOfTheProtos_AreThere()
    {
        var events = Files.SelectMany(file => file.MessageTypes).Select(message => message.Name).Where(name => Event().IsMatch(name)).ToList();
        Assert.True(events.Count > 40);
        Assert.DoesNotContain(events, name => ActivityWords.OfRecord(name) == name);
    }

    [Theory]
    [InlineData("/jtai.actions.v1.Actions/ChangeDueDate", "moved a due date")]
    [InlineData("look", "looked from outside the partnership")]
    [InlineData("/jtai.actions.v1.Actions/NewerThanThis", "did something that has no words here yet (/jtai.actions.v1.Actions/NewerThanThis)")]
    public void Words_OfAnAct_FollowAName(string rpc, string words) => Assert.Equal(words, ActivityWords.Of(rpc));

    [Fact]
    public void Words_OfEveryFault_AreOfItsOwn()
    {
        var words = Enum.GetValues<SealFaultKind>().Select(kind => ActivityWords.Of(new SealFault { Kind = kind, SegmentNumber = 3, EntryId = 7 })).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(words.Skip(1), sentence => Assert.Contains("segment 3", sentence, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("(Changed|Recorded|Given|Kept|Sent|Replied|Checked|Circulated)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Event();
}
