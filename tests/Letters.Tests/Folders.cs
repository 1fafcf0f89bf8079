namespace Jtai.LetterTests;

/// <summary>Where the repository and the material beside it are, found upwards from the test's own folder.</summary>
internal static class Folders
{
    public static string Repository { get; } = Find();

    public static string Shared => Path.Combine(Repository, "..", "shared");

    public static string RealLetters => Path.Combine(Shared, "letters");

    public static string FictionalLetters => Path.Combine(Repository, "tests", "Letters.Tests", "FictionalLetters");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "global.json")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No global.json above {AppContext.BaseDirectory}.");
    }
}
