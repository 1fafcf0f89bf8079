using System.Text.Json;

namespace Jtai.Local;

/// <summary>The people of the sign-in page, kept beside the data that they belong to.</summary>
internal static class DemoPeople
{
    public static IReadOnlyList<DemoPerson> Read(string dataDirectory) =>
        File.Exists(FileIn(dataDirectory)) ? JsonSerializer.Deserialize<DemoPerson[]>(File.ReadAllText(FileIn(dataDirectory))) ?? [] : [];

    public static void Write(string dataDirectory, IReadOnlyList<DemoPerson> people) =>
        File.WriteAllText(FileIn(dataDirectory), JsonSerializer.Serialize(people));

    private static string FileIn(string dataDirectory) => Path.Combine(dataDirectory, "people.json");
}
