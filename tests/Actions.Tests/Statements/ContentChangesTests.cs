using FsCheck;
using FsCheck.Fluent;

namespace Jtai.Actions.Tests;

/// <summary>Each edit of a content is named once, and nothing that was not edited is.</summary>
public sealed class ContentChangesTests
{
    private static readonly string[] Words = ["", "Agree one pathway", "Train all staff", "Quarterly audit", "Within existing means", "By the board", "Children are seen sooner"];
    private static readonly string[] Dates = ["2027-01-31", "2027-03-31", "2027-06-30"];

    // Each changes one thing and says how it is to be named; null where it changed nothing.
    private static readonly Func<V1.StatementContent, int, string, (string Record, V1.ContentChangeKind Kind, string Field)?>[] Edits =
    [
        (content, _, word) => Set(content.Title, word, to => content.Title = to, "", V1.ContentChangeKind.Reworded, "Title"),
        (content, _, word) => Set(content.Partnership, word, to => content.Partnership = to, "", V1.ContentChangeKind.Reworded, "Partnership"),
        (content, at, word) => At(content.Sections, at, one => Set(one.Text, word, to => one.Text = to, one.SectionId, V1.ContentChangeKind.Reworded, "Text")),
        (content, at, word) => At(content.Sections, at, one => Set(one.Heading, word, to => one.Heading = to, one.SectionId, V1.ContentChangeKind.Reworded, "Heading")),
        (content, at, word) => At(content.Findings, at, one => Set(one.Text, word, to => one.Text = to, one.FindingId, V1.ContentChangeKind.Reworded, ContentChanges.LettersWords)),
        (content, at, word) => At(content.Findings, at, one =>
        {
            one.Response.Add(word + "!");
            return (one.FindingId, V1.ContentChangeKind.Reworded, ContentChanges.Response);
        }),
        (content, at, word) => OfAction(content, at, one => one.Title, (one, to) => one.Title = to, word, V1.ContentChangeKind.Reworded, "Title"),
        (content, at, word) => OfAction(content, at, one => one.Description, (one, to) => one.Description = to, word, V1.ContentChangeKind.Reworded, "Description"),
        (content, at, word) => OfAction(content, at, one => one.Theme, (one, to) => one.Theme = to, word, V1.ContentChangeKind.Reworded, "Theme"),
        (content, at, word) => OfAction(content, at, one => one.OutcomeSought, (one, to) => one.OutcomeSought = to, word, V1.ContentChangeKind.Reworded, "Outcome sought"),
        (content, at, word) => OfAction(content, at, one => one.SuccessMeasure, (one, to) => one.SuccessMeasure = to, word, V1.ContentChangeKind.Reworded, "Success measure"),
        (content, at, word) => OfAction(content, at, one => one.Resources, (one, to) => one.Resources = to, word, V1.ContentChangeKind.Reworded, ContentChanges.Resources),
        (content, at, word) => OfAction(content, at, one => one.OwnerId, (one, to) => one.OwnerId = to, word, V1.ContentChangeKind.OwnerChanged, ""),
        (content, at, _) => At(content.Actions, at, one => Set(one.DueOn, Dates[at % 3], to => one.DueOn = to, one.ActionId, V1.ContentChangeKind.DateMoved, "Due date")),
        (content, at, word) => At(content.Actions, at, one =>
        {
            one.Leads.Add(new V1.ContentName { Id = "body:new", Name = word });
            return (one.ActionId, V1.ContentChangeKind.LeadChanged, "Lead");
        }),
        (content, at, word) => At(content.Actions, at, one =>
        {
            one.Supporting.Add(new V1.ContentName { Id = "agency:new", Name = word });
            return (one.ActionId, V1.ContentChangeKind.LeadChanged, "Supporting agencies");
        }),
        (content, at, word) => At(content.Actions, at, one =>
        {
            one.Milestones.Add(new V1.ContentMilestone { Title = word, DueOn = Dates[at % 3] });
            return (one.ActionId, V1.ContentChangeKind.MilestonesChanged, "");
        }),
        (content, at, _) => At(content.Actions, at, one =>
        {
            one.FindingIds.Add("another");
            return (one.ActionId, V1.ContentChangeKind.FindingsChanged, "");
        }),
        (content, at, _) => At(content.Actions, at, one =>
        {
            (one.Closed, var kind) = one.Closed.Length == 0
                ? ("Closed on 3 March 2027, not pursued: words", V1.ContentChangeKind.Closed)
                : ("", V1.ContentChangeKind.Reopened);
            return (one.ActionId, kind, "");
        }),
        (content, at, _) => At(content.Actions, at, one =>
        {
            one.QuickWin = !one.QuickWin;
            return (one.ActionId, V1.ContentChangeKind.Reworded, ContentChanges.QuickWin);
        }),
        (content, _, word) =>
        {
            content.Actions.Add(new V1.ContentAction { ActionId = "added", Reference = "A9", Title = word });
            return ("added", V1.ContentChangeKind.Added, "");
        },
        (content, at, _) => At(content.Actions, at, one =>
        {
            content.Actions.Remove(one);
            return (one.ActionId, V1.ContentChangeKind.Removed, "");
        }),
        (content, at, _) => At(content.Findings, at, one =>
        {
            content.Findings.Remove(one);
            return (one.FindingId, V1.ContentChangeKind.Removed, "");
        }),
    ];

