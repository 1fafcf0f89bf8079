namespace Jtai.LetterTests;

/// <summary>
/// The real letters are not part of the repository. Without them the tests on them are skipped and say so; in CI
/// (<c>CI=true</c>) they run all the same and fail, because there a skip would hide that nothing was proven.
/// </summary>
internal static class RealLetters
{
    public static string? WhySkipped =>
        File.Exists(Path.Combine(Folders.RealLetters, "expected.json")) || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : "The real letters (../shared/letters) are not here.";
}

/// <summary>A fact about the real letters; see <see cref="RealLetters"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealLettersFactAttribute : FactAttribute
{
    public RealLettersFactAttribute() => Skip = RealLetters.WhySkipped;
}

/// <summary>A theory over the real letters; see <see cref="RealLetters"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealLettersTheoryAttribute : TheoryAttribute
{
    public RealLettersTheoryAttribute() => Skip = RealLetters.WhySkipped;
}
