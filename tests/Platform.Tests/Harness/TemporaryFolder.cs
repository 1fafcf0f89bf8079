namespace Jtai.Platform.Tests.Harness;

/// <summary>A folder for one run, gone with it. The database server's own user can pass through it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("jtai-platform-").FullName;

    public TemporaryFolder() => File.SetUnixFileMode(
        Path, File.GetUnixFileMode(Path) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);

    public string Sub(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
