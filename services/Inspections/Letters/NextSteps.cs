using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>What the letter says about the statement of action: who prepares it, who sends it, where to and by when.</summary>
internal sealed partial record NextSteps(
    string? PreparedBy, string? SentBy, string? SentTo, Deadline? Due, bool NamesPrincipalAuthority)
{
    private const int LongestSubject = 600;

    private static readonly string[] Duties = [" should ", " must ", " will ", " is required to ", " is asked to ", " needs to "];

    /// <param name="blocks">The letter.</param>
    /// <param name="letterDate">Gives a deadline without a year its year.</param>
    public static NextSteps Read(List<Block> blocks, DateOnly? letterDate)
    {
        var steps = blocks.Where(b => b is { Section: Section.NextSteps, IsHeading: false }).Select(b => MailAddress.Mend(b.Text)).ToList();
        if (!steps.Exists(t => Says(t, "statement")))
        {
            steps = [.. blocks.Where(b => !b.IsHeading).Select(b => b.Text).Where(t => Says(t, "written statement") || Says(t, "statement of action")).Select(MailAddress.Mend)];
        }

        var sentences = steps.SelectMany(t => SentenceEnd().Split(t))
            .Where(s => Says(s, "statement") || Says(s, "principal authority") || s.Contains('@')).ToList();
        var sending = sentences.Find(s => MailAddress.In(s) is not null) ?? sentences.Find(s => Sending().IsMatch(s));
        var preparedBy = sentences.Select(PreparerIn).FirstOrDefault(p => p is not null);
        var due = sending is null ? null : Deadline.In(sending, letterDate);
        due ??= sentences.Where(s => Sending().IsMatch(s) || s.Contains('@')).Select(s => Deadline.In(s, letterDate)).FirstOrDefault(d => d is not null);
        return new(
            preparedBy,
            sending is null ? null : SenderIn(sending, preparedBy),
            sending is null ? null : MailAddress.In(sending),
            due,
            steps.Exists(t => Says(t, "principal authority")));
    }

    private static string? PreparerIn(string sentence)
    {
        var before = Before(sentence, " is the principal authority") ?? Before(sentence, " will be the principal authority");
        if (before is null && sentence.IndexOf("principal authority is ", StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            before = SubjectOf(sentence[(at + "principal authority is ".Length)..]) ?? Head(sentence[(at + "principal authority is ".Length)..]);
        }

        if (before is null && Preparing().IsMatch(sentence))
        {
            before = Before(sentence, ", as the principal authority") ?? Before(sentence, ", as principal authority") ?? SubjectOf(sentence);
        }

        return before is null ? null : Tidy(before);
    }

    private static string? SenderIn(string sentence, string? preparedBy)
    {
        var passive = SentBySomeone().Match(sentence);
        if (passive.Success)
        {
            return Tidy(passive.Groups[1].Value);
        }

        if (PassiveSending().IsMatch(sentence) || SubjectOf(sentence) is not { } subject)
        {
            return null;
        }

        subject = Tidy(subject);
        return Pronoun().IsMatch(subject) ? preparedBy : subject;
    }

    private static string? SubjectOf(string sentence)
    {
        var ends = Duties.Select(d => sentence.IndexOf(d, StringComparison.Ordinal)).Where(at => at > 0).ToList();
        return ends.Count == 0 || ends.Min() > LongestSubject ? null : sentence[..ends.Min()];
    }

    private static string? Before(string sentence, string mark) =>
        sentence.IndexOf(mark, StringComparison.OrdinalIgnoreCase) is > 0 and var at && at <= LongestSubject ? sentence[..at] : null;

    // "We have determined that the chair (with accountabilities delegated by …)" is the chair.
    private static string Tidy(string subject)
    {
        var at = subject.LastIndexOf("ed that ", StringComparison.Ordinal);
        if (at >= 0)
        {
            subject = subject[(at + "ed that ".Length)..];
        }

        subject = Adverbial().Replace(subject, "");
        subject = Aside().Replace(subject, "").Trim(' ', ',', '.');
        return subject.EndsWith(" and", StringComparison.Ordinal) ? subject[..^4] : subject;
    }

    private static string Head(string text) => text[..Math.Min(text.Length, LongestSubject)];

    private static bool Says(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<=[.?!])\s+(?=[\p{Lu}‘“])", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\b(?:send|sent|submit|submitted|return|returned|provide|provided|due|deadline|received|reach)\b", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Sending();

    [GeneratedRegex(@"\b(?:be|is)\s+(?:sent|submitted|returned|provided)\b", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex PassiveSending();

    [GeneratedRegex(@"\b(?:sent|submitted|returned|provided)\s+by\s+((?!\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[^@]{3,200}?)(?=\s+(?:to|by|no\s+later|before)\s|[.,]|$)", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex SentBySomeone();

    [GeneratedRegex(@"\b(?:prepare|preparation|produce|develop|draft|write|coordinate|co-ordinate|lead|make)\b.{0,80}\bstatement\b", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Preparing();

    // "Following our letter of 12 February 2026, …"
    [GeneratedRegex(@"^(?:Following|Further\s+to|After|Having|Once|When|As|In|On|By|Within|To|For|Please\s+note\s+that)\b[^,]{1,200},\s+(?=(?:the|The)\s|\p{Lu})", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Adverbial();

    [GeneratedRegex(@"\s*\((?=[^)]*\s)[^)]{25,}\)", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex Aside();

    [GeneratedRegex(@"^(?:it|they|this|these|which|who)$", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex Pronoun();
}
