namespace Jtai.Letters;

/// <summary>Faults and oddities of a letter, other than its deadline's.</summary>
internal static class LetterCheck
{
    public static IEnumerable<LetterWarning> Of(
        Opening opening, LetterFormat format, NextSteps steps, List<Block> blocks, LetterLists lists)
    {
        if (opening.Area is null)
        {
            yield return new(WarningCodes.AreaMissing, "The title names no area.");
        }

        if (opening.LetterDate is null)
        {
            yield return new(WarningCodes.LetterDateMissing, "No date stands at the head of the letter.");
        }

        if (opening.InspectionStart is null)
        {
            yield return new(WarningCodes.InspectionDatesMissing, "The letter does not give the days of the inspection.");
        }

        foreach (var warning in Statement(steps, format))
        {
            yield return warning;
        }

        if (lists.Priority is { Count: 0 })
        {
            yield return new(
                WarningCodes.PriorityActionsNone,
                "The letter has the heading for priority actions and says that there are none.");
        }

        if ((lists.Priority?.Count ?? 0) + (lists.Improvements?.Count ?? 0) == 0)
        {
            yield return new(WarningCodes.FindingsMissing, "No area for improvement or priority action could be read.");
        }

        if (lists.Strengths is null)
        {
            yield return new(WarningCodes.StrengthsMissing, "The letter has no heading for strengths.");
        }

        foreach (var warning in Lists(blocks, lists))
        {
            yield return warning;
        }
    }

    /// <summary>Headings of lists of which several items have words in columns.</summary>
    public static IEnumerable<string> ListsInColumns(List<Block> blocks) =>
        from block in blocks
        where ItemLists.IsList(block.Section) && block.HasColumns
        group block by block.Section into list
        where list.Count() > 1
        select blocks.Find(b => b.Opens == list.Key)!.Text;

    private static IEnumerable<LetterWarning> Statement(NextSteps steps, LetterFormat format)
    {
        if (steps.PreparedBy is null)
        {
            yield return new(WarningCodes.PreparerMissing, "The letter does not say who prepares the statement of action.");
        }

        if (format == LetterFormat.New && !steps.NamesPrincipalAuthority)
        {
            yield return new(
                WarningCodes.PrincipalAuthorityMissing, "The letter names no principal authority in so many words.");
        }

        if (steps.SentBy is null)
        {
            yield return new(WarningCodes.SenderMissing, "The letter does not say who sends the statement of action.");
        }

        if (steps.SentTo is null)
        {
            yield return new(WarningCodes.AddressMissing, "The letter gives no address to send the statement of action to.");
        }
    }

    private static IEnumerable<LetterWarning> Lists(List<Block> blocks, LetterLists lists)
    {
        (Section, List<LetterItem>?)[] each =
            [(Section.Priority, lists.Priority), (Section.Improvements, lists.Improvements), (Section.Strengths, lists.Strengths)];
        foreach (var (section, items) in each)
        {
            if (items is not { Count: > 0 })
            {
                continue;
            }

            var heading = blocks.Find(b => b.Opens == section)!.Text;
            var startsWithArea = heading.StartsWith("Area", StringComparison.OrdinalIgnoreCase);
            if (startsWithArea && Headings.IsSingular(heading) != (items.Count == 1))
            {
                yield return new(
                    WarningCodes.HeadingNumber, $"The heading \"{heading}\" stands over {items.Count} {(items.Count == 1 ? "item" : "items")}.");
            }

            if (!blocks.Exists(b => b.Section == section && b.Bullet is not null))
            {
                yield return new(
                    WarningCodes.ListWithoutBullets, $"The list under \"{heading}\" has no bullets; each paragraph was taken as an item.");
            }
        }
    }
}
