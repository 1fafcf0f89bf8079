using Jtai.Store;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Data.Tests.Sample;

internal static class Databases
{
    /// <summary>The application's view of a test's database, without a service around it.</summary>
    internal static Database Open(TestDatabase database, int poolSize = 10)
    {
        var app = new NpgsqlConnectionStringBuilder(database.App) { MaxPoolSize = poolSize };
        return new(new ConnectionPool(app.ConnectionString, poolSize), new WakeUp(), TimeProvider.System);
    }
}