    private static readonly Gen<V1.StatementContent> Contents =
        from title in Word()
        from sections in Parts(word => new V1.ContentSection { Heading = word, Text = word })
        from findings in Parts(word => new V1.ContentFinding { Reference = word, Text = word })
        from actions in Parts(word => new V1.ContentAction { Reference = word, Title = word, DueOn = Dates[0], OwnerId = word, Resources = word })
        select new V1.StatementContent
        {
            Title = title,
            Sections = { sections.Select((one, index) => With(one, () => one.SectionId = $"s{index}")) },
            Findings = { findings.Select((one, index) => With(one, () => one.FindingId = $"f{index}")) },
            Actions = { actions.Select((one, index) => With(one, () => one.ActionId = $"a{index}")) },
        };

    // Distinct ones, each at another record or another field, so that none undoes or hides another.
    private static readonly Gen<(int Edit, int At, string Word)[]> Edited = (
        from edit in Gen.Choose(0, Edits.Length - 1)
        from at in Gen.Choose(0, 5)
        from word in Word()
        select (edit, at, word)).ArrayOf().Select(edits => edits.Take(6).DistinctBy(edit => edit.edit).OrderBy(edit => edit.edit).ToArray());

    [Fact]
    public void Between_AContentAndRandomEditsOfIt_NamesEachOfThemAndNothingElse() => Prop.ForAll(
        Contents.ToArbitrary(),
        Edited.ToArbitrary(),
        (before, edits) =>
        {
            var after = before.Clone();
            var expected = new HashSet<(string, V1.ContentChangeKind, string)>();
            foreach (var (edit, at, word) in edits)
            {
                if (Edits[edit](after, at, word) is { } named)
                {
                    expected.Add(named);
                }
            }

            // Of what came or went, what else was edited about it is not told; and it is known by its name alone.
            var gone = expected.Where(one => one.Item2 == V1.ContentChangeKind.Removed).Select(one => one.Item1).ToHashSet();
            expected.RemoveWhere(one => gone.Contains(one.Item1) && one.Item2 != V1.ContentChangeKind.Removed);
            expected.RemoveWhere(one => one.Item1 == "added" && (gone.Contains("added") || one.Item2 != V1.ContentChangeKind.Added));
            var told = ContentChanges.Between(before, after).Select(Told).ToList();
            Assert.Equal(expected.Order(), told.Order());
            return before.Equals(after) == (told.Count == 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Between_TheSamePartsInAnotherOrder_SaysSo()
    {
        var before = new V1.StatementContent { Findings = { new V1.ContentFinding { FindingId = "one" }, new V1.ContentFinding { FindingId = "two" } } };
        var after = new V1.StatementContent { Findings = { before.Findings.Reverse() } };
        var change = Assert.Single(ContentChanges.Between(before, after));
        Assert.Equal((ContentChanges.Order, false), (change.Field, ContentChanges.IsEditorial(change)));
    }

    [Fact]
    public void Between_AnOwnerOrLeadWhoIsCalledOtherwise_IsAWordAndEditorial()
    {
        var before = new V1.StatementContent
        {
            Actions = { new V1.ContentAction { ActionId = "a", Owner = "Ada Moss, inspector", OwnerId = "1", Leads = { new V1.ContentName { Id = "agency:police", Name = "Moor Police" } } } },
        };
        var after = before.Clone();
        after.Actions[0].Owner = "Ada Moss, chief inspector";
        after.Actions[0].Leads[0].Name = "Moorland Police";
        Assert.All(ContentChanges.Between(before, after), change => Assert.True(ContentChanges.IsEditorial(change)));
        Assert.Equal(2, ContentChanges.Between(before, after).Count);
    }

    private static (string, V1.ContentChangeKind, string) Told(V1.ContentChange change) =>
        (change.SectionId + change.FindingId + change.ActionId, change.Kind, change.Field);

    private static Gen<string> Word() => Gen.Elements(Words);

    private static Gen<T[]> Parts<T>(Func<string, T> make) => Word().Select(make).ArrayOf().Select(parts => parts.Take(4).ToArray());

    private static T With<T>(T part, System.Action change)
    {
        change();
        return part;
    }

    private static (string, V1.ContentChangeKind, string)? Set(
        string was, string word, Action<string> set, string record, V1.ContentChangeKind kind, string field)
    {
        set(word);
        return was == word ? null : (record, kind, field);
    }

    private static (string, V1.ContentChangeKind, string)? At<T>(IList<T> parts, int at, Func<T, (string, V1.ContentChangeKind, string)?> edit) =>
        parts.Count == 0 ? null : edit(parts[at % parts.Count]);

    private static (string, V1.ContentChangeKind, string)? OfAction(
        V1.StatementContent content, int at, Func<V1.ContentAction, string> get, Action<V1.ContentAction, string> set, string word,
        V1.ContentChangeKind kind, string field) =>
        At(content.Actions, at, one => Set(get(one), word, to => set(one, to), one.ActionId, kind, field));
}
