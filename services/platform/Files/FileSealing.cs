using System.Security.Cryptography;
using Dapper;
using Jtai.Field;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Jtai.Files;

/// <summary>Seals files that an import brings under a new key of their tenant, in the import's own transaction.</summary>
public sealed class FileSealing : IDisposable
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly MasterKeys masters;
    private readonly GridFsFileStore? mongo;

    /// <param name="configuration">The service's: where new files go, and the master key.</param>
    /// <param name="service">Its name.</param>
    public FileSealing(IConfiguration configuration, string service)
    {
        masters = new MasterKeys(configuration);
        if (configuration[FileStores.DefaultSetting] == GridFsFileStore.StoreName)
        {
            mongo = new GridFsFileStore(configuration[FileStores.MongoSetting] ?? "", service);
        }
    }

    public Guid KeyId { get; } = Guid.CreateVersion7();

    /// <summary>As <c>stored_file.store</c> has it.</summary>
    public string Store => mongo?.Name ?? PostgresFileStore.StoreName;

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(key);
        mongo?.Dispose();
    }

    /// <summary>Before the records of the files are there.</summary>
    public Task SaveKeyAsync(NpgsqlConnection connection, TenantId tenantId) => connection.ExecuteAsync(
        "insert into file_key (tenant_id, key_id, wrapped, master, made_at) values (@tenantId, @KeyId, @wrapped, @CurrentName, now())",
        new { tenantId, KeyId, wrapped = masters.Wrap(tenantId, KeyId, key), masters.CurrentName });

    /// <summary>Jobs for those that were not checked yet.</summary>
    public static Task AddJobsAsync(NpgsqlConnection connection, TenantId tenantId) => connection.ExecuteAsync(
        $"""
        insert into job (tenant_id, kind, job_id)
        select tenant_id, '{FileScanning.JobKind}', file_id from stored_file where tenant_id = @tenantId and state in ('Scanning', 'Reading')
        """,
        new { tenantId });

    /// <summary>The files that have bytes, each with its content's SHA-256.</summary>
    public static async Task<ILookup<string, StoredFile>> ReadAsync(NpgsqlConnection connection, TenantId tenantId) =>
        (await connection.QueryAsync<StoredFile>(
            $"select {StoredFiles.Columns} from stored_file where tenant_id = @tenantId and state <> 'Refused' order by file_id", new { tenantId }))
        .ToLookup(file => Convert.ToHexStringLower(file.Sha256 ?? []));

    /// <summary>Seals the same content for each of its files.</summary>
    /// <returns>False where it is longer or shorter than its record says.</returns>
    public async Task<bool> SealAsync(NpgsqlConnection connection, IReadOnlyCollection<StoredFile> files, Stream content, CancellationToken ct)
    {
        using var plain = new ChunkBuffer();
        using var chunk = new ChunkBuffer();
        var (number, size) = (0, 0L);
        while (await content.ReadAtLeastAsync(plain.Bytes[..SealedChunk.PlainBytes], SealedChunk.PlainBytes, throwOnEndOfStream: false, ct) is > 0 and var length)
        {
            foreach (var file in files)
            {
                var bytes = SealedChunk.Seal(key, file.TenantId, file.FileId, number, plain.Bytes.Span[..length], chunk);
                await AddAsync(connection, file, number, bytes, ct);
            }

            (number, size) = (number + 1, size + length);
        }

        if (mongo is not null)
        {
            foreach (var file in files)
            {
                await mongo.FinishAsync(file, ct);
            }
        }

        return files.All(file => file.Size == size);
    }

    private async Task AddAsync(NpgsqlConnection connection, StoredFile file, int number, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (mongo is not null)
        {
            await mongo.AddAsync(file.TenantId, file.FileId, number, bytes, ct);
            return;
        }

        await using var command = new NpgsqlCommand("insert into file_chunk (tenant_id, file_id, number, sealed) values ($1, $2, $3, $4)", connection)
        {
            Parameters = { new() { Value = file.TenantId.Value }, new() { Value = file.FileId }, new() { Value = number }, new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = bytes } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
