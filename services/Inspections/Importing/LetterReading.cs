using Jtai.Errors;
using Jtai.Inspections.V1;
using Jtai.Letters;

namespace Jtai.Inspections;

/// <summary>Reads the letters that were handed in, one after the other, step by step.</summary>
public sealed class LetterReading(LetterJobs jobs, LetterReadingSignal signal, ILogger<LetterReading> logger) : BackgroundService
{
    // Finds what another replica handed in, or dropped.
    private static readonly TimeSpan RegularLook = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await jobs.TakeAsync(stoppingToken) is { } job)
                {
                    await RunAsync(job, stoppingToken);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning("Letters could not be read for now: {Failure}", Failures.WithoutContent(failure));
            }

            await signal.WaitAsync(RegularLook, stoppingToken);
        }
    }

    private async Task RunAsync(LetterJob job, CancellationToken stopping)
    {
        if (job.Tries > LetterJobs.MostTries)
        {
            await FailAsync(
                job, "Reading this letter broke off several times. Save it as a new PDF, or as text, and import that.", stopping);
            return;
        }

        try
        {
            var file = await jobs.FileAsync(job, stopping);
            await jobs.SaveAsync(job, LetterImportState.Reading, step: 2, null, "", stopping);
            var (letter, fault) = await ReadAsync(job, file, stopping);
            if (letter is null)
            {
                await FailAsync(job, fault, stopping);
                return;
            }

            await jobs.SaveAsync(job, LetterImportState.Reading, LetterImport.AllSteps, null, "", stopping);
            var reading = ReadLetter.ToReading(letter, job.ReceivedOn);
            await jobs.SaveAsync(job, LetterImportState.ReadyForReview, LetterImport.AllSteps, reading, "", stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await GiveBackAsync(job);
            throw;
        }
    }

    private async Task<(Letters.Letter? Letter, string Fault)> ReadAsync(LetterJob job, byte[] file, CancellationToken stopping)
    {
        try
        {
            return (await LetterReader.ReadAsync(file, stopping), "");
        }
        catch (Exception failure) when (failure is NotALetterException or UnreadableLetterException)
        {
            return (null, failure.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError("The reader failed on import {Import}: {Failure}", job.ImportId, Failures.WithoutContent(failure));
            return (
                null,
                $"The letter could not be read, by a fault of this service. Its operator finds it under the reference {job.ImportId}.");
        }
    }

    private Task<bool> FailAsync(LetterJob job, string sentence, CancellationToken stopping) =>
        jobs.SaveAsync(job, LetterImportState.Failed, step: 2, null, sentence, stopping);

    // On an orderly stop another replica, or the next start, need not wait until the hold ends.
    private async Task GiveBackAsync(LetterJob job)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await jobs.SaveAsync(job, LetterImportState.Waiting, step: 0, null, "", limit.Token);
    }
}
