using System.Diagnostics;
using Xunit;

namespace Jtai.Testing;

public static class Eventually
{
    /// <summary>Returns once it is so; fails after a minute.</summary>
    /// <param name="isSo">Asked again and again.</param>
    /// <param name="what">What is awaited, in words.</param>
    public static async Task SoAsync(Func<Task<bool>> isSo, string what)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo();)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), $"Waited a minute in vain: {what}");
            await Task.Delay(20);
        }
    }
}
