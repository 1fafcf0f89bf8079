using System.Globalization;
using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>A page of a list that is read whole: the token is where it begins.</summary>
public sealed record ListPage(int Start, int Size)
{
    private const int Most = 100;
    private const int Usual = 25;

    public static ListPage Read(int size, string token, RequestCheck check, int most = Most, int usual = Usual)
    {
        check.That(size >= 0 && size <= most, "page_size", string.Create(CultureInfo.InvariantCulture, $"Ask for 1 to {most} at a time."));
        var start = 0;
        check.That(
            token.Length == 0 || (int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out start) && start > 0),
            "page_token",
            "Start again from the first page.");
        return new(start, size == 0 ? usual : size);
    }

    public IEnumerable<T> Of<T>(IEnumerable<T> all) => all.Skip(Start).Take(Size);

    /// <summary>Empty on the last page.</summary>
    public string Next(int total) => Start + Size < total ? (Start + Size).ToString(CultureInfo.InvariantCulture) : "";
}
