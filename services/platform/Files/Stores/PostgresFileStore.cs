using System.Data;
using Dapper;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Npgsql;

namespace Jtai.Files;

/// <summary>Chunks beside their record, under the same policies; they go with it.</summary>
public sealed class PostgresFileStore(Database database) : IFileStore
{
    public const string StoreName = "postgres";

    public string Name => StoreName;

    public async Task<bool> AddAsync(TenantId tenantId, Guid fileId, int number, ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        var parameters = new DynamicParameters(new { tenantId, fileId, number });
        parameters.Add("chunk", new Bytes(chunk));
        try
        {
            return await database.QuerySingleOrDefaultAsync<int?>(
                TenantScope.Of(tenantId),
                """
                insert into file_chunk (tenant_id, file_id, number, sealed) values (@tenantId, @fileId, @number, @chunk)
                on conflict do nothing returning number
                """,
                parameters,
                ct) is not null;
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // It was deleted while its bytes arrived.
            throw new NotFound("file");
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.DiskFull)
        {
            throw new Unavailable("There is no room for more files at the moment. What has arrived is kept; tell whoever runs the platform, and go on later.");
        }
    }

    public Task<int?> ReadAsync(TenantId tenantId, Guid fileId, int number, Memory<byte> buffer, CancellationToken ct) => database.ReadBytesAsync(
        TenantScope.Of(tenantId),
        "select sealed from file_chunk where tenant_id = @tenantId and file_id = @fileId and number = @number",
        new { tenantId, fileId, number },
        buffer,
        ct);

    public Task FinishAsync(StoredFile file, CancellationToken ct) => Task.CompletedTask;

    public Task DeleteAsync(TenantId tenantId, Guid fileId, DateTimeOffset? addedBefore, CancellationToken ct) => database.ExecuteAsync(
        TenantScope.Of(tenantId),
        "delete from file_chunk where tenant_id = @tenantId and file_id = @fileId and added_at < coalesce(@addedBefore, 'infinity'::timestamptz)",
        new { tenantId, fileId, addedBefore },
        ct);

    public Task<IReadOnlyList<Guid>> ListAsync(TenantId tenantId, Guid after, DateTimeOffset addedBefore, int most, CancellationToken ct) =>
        database.QueryAsync<Guid>(
            TenantScope.Of(tenantId),
            """
            select file_id from file_chunk
            where tenant_id = @tenantId and file_id > @after and number = 0 and added_at < @addedBefore
            order by file_id limit @most
            """,
            new { tenantId, after, addedBefore, most },
            ct);

    // Row-level security shows no tenant but those that are asked for.
    public Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<TenantId>>([]);

    // Dapper knows arrays alone, and would have a copy made of what is only a part of one.
    private sealed class Bytes(ReadOnlyMemory<byte> value) : SqlMapper.ICustomQueryParameter
    {
        public void AddParameter(IDbCommand command, string name) => command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>>(name, value));
    }
}
