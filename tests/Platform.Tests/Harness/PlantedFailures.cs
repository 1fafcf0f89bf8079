using Google.Protobuf;
using Jtai.Actions.V1;
using Npgsql;

namespace Jtai.Platform.Tests.Harness;

/// <summary>What no caller can cause: rows of the services' own databases that cannot be read or applied.</summary>
internal sealed class PlantedFailures(RunningPlatform platform, string tenantId)
{
    /// <summary>Two events of Actions with the words in them: one that no database takes, and one that is no message at all.</summary>
    public async Task PublishWhatCannotBeAppliedAsync(string words)
    {
        var action = new ActionChanged { Action = new() { ActionId = Guid.NewGuid().ToString(), PlanId = Guid.NewGuid().ToString(), Title = words + '\0' } };
        await PublishAsync(action.Action.ActionId, action.ToByteArray());
        await PublishAsync(Guid.NewGuid().ToString(), ByteString.CopyFromUtf8(words).ToByteArray());
    }

    /// <summary>A grant of sharing whose capacities are the words: who lists the partnership's grants fails over them.</summary>
    public Task KeepWhatCannotBeReadAsync(string words) =>
        ExecuteAsync("Partners", "update sharing_grant set capacities = array[@words] where tenant_id = @tenant", ("words", words));

    /// <summary>An event in Reporting's quarantine, as if the failure had been kept with its message.</summary>
    public Task QuarantineAsync(string failure) => ExecuteAsync(
        "Reporting",
        """
        insert into quarantine (tenant_id, publisher, type, aggregate_id, version, event, failure, quarantined_at)
        values (@tenant, 'actions', 'jtai.actions.v1.ActionChanged', 'planted', 1, '', @failure, now())
        """,
        ("failure", failure));

    /// <summary>How many of the tenant's events Reporting has given up.</summary>
    public async Task<long> QuarantinedAsync()
    {
        await using var connection = await OpenAsync("Reporting");
        await using var command = new NpgsqlCommand("select count(*) from quarantine where tenant_id = @tenant", connection) { Parameters = { new("tenant", tenantId) } };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Others use the platform after this.</summary>
    public Task EmptyQuarantineAsync() => ExecuteAsync("Reporting", "delete from quarantine where tenant_id = @tenant");

    private Task PublishAsync(string actionId, byte[] state) => ExecuteAsync(
        "Actions",
        """
        insert into outbox (tenant_id, type, aggregate_id, version, recorded_at, state, erased)
        values (@tenant, 'jtai.actions.v1.ActionChanged', @actionId, 1, now(), @state, false)
        """,
        ("actionId", actionId), ("state", state));

    private async Task ExecuteAsync(string service, string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await OpenAsync(service);
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new("tenant", tenantId) } };
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync(string service)
    {
        var connection = new NpgsqlConnection(platform.SettingOf(service, "ConnectionStrings__App"));
        await connection.OpenAsync();
        await using var scope = new NpgsqlCommand("select set_config('app.tenants', @tenants, false)", connection) { Parameters = { new("tenants", $"{{{tenantId}}}") } };
        await scope.ExecuteNonQueryAsync();
        return connection;
    }
}
