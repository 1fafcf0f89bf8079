using System.Diagnostics;
using Dapper;
using Jtai.Errors;
using Jtai.Field;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Jtai.Store;

/// <summary>
/// A record that waits for work, held by this process. The number of the try, from 1, tells a late process by <c>end_job</c>
/// that the job is no longer its own. The traceparent is that of what it was added for; null where that is nobody's request.
/// </summary>
public sealed record Job(TenantId TenantId, string Kind, Guid JobId, int Tries, string? Traceparent);

/// <summary>
/// Does one kind of work from the table <c>job</c>, where a slice put it with <c>add_job</c>. Tenants take turns, each with one
/// job at a time over all replicas; the job of a process that died is taken up again, at most <see cref="MostTries"/> times.
/// </summary>
public abstract class JobRunner(Database database, ILogger logger) : BackgroundService
{
    /// <summary>A job whose work ended the process, or did not end, this often is given up.</summary>
    public const int MostTries = 3;

    // Finds what another replica added, or dropped.
    private static readonly TimeSpan RegularLook = TimeSpan.FromSeconds(5);
    private readonly WakeUp wake = new();
    private readonly SemaphoreSlim turn = new(1);
    private string lastTenant = "";

    protected abstract string Kind { get; }

    /// <summary>What one try may take; its job is held for ten seconds more.</summary>
    protected abstract TimeSpan TimeLimit { get; }

    /// <summary>Jobs that run at once in this process, each of another tenant; two or more.</summary>
    protected virtual int AtOnce => 2;

    /// <summary>The tenants whose jobs are to be done.</summary>
    protected abstract Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct);

    /// <summary>Does the work and saves what came of it, good or bad, in one transaction with <c>end_job</c>.</summary>
    protected abstract Task RunAsync(Job job, CancellationToken ct);

    /// <summary>Tells the person who waits that it broke off too often, in one transaction with <c>end_job</c>.</summary>
    protected abstract Task GiveUpAsync(Job job, CancellationToken ct);

    /// <summary>Says that a job was added.</summary>
    public void Wake() => wake.Wake();

    /// <summary>Takes the job whose tenant's turn it is; null where none waits.</summary>
    public async Task<Job?> TakeAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var job = await database.QuerySingleOrDefaultAsync<Job>(
                TenantScope.OfMany(await TenantsAsync(ct)),
                """
                update job set tries = tries + 1, held_until = now() + @Hold
                where (tenant_id, kind, job_id) = (
                  select tenant_id, kind, job_id from job
                  where kind = @Kind and (held_until < now() or held_until is null and coalesce(not_before < now(), true) and not exists (
                    select from job held
                    where held.tenant_id = job.tenant_id and held.kind = job.kind and held.held_until is not null))
                  order by tenant_id <= @lastTenant, tenant_id, added_at
                  for update skip locked
                  limit 1)
                returning tenant_id, kind, job_id, tries, traceparent
                """,
                new { Kind, lastTenant, Hold = TimeLimit + TimeSpan.FromSeconds(10) },
                ct);
            lastTenant = job?.TenantId.Value ?? lastTenant;
            return job;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another replica took a job of the same tenant in the same moment.
            return null;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Lays a job aside, since something that it needs is away: others of its tenant go before it, and this was no try.</summary>
    /// <exception cref="PostgresException">Another process has taken the job over; nothing was written.</exception>
    protected Task PostponeAsync(Job job, TimeSpan wait, string sql, object args, CancellationToken ct)
    {
        var parameters = new DynamicParameters(args);
        parameters.AddDynamicParams(new { job_tenant = job.TenantId, job_kind = job.Kind, job_id = job.JobId, job_try = job.Tries, job_wait = wait });
        return database.ExecuteAsync(
            TenantScope.Of(job.TenantId),
            """
            with postponed as (
              update job set held_until = null, tries = 0, not_before = now() + @job_wait
              where tenant_id = @job_tenant and kind = @job_kind and job_id = @job_id and tries = @job_try returning 1)
            select require_changed(exists (select from postponed));

            """ + sql,
            parameters,
            ct);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await TakeAsync(stopping) is { } job)
                {
                    Wake();
                    await DoAsync(job, stopping);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning("Jobs of the kind {Kind} wait for now: {Failure}", Kind, Failures.WithoutContent(failure));
            }

            await wake.WaitAsync(RegularLook, stopping);
        }
    }

    private async Task DoAsync(Job job, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(TimeLimit);
        using var activity = ActivityContext.TryParse(job.Traceparent, null, isRemote: true, out var origin)
            ? StoreTelemetry.Source.StartActivity($"do {Kind}", ActivityKind.Internal, origin)
            : null;
        activity?.SetTag("jtai.tenant", job.TenantId.Value).SetTag("jtai.job", job.JobId).SetTag("jtai.try", job.Tries);
        try
        {
            StoreTelemetry.JobsBegun.Add(1, new KeyValuePair<string, object?>("kind", Kind));
            await (job.Tries > MostTries ? GiveUpAsync(job, limit.Token) : RunAsync(job, limit.Token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await GiveBackAsync(job);
            throw;
        }
        catch (PostgresException lost) when (lost.SqlState == Database.StaleVersion)
        {
            logger.LogInformation("The job {Job} of the kind {Kind} was taken over by another process.", job.JobId, Kind);
        }
        catch (Exception failure)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            // It is tried again when its hold ends.
            logger.LogWarning("Try {Try} of the job {Job} of the kind {Kind} failed: {Failure}", job.Tries, job.JobId, Kind, Failures.WithoutContent(failure));
        }
    }

    // On an orderly stop another replica, or the next start, need not wait until the hold ends.
    private async Task GiveBackAsync(Job job)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await database.ExecuteAsync(
            TenantScope.Of(job.TenantId),
            "update job set held_until = null where tenant_id = @TenantId and kind = @Kind and job_id = @JobId and tries = @Tries",
            job,
            limit.Token);
    }

    public override void Dispose()
    {
        wake.Dispose();
        turn.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}
