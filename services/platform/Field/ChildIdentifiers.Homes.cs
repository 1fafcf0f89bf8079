using System.Text.RegularExpressions;

namespace Jtai.Field;

// Home postcodes. A postcode alone is taken for a home's.
public static partial class ChildIdentifiers
{
    // Characters of an address around its postcode.
    private const int Before = 140;
    private const int After = 60;

    private static bool HasHomePostcode(string text, int from)
    {
        foreach (var match in Postcode().EnumerateMatches(text, from))
        {
            var start = Math.Max(0, match.Index - Before);
            var before = text.AsSpan(start, match.Index - start);
            var after = text.AsSpan(match.Index + match.Length);
            if (Home().IsMatch(before) || !(Organisation().IsMatch(before) || OfficeLine().IsMatch(after[..Math.Min(After, after.Length)])))
            {
                return true;
            }
        }

        return false;
    }

    private const string Areas =
        "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY|GL|GU|GY|HA|HD|HG|HP|HR"
        + "|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM"
        + "|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE";

    private const string District = "[0-9](?:[0-9]|[A-HJKMNP-Y])?";

    // In capitals, or in small letters with a space; those of one letter in capitals, as "s2 3rd" is none.
    [GeneratedRegex(
        $@"\b(?:(?:{Areas}|[BEGLMNSW]){District} ?[0-9][ABD-HJLNP-UW-Z]{{2}}|(?i:(?:{Areas}){District}) [0-9][abd-hjlnp-uw-z]{{2}})\b",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Postcode();

    [GeneratedRegex(
        @"\b(?:lives?|living|lived|resid(?:es|ed|ing|ent)|home|moved|stays|staying|placed|placement|child's|family's|his|her|their|mother|father|flat)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Home();

    [GeneratedRegex(
        @"\b(?:council|(?:county|town|city|shire|guild)\s?hall|civic|headquarters|hq|offices?|police|constabulary|trust|hospital|infirmary|school|academy|college"
        + @"|university|nursery|surgery|clinic|medical|health|centre|court|board|ofsted|store\sstreet|po\sbox|charity|partnership|department|registered)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Organisation();

    // What a letterhead goes on with.
    [GeneratedRegex(
        @"www\.|\.(?:gov|nhs|police|org|ac|sch)\b|\b(?:tel|telephone|textphone|t:|enquiries|switchboard|dx)\b|\bt:",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OfficeLine();
}
