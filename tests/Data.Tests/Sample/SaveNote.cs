using Grpc.Core;
using Jtai.Errors;
using Jtai.Sample.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Data.Tests.Sample;

public static class Policies
{
    public const string SaveNotes = nameof(SaveNotes);
}

/// <summary>The sample's one slice, as a service would write it.</summary>
public sealed class NotesGrpc(Database database, Pause pause) : Notes.NotesBase
{
    [Authorize(Policy = Policies.SaveNotes)]
    public override async Task<SaveNoteReply> SaveNote(SaveNoteRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var note = await database.QuerySingleOrDefaultAsync<Note>(
            write,
            "select id, version, text from note where tenant_id = @TenantId and id = @Id",
            new { write.TenantId, request.Id },
            context.CancellationToken);
        if ((note?.Version ?? 0) != request.ExpectedVersion)
        {
            throw note is null ? new NotFound("note") : new Conflict(note.Version);
        }

        await pause.AfterReadingAsync();
        var version = request.ExpectedVersion + 1;
        return await database.SaveAsync(
            write,
            new SaveNoteReply { Id = request.Id, Version = version },
            """
            with changed as (
              insert into note (tenant_id, id, version, text) values (@TenantId, @Id, @version, @Text)
              on conflict (tenant_id, id) do update set version = excluded.version, text = excluded.text
              where note.version = @ExpectedVersion
              returning 1)
            select require_changed(exists (select from changed));
            """,
            new { write.TenantId, request.Id, version, request.Text, request.ExpectedVersion },
            [new Change(request.Id, version, new NoteChanged { Text = request.Text })],
            context.CancellationToken);
    }

    private sealed record Note(string Id, long Version, string Text);
}

/// <summary>Lets a test hold calls between their read and their save.</summary>
public sealed class Pause
{
    public Func<Task> AfterReadingAsync { get; set; } = () => Task.CompletedTask;
}
