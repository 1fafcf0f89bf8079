using System.Text;

namespace Jtai.Inspections.Tests;

/// <summary>Files made to cost the reader more than a letter may.</summary>
internal static class HostileLetter
{
    private const int Forms = 9;

    /// <summary>Forms that draw one another ten times each: a kilobyte or two, and ten thousand million drawings.</summary>
    internal static byte[] NestedForms { get; } = Encoding.Latin1.GetBytes(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        + "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 10 0 R >> >> >>\nendobj\n"
        + "4 0 obj\n<< /Length 5 >>\nstream\n/X Do\nendstream\nendobj\n"
        + string.Concat(Enumerable.Range(10, Forms).Select(Form))
        + "trailer\n<< /Root 1 0 R >>\n%%EOF\n");

    private static string Form(int number)
    {
        var draws = string.Concat(Enumerable.Repeat("/X Do ", 10));
        return $"{number} 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length {draws.Length} "
            + $"/Resources << /XObject << /X {number + 1} 0 R >> >> >>\nstream\n{draws}\nendstream\nendobj\n";
    }
}
