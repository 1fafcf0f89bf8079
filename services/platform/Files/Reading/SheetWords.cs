using System.Globalization;
using System.Xml;

namespace Jtai.Files;

/// <summary>
/// What the cells of one workbook refer to: texts that they share, and which of their styles make a number a date. Rows are searched as
/// they stand, since "Name" beside "Age" says what neither says alone.
/// </summary>
internal sealed class SheetWords
{
    private const string Texts = "xl/sharedStrings.xml";
    private const string Styles = "xl/styles.xml";

    // Held for the time of the reading: 2 MB, and their places. What is beyond is searched by itself.
    private const int MostCharacters = 1_000_000;
    private const int MostTexts = 100_000;
    private const int MostStyles = 10_000;
    private const int LongestNumber = 400;

    private readonly StringBuilderOfTexts texts = new();
    private readonly HashSet<int> dateFormats = [.. Enumerable.Range(14, 4), 22, .. Enumerable.Range(27, 10), .. Enumerable.Range(50, 9)];
    private readonly List<bool> isDate = [];

    public static bool Holds(string part) => part is Texts or Styles;

    /// <summary>For one part of any document; what stands in cells goes to the search as it reads there, all else as it is.</summary>
    public PartReader Reader(string part, TextSearch search) => new(this, part, search);

    internal sealed class PartReader(SheetWords words, string part, TextSearch search)
    {
        private readonly bool isSheet = part.StartsWith("xl/worksheets/", StringComparison.Ordinal);
        private readonly System.Text.StringBuilder value = new();
        private string type = "";
        private int style = -1;
        private bool isValue;
        private bool isFormula;
        private bool isInStyles;

        public void Begin(XmlReader reader)
        {
            switch (reader.LocalName)
            {
                case "c" when isSheet:
                    (type, style) = (reader.GetAttribute("t") ?? "", Number(reader.GetAttribute("s")));
                    break;
                case "v" when isSheet:
                    isValue = true;
                    break;
                case "f" when isSheet:
                    isFormula = !reader.IsEmptyElement;
                    break;
                case "si" when part == Texts:
                    words.texts.Begin();
                    break;
                case "numFmt" when part == Styles && IsDateFormat(reader.GetAttribute("formatCode") ?? "") && words.dateFormats.Count < MostStyles:
                    words.dateFormats.Add(Number(reader.GetAttribute("numFmtId")));
                    break;
                case "cellXfs" when part == Styles:
                    isInStyles = true;
                    break;
                case "xf" when isInStyles && words.isDate.Count < MostStyles:
                    words.isDate.Add(words.dateFormats.Contains(Number(reader.GetAttribute("numFmtId"))));
                    break;
            }
        }

        public void Add(ReadOnlySpan<char> text)
        {
            if (isValue && value.Length < LongestNumber)
            {
                value.Append(text[..Math.Min(text.Length, LongestNumber)]);
            }
            else if (part == Texts && words.texts.TryAdd(text))
            {
            }
            else if (!isFormula && !isValue)
            {
                search.Add(text);
            }
        }

        public void End(string element)
        {
            switch (element)
            {
                case "v" when isSheet:
                    isValue = false;
                    AddValue();
                    value.Clear();
                    break;
                case "f":
                    isFormula = false;
                    break;
                case "cellXfs":
                    isInStyles = false;
                    break;
            }
        }

        private void AddValue()
        {
            var text = value.ToString();
            search.Add(type == "s" && words.texts.At(Number(text)) is { } shared ? shared
                : type is "" or "n" && style >= 0 && style < words.isDate.Count && words.isDate[style] && Day(text) is { } day ? day
                : type == "s" ? ""
                : text);
        }
    }

    // "dd/mm/yyyy" and its like; what stands in quotes or brackets is no part of a date.
    private static bool IsDateFormat(string code) =>
        code.Contains('y', StringComparison.OrdinalIgnoreCase) && code.Contains('m', StringComparison.OrdinalIgnoreCase);

    // Days since 1900, as Excel counts them.
    private static string? Day(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 2_958_466
            ? DateTime.FromOADate(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>Texts one after another in one place.</summary>
    private sealed class StringBuilderOfTexts
    {
        private readonly System.Text.StringBuilder all = new();
        private readonly List<int> starts = [];

        public void Begin()
        {
            if (starts.Count <= MostTexts)
            {
                starts.Add(all.Length);
            }
        }

        public bool TryAdd(ReadOnlySpan<char> text)
        {
            var isHeld = starts.Count <= MostTexts && all.Length + text.Length <= MostCharacters;
            if (isHeld)
            {
                all.Append(text);
            }

            return isHeld;
        }

        public string? At(int number) => number < 0 || number >= starts.Count ? null
            : all.ToString(starts[number], (number + 1 < starts.Count ? starts[number + 1] : all.Length) - starts[number]);
    }
}
