using Jtai.Sample.V1;
using Jtai.Streams;

namespace Jtai.Data.Tests.Sample;

/// <summary>Keeps copies of notes.</summary>
public sealed class OnNoteChanged(Poison poison) : IEventHandler<NoteChanged>
{
    public async Task ApplyAsync(EventContext context, NoteChanged state)
    {
        poison.Calls++;
        if (context.Erased)
        {
            await context.ExecuteAsync("delete from note_copy where tenant_id = @TenantId and id = @AggregateId", context);
            return;
        }

        await context.ExecuteAsync(
            """
            insert into note_copy (tenant_id, id, version, text) values (@TenantId, @AggregateId, @Version, @Text)
            on conflict (tenant_id, id) do update set version = excluded.version, text = excluded.text
            where note_copy.version < excluded.version
            """,
            new { context.TenantId, context.AggregateId, context.Version, state.Text });
        await poison.TakeAsync(context, state.Text);
    }
}

/// <summary>Keeps many copies in one statement.</summary>
public sealed class OnNotesChanged(Poison poison) : IRangeHandler<NoteChanged>
{
    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<NoteChanged>> received)
    {
        await context.ExecuteAsync(
            """
            insert into note_copy (tenant_id, id, version, text)
            select @TenantId, id, version, text from unnest(@ids, @versions, @texts) as note (id, version, text)
            on conflict (tenant_id, id) do update set version = excluded.version, text = excluded.text
            where note_copy.version < excluded.version
            """,
            new
            {
                context.TenantId,
                ids = received.Select(note => note.AggregateId).ToArray(),
                versions = received.Select(note => note.Version).ToArray(),
                texts = received.Select(note => note.State.Text).ToArray(),
            });
        foreach (var note in received)
        {
            await poison.TakeAsync(context, note.State.Text);
        }
    }
}

/// <summary>Texts that cannot be applied, after their row was written.</summary>
public sealed class Poison
{
    public int Calls { get; set; }

    public Func<EventContext, string, Task> TakeAsync { get; set; } = (context, text) => text switch
    {
        "poison" => throw new FormatException("secret of the message"),
        "poison for the database" => context.ExecuteAsync("select 1 / 0"),
        _ => Task.CompletedTask,
    };
}
