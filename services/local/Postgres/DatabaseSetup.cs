using Npgsql;

namespace Jtai.Local;

/// <summary>Passwords of a service's three database roles.</summary>
public sealed record RolePasswords(string Owner, string App, string Relay);

/// <summary>How to reach one service's database in each of its three roles.</summary>
/// <param name="Owner">Migrations and dumps alone.</param>
/// <param name="App">What requests and handlers run as: owns nothing, bypasses nothing.</param>
/// <param name="Relay">Reads and numbers the outbox of all tenants, and sees nothing else.</param>
public sealed record ServiceDatabase(string Owner, string App, string Relay);

/// <summary>
/// Makes a service's database and roles on one machine and in tests. In a cluster the operator does the same once, by the
/// means of the place: roles <c>{service}_owner</c>, <c>{service}_app</c>, <c>{service}_relay</c> (login, no other
/// attribute), a database <c>{service}</c> that the first owns, and CONNECT for these three alone.
/// </summary>
public static class DatabaseSetup
{
    private const string Statements =
        """
        select format('create role %I', role)
        from unnest(@roles) as wanted (role) where not exists (select from pg_roles where rolname = role)
        union all
        select format('alter role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password %L', role, password)
        from unnest(@roles, @passwords) as wanted (role, password)
        union all
        select format('alter role %I set idle_in_transaction_session_timeout = %L', role, '10s')
        from unnest(@roles[2:]) as wanted (role)
        union all
        select format('alter role %I set statement_timeout = %L', role, '30s') from unnest(@roles[2:]) as wanted (role)
        union all
        select format('create database %I owner %I', @service, @roles[1])
        where not exists (select from pg_database where datname = @service)
        union all
        select format('revoke all on database %I from public', @service)
        union all
        select format('grant connect on database %I to %I', @service, role) from unnest(@roles[2:]) as wanted (role)
        """;

    /// <summary>Makes what is missing and sets the passwords; running it again changes nothing else.</summary>
    /// <param name="superuserConnectionString">A superuser's, to any database of the server.</param>
    /// <param name="service">Name of the database and prefix of the roles: lower case letters, digits and underscores.</param>
    /// <param name="passwords">Of the three roles.</param>
    /// <param name="ct">Gives up between two statements.</param>
    public static async Task<ServiceDatabase> ProvisionAsync(
        string superuserConnectionString, string service, RolePasswords passwords, CancellationToken ct = default)
    {
        string[] roles = [service + "_owner", service + "_app", service + "_relay"];
        string[] secrets = [passwords.Owner, passwords.App, passwords.Relay];
        await using var source = NpgsqlDataSource.Create(superuserConnectionString);
        var statements = new List<string>();
        await using (var missing = source.CreateCommand(Statements))
        {
            missing.Parameters.AddWithValue("service", service);
            missing.Parameters.AddWithValue("roles", roles);
            missing.Parameters.AddWithValue("passwords", secrets);
            await using var found = await missing.ExecuteReaderAsync(ct);
            while (await found.ReadAsync(ct))
            {
                statements.Add(found.GetString(0));
            }
        }

        foreach (var statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(ct);
        }

        return new ServiceDatabase(As(0), As(1), As(2));

        string As(int role) => new NpgsqlConnectionStringBuilder(superuserConnectionString)
        {
            Database = service,
            Username = roles[role],
            Password = secrets[role],
        }.ConnectionString;
    }
}
