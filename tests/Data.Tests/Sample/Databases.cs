using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Data.Tests.Sample;

internal static class Databases
{
    /// <summary>The application's view of a test's database, without a service around it.</summary>
    internal static Database Open(TestDatabase database) =>
        new(DatabaseRegistration.SourceOf(database.App, 10), new OutboxSignal(), TimeProvider.System);
}
