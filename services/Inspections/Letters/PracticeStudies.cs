namespace Jtai.Letters;

/// <summary>The boxes headed "Case study" or "Practice study".</summary>
internal static class PracticeStudies
{
    public static List<PracticeStudy> Read(List<Block> blocks)
    {
        var studies = new List<PracticeStudy>();
        var listAbove = Section.Other;
        for (var i = 0; i < blocks.Count; i++)
        {
            var title = blocks[i];
            if (title.Opens is { } opens && opens != Section.Study)
            {
                listAbove = opens;
            }

            if (title.Opens != Section.Study)
            {
                continue;
            }

            var text = blocks.Skip(i + 1).TakeWhile(b => b.Opens is null && b.Section == Section.Study).Select(b => b.Text);
            studies.Add(new(title.Text, KindOf(title.Text, listAbove), string.Join('\n', text), title.First.Page));
        }

        return studies;
    }

    // A heading that does not say takes its kind from the list that the box stands in.
    private static PracticeStudyKind KindOf(string title, Section listAbove)
    {
        if (Says(title, "improvement") || Says(title, "priority action"))
        {
            return PracticeStudyKind.Improvement;
        }

        return !Says(title, "effective") && !Says(title, "good") && listAbove is Section.Improvements or Section.Priority
            ? PracticeStudyKind.Improvement
            : PracticeStudyKind.Effective;
    }

    private static bool Says(string title, string word) => title.Contains(word, StringComparison.OrdinalIgnoreCase);
}
