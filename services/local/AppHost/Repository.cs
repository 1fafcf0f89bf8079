namespace Jtai.Local;

internal static class Repository
{
    /// <summary>The folder that holds JtaiPlatform.sln.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "JtaiPlatform.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("This program runs from the project's own build folder.");
    }
}
