using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>
/// Mails a statement of action that its sender has sent: the frozen files, to the address that was recorded. Three tries within four
/// minutes, since the sender waits and has a deadline; then it is theirs to send it again, or from their own mailbox.
/// </summary>
public sealed class StatementMailing(
    Database database,
    SendingOutcomes outcomes,
    Partners.V1.Settings.SettingsClient partners,
    ILogger<StatementMailing> logger,
    IMailTransport? transport = null) : JobRunner(database, logger)
{
    /// <summary>In the statement that saves sendings: those that are queued get their job.</summary>
    public const string Enqueue =
        """
        ;
        insert into job (tenant_id, kind, job_id)
        select tenant_id, 'statement-mailing', sending_id from statement_sending where tenant_id = @TenantId and state = 1
        on conflict do nothing
        """;

    private const string Mailing = "statement-mailing";
    private const string NoFiles =
        "The platform is not set up to mail files. Send the statement from your own mailbox, and record that you did.";
    private const string BrokenOff =
        "The mail server did not answer in time. Send it again, or send it from your own mailbox and record that you did.";

    private readonly Database database = database;

    protected override string Kind => Mailing;

    protected override TimeSpan TimeLimit => TimeSpan.FromMinutes(1);

    protected override Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) =>
        database.QueryAsync<TenantId>(TenantScope.OfMany([]), "select partnership_id from known_partnership", null, ct);

    protected override async Task RunAsync(Job job, CancellationToken ct)
    {
        if (transport is not { TakesFiles: true })
        {
            await outcomes.SettleAsync(job, NoFiles, ct);
            return;
        }

        var (sending, files) = await ReadAsync(job, ct);
        if (sending is null)
        {
            await outcomes.SettleAsync(job, failure: null, ct);
            return;
        }

        var mail = await MailOfAsync(job, sending, files, ct);
        try
        {
            await transport.SendAsync(mail, ct);
        }
        catch (MailFailed failure) when (job.Tries >= MostTries)
        {
            await outcomes.SettleAsync(job, failure.Message + " Send it again, or send it from your own mailbox and record that you did.", ct);
            return;
        }

        await outcomes.SettleAsync(job, failure: null, ct);
    }

    protected override Task GiveUpAsync(Job job, CancellationToken ct) => outcomes.SettleAsync(job, BrokenOff, ct);

    private Task<(Queued? Sending, IReadOnlyList<MailFile> Files)> ReadAsync(Job job, CancellationToken ct) => database.QueryMultipleAsync(
        TenantScope.Of(job.TenantId),
        """
        select sending.person_id, sending.sent_by, sending.sent_to, partnership.name as partnership, inspection.theme, inspection.letter_dated
        from statement_sending sending join statement using (tenant_id, statement_id) join inspection using (tenant_id, inspection_id)
        join partnership using (tenant_id)
        where tenant_id = @TenantId and sending_id = @JobId and sending.state = 1;
        select case file.sha256 when word_sha256 then 'Statement of action.docx' else 'Statement of action.html' end as name, media_type, content
        from statement_sending sending join statement_file file using (tenant_id, statement_id)
        where tenant_id = @TenantId and sending_id = @JobId and file.sha256 in (word_sha256, html_sha256)
        order by name
        """,
        job,
        async results => (
            await results.ReadSingleOrDefaultAsync<Queued>(),
            (IReadOnlyList<MailFile>)[.. await results.ReadAsync<MailFile>()]),
        ct);

    /// <summary>Answers go to whoever sent it, whose address is asked for now and kept nowhere.</summary>
    private async Task<Mail> MailOfAsync(Job job, Queued sending, IReadOnlyList<MailFile> files, CancellationToken ct)
    {
        var sender = await partners.ListContactsAsync(
            new ListContactsRequest { PartnershipId = job.TenantId, PersonIds = { sending.PersonId.ToString() } }, cancellationToken: ct);
        var dated = sending.LetterDated is { } day ? $" of {day.InWords()}" : "";
        return new Mail(
            job.JobId,
            sending.SentTo,
            $"Statement of action: {sending.Partnership}, {sending.Theme}",
            $"""
            Please find attached the written statement of action of {sending.Partnership}, in answer to the letter{dated} about: {sending.Theme}.

            It is attached twice, as a Word document and as a page (HTML). Both say the same.

            Sent for the partnership by {sending.SentBy}.
            """)
        {
            Files = files,
            ReplyTo = sender.Contacts.Select(contact => contact.Email).FirstOrDefault(email => email.Length > 0),
        };
    }

    private sealed record Queued
    {
        public Guid PersonId { get; init; }
        public string SentBy { get; init; } = "";
        public string SentTo { get; init; } = "";
        public string Partnership { get; init; } = "";
        public string Theme { get; init; } = "";
        public DateOnly? LetterDated { get; init; }
    }
}
