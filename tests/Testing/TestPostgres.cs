using System.Reflection;
using System.Security.Cryptography;
using Dapper;
using Jtai.Local;
using Jtai.Store;
using Jtai.Streams;
using Npgsql;

namespace Jtai.Testing;

/// <summary>
/// One real PostgreSQL for all tests of a run: the one whose superuser connection string is in
/// <c>JTAI_TEST_POSTGRES</c>, else a private one that ends with this process.
/// </summary>
public static class TestPostgres
{
    private const string Prefix = "jtai-test-postgres-";

    private static readonly Lazy<Task<string>> Superuser = new(StartAsync);

    /// <summary>A superuser's connection string to the database <c>postgres</c>.</summary>
    public static Task<string> SuperuserConnectionStringAsync() => Superuser.Value;

    /// <summary>A fresh database with roles of its own, not yet migrated. Tests of one run never share one.</summary>
    /// <param name="service">Start of its name, e.g. <c>partners</c>.</param>
    public static async Task<TestDatabase> CreateServiceDatabaseAsync(string service)
    {
        var superuser = await SuperuserConnectionStringAsync();
        var name = $"{service}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}";
        var database = await DatabaseSetup.ProvisionAsync(superuser, name, new RolePasswords("owner-of-test", "app-of-test", "relay-of-test"));
        return new TestDatabase(name, superuser, Small(database.Owner), Small(database.App), Small(database.Relay));
    }

    /// <summary>A fresh database with the platform's tables and the service's.</summary>
    public static async Task<TestDatabase> CreateMigratedDatabaseAsync(string service, Assembly scripts)
    {
        var database = await CreateServiceDatabaseAsync(service);
        await Migrations.RunAsync(database.Owner, scripts);
        return database;
    }

    // A hundred connections are all that the server has, and test classes run side by side.
    private static string Small(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 10, Timeout = 60 }.ConnectionString;

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("JTAI_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return given;
        }

        await DeleteLeftoversAsync();
        var directory = Directory.CreateTempSubdirectory(Prefix).FullName;
        var server = await PrivatePostgres.StartAsync(directory, durable: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            PrivatePostgres.DeleteAsync(directory).GetAwaiter().GetResult();
        };
        return server.SuperuserConnectionString("postgres");
    }

    // The runner ends a test process soon after its last test. The server ends with it; its files may be left to us.
    private static async Task DeleteLeftoversAsync()
    {
        var old = DateTime.UtcNow.AddMinutes(-2);
        foreach (var leftover in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories(Prefix + "*").Where(found => found.CreationTimeUtc < old))
        {
            try
            {
                await PrivatePostgres.DeleteAsync(leftover.FullName);
            }
            catch (Exception failure) when (failure is PrivatePostgresException or IOException or UnauthorizedAccessException)
            {
                // A living run uses it, or another run deletes it at this moment.
            }
        }
    }
}

/// <summary>One service's database in a test; it is dropped when disposed.</summary>
/// <param name="Name">Of the database, and prefix of its roles.</param>
/// <param name="Superuser">To the server's database <c>postgres</c>; row-level security does not bind it.</param>
/// <param name="Owner">Connection string of the migrations' role.</param>
/// <param name="App">Connection string of the application's role.</param>
/// <param name="Relay">Connection string of the relay's role.</param>
public sealed record TestDatabase(string Name, string Superuser, string Owner, string App, string Relay) : IAsyncDisposable
{
    /// <summary>A superuser's connection string to this database, to look at everything.</summary>
    public string Everything => new NpgsqlConnectionStringBuilder(Superuser) { Database = Name, MaxPoolSize = 10 }.ConnectionString;

    /// <summary>What everybody's rows say, as a superuser sees them.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null)
    {
        await using var connection = new NpgsqlConnection(Everything);
        return (await connection.QueryAsync<T>(sql, args)).AsList();
    }

    /// <summary>Changes anybody's rows, as a superuser.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ExecuteAsync(string sql, object? args = null)
    {
        await using var connection = new NpgsqlConnection(Everything);
        return await connection.ExecuteAsync(sql, args);
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(Superuser);
        string[] roles = [Name + "_owner", Name + "_app", Name + "_relay"];
        var statements = await connection.QueryAsync<string>(
            """
            select format('drop database if exists %I with (force)', @Name)
            union all
            select format('drop role if exists %I', role) from unnest(@roles) as old (role)
            """,
            new { Name, roles });
        foreach (var statement in statements)
        {
            await connection.ExecuteAsync(statement);
        }
    }
}
