using Jtai.Errors;
using Jtai.Inspections.V1;

namespace Jtai.Inspections.Tests;

/// <summary>The rules of an inspection, without I/O.</summary>
public sealed class InspectionTests
{
    private static readonly Guid Manager = Guid.NewGuid();
    private static readonly Guid Reader = Guid.NewGuid();

    [Fact]
    public void Record_WithEverythingWrong_SaysAllOfIt()
    {
        var failure = Assert.Throws<Invalid>(() => Record(new RecordInspectionRequest
        {
            Theme = " ",
            Phase = InspectionPhase.Published,
            NotifiedOn = "10/11/2026",
            FieldworkStartsOn = "2026-10-20",
            FieldworkEndsOn = "2026-10-19",
        }));

        Assert.Equal(["theme", "phase", "notified_on", "fieldwork_ends_on"], failure.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void Record_NhsNumberInTheTheme_IsInvalidWithoutRepeatingIt()
    {
        var failure = Assert.Throws<Invalid>(() => Record(new RecordInspectionRequest
        {
            Theme = "Neglect of 943 476 5919",
            Phase = InspectionPhase.Notified,
        }));

        var (field, message) = Assert.Single(failure.Violations);
        Assert.Equal("theme", field);
        Assert.Contains("NHS number", message, StringComparison.Ordinal);
        Assert.DoesNotContain("943", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_ByManager_NamesOnlyThem() => Assert.Equal([Manager], Record().ReaderIds);

    [Theory]
    [InlineData(InspectionPhase.Notified, InspectionPhase.Fieldwork)]
    [InlineData(InspectionPhase.Notified, InspectionPhase.PrePublication)]
    [InlineData(InspectionPhase.AccuracyDraft, InspectionPhase.PrePublication)]
    public void MoveTo_LaterPhase_IsTheNextVersion(InspectionPhase from, InspectionPhase to)
    {
        var moved = Record(phase: from).MoveTo(to, "");

        Assert.Equal((to, 2L), (moved.Phase, moved.Version));
    }

    [Fact]
    public void MoveTo_Published_IsRefused() =>
        Assert.Throws<Refused>(() => Record(phase: InspectionPhase.PrePublication).MoveTo(InspectionPhase.Published, ""));

    [Fact]
    public void MoveTo_SamePhase_IsRefusedBesideTheField() => Assert.Equal(
        "phase", Assert.Throws<Invalid>(() => Record(phase: InspectionPhase.Fieldwork).MoveTo(InspectionPhase.Fieldwork, "")).Violations.Single().Field);

    [Fact]
    public void MoveTo_EarlierPhase_NeedsAReason()
    {
        var now = Record(phase: InspectionPhase.PrePublication);

        Assert.Equal("reason", Assert.Throws<Invalid>(() => now.MoveTo(InspectionPhase.Fieldwork, "")).Violations.Single().Field);
        Assert.Equal(InspectionPhase.Fieldwork, now.MoveTo(InspectionPhase.Fieldwork, "Moved on too early.").Phase);
    }

    [Fact]
    public void MoveTo_EarlierPhaseOfWhatIsPublished_IsRefused()
    {
        var published = Record().Publish(new PublishInspectionRequest { PublishedOn = "2026-11-10" }, "HSK-2026-I01", new DateOnly(2026, 11, 10));

        Assert.Throws<Refused>(() => published.MoveTo(InspectionPhase.PrePublication, "By mistake."));
    }

    [Fact]
    public void NameReaders_WithoutTheCallerOrWithAStranger_SaysBoth()
    {
        var failure = Assert.Throws<Invalid>(() => Record().NameReaders([Guid.NewGuid()], Manager, new HashSet<Guid> { Manager, Reader }));

        Assert.Equal(2, failure.Violations.Count);
    }

    [Fact]
    public void NameReaders_Appointed_ReplacesTheList() =>
        Assert.Equal([Manager, Reader], Record().NameReaders([Manager, Reader, Reader], Manager, new HashSet<Guid> { Reader }).ReaderIds);

    [Fact]
    public void Publish_InTheFuture_IsInvalid() => Assert.Throws<Invalid>(() => Record().Publish(
        new PublishInspectionRequest { PublishedOn = "2026-11-11" }, "HSK-2026-I01", new DateOnly(2026, 11, 10)));

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("files.example/letter")]
    public void Publish_WithAnOddAddress_IsInvalid(string address) => Assert.Throws<Invalid>(() => Record().Publish(
        new PublishInspectionRequest { PublishedOn = "2026-11-10", PublishedUrl = address }, "HSK-2026-I01", new DateOnly(2026, 11, 10)));

    [Fact]
    public void Publish_Twice_IsRefusedAndClosesTheList()
    {
        var request = new PublishInspectionRequest { PublishedOn = "2026-11-10", PublishedUrl = "https://files.example/letter" };
        var published = Record().Publish(request, "HSK-2026-I01", new DateOnly(2026, 11, 10));

        Assert.Equal(InspectionPhase.Published, published.Phase);
        Assert.Throws<Refused>(() => published.Publish(request, "HSK-2026-I01", new DateOnly(2026, 11, 10)));
        Assert.Throws<Refused>(() => published.NameReaders([Manager], Manager, new HashSet<Guid>()));
    }

    [Fact]
    public void Expect_AnotherVersion_TellsThePresentOne() =>
        Assert.Equal(1, Assert.Throws<Conflict>(() => Record().Expect(7)).CurrentVersion);

    internal static Inspection Record(RecordInspectionRequest? request = null, InspectionPhase phase = InspectionPhase.Notified) =>
        Inspection.Record(Guid.NewGuid(), request ?? new RecordInspectionRequest { Theme = "Serious youth violence", Phase = phase }, Manager);
}
