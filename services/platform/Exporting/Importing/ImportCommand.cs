using System.Reflection;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Files;
using Jtai.Store;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Jtai.Exporting;

/// <summary>
/// The operator's <c>import-tenant FILE</c>: puts in what an export holds of this service, as the owner, in one transaction. In the
/// order reporting, actions, inspections, partners: with the last one the partnership comes to life.
/// </summary>
public static class ImportCommand
{
    /// <summary>Where the process was started with the argument <c>import-tenant</c>: does it.</summary>
    /// <returns>True where it did, and the process is to end.</returns>
    /// <exception cref="StartRefused">It cannot be imported here; nothing was saved.</exception>
    public static async Task<bool> RanAsync(string[] args, IConfiguration configuration, TenantTables tables, Assembly program)
    {
        if (args is not ["import-tenant", ..])
        {
            return false;
        }

        StartRefused.ExplainAtTheEnd("import-tenant");
        if (args is not [_, var file])
        {
            throw new StartRefused("Say which archive: import-tenant FILE.");
        }

        await ImportAsync(file, configuration, tables, program, Console.Out);
        return true;
    }

    internal static async Task ImportAsync(string file, IConfiguration configuration, TenantTables tables, Assembly program, TextWriter said)
    {
        var own = tables.ImportSettings?.Invoke(configuration);
        using var archive = await TenantArchive.OpenAsync(file);
        using var sealing = tables.Files is null ? null : new FileSealing(configuration, tables.Service);
        DapperTypes.Register();
        var settings = new NpgsqlConnectionStringBuilder(configuration.Required(DatabaseSettings.Owner))
        {
            Pooling = false, CommandTimeout = 0, GssEncryptionMode = GssEncryptionMode.Disable, IncludeErrorDetail = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await new TenantImport(archive, new TenantId(archive.Manifest.TenantId), tables, sealing, own, connection, said).RunAsync(program);
    }
}
