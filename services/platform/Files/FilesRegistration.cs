using Jtai.Errors;
using Jtai.Field;
using Jtai.Reading;
using Jtai.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jtai.Files;

public static class FilesRegistration
{
    /// <summary>
    /// Registers <see cref="FileUploads"/>, <see cref="StoredFiles"/> and what works behind them. Call it after <c>AddDatabase</c>; the
    /// service embeds <c>platform/Files/Sql</c> beside its own scripts.
    /// </summary>
    /// <param name="builder">The service's.</param>
    /// <param name="service">As in <c>AddDatabase</c>.</param>
    /// <param name="owners">What the service knows of them.</param>
    public static void AddFiles(this WebApplicationBuilder builder, string service, FileOwners owners)
    {
        var settings = FilesSettings.Read(builder.Configuration);
        if (!PdfToText.IsInstalled)
        {
            throw new StartRefused("PDFs are read with pdftotext, prlimit and setpriv, one of which is missing: install the packages poppler-utils and util-linux.");
        }

        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(owners);
        builder.Services.AddSingleton(new MasterKeys(builder.Configuration));
        builder.Services.AddSingleton<FileKeys>();
        builder.Services.AddSingleton(provider => new FileStores(provider.GetRequiredService<Database>(), builder.Configuration, service));
        builder.Services.AddSingleton<StoredFiles>();
        builder.Services.AddSingleton<FileScanning>();
        builder.Services.AddSingleton<FileUploads>();
        builder.Services.AddSingleton<FileMover>();
        builder.Services.AddSingleton<FileUpkeep>();
        if (settings.Scanner is null)
        {
            builder.Services.AddHostedService<NoScanner>();
        }

        builder.Services.AddHostedService(provider => provider.GetRequiredService<FileScanning>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<FileUpkeep>());
    }

    /// <summary>Where the process was started with the arguments <c>move-files TENANT STORE</c>: moves that tenant's files.</summary>
    /// <returns>True where it did, and the process is to end.</returns>
    public static async Task<bool> MovedFilesAsync(this WebApplication app, string[] args)
    {
        if (args is not ["move-files", ..])
        {
            return false;
        }

        StartRefused.ExplainAtTheEnd("move-files");
        if (args is not [_, var tenant, PostgresFileStore.StoreName or GridFsFileStore.StoreName])
        {
            throw new StartRefused($"Say whose files go where: move-files TENANT {PostgresFileStore.StoreName}|{GridFsFileStore.StoreName}.");
        }

        var (moved, left) = await app.Services.GetRequiredService<FileMover>().MoveAsync(new TenantId(tenant), args[2], default);
        Console.WriteLine($"{moved} files were moved to {args[2]}; {left} were not, since they are still arriving, erased or damaged: run it again for those that arrive.");
        return true;
    }

    /// <summary>Says at every start what nobody should forget.</summary>
    private sealed class NoScanner(ILogger<NoScanner> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            logger.LogWarning("Files are given to people without a look for viruses, as {Setting} says.", FilesSettings.WithoutScannerSetting);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
