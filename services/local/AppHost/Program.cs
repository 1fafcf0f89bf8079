using System.Runtime.InteropServices;
using System.Text.Json;
using Jtai.Local;

var root = Repository.Root();
RunOptions options;
try
{
    options = RunOptions.Parse(args, root);
}
catch (ArgumentException failure)
{
    Console.Error.WriteLine($"{failure.Message}\n{RunOptions.Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    return options.CheckLetter is { } letter
        ? await CheckRun.RunAsync(letter, options.JsonFile, root, stop.Token)
        : await PlatformRun.RunAsync(options, root, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (Grpc.Core.RpcException failure)
{
    Console.Error.WriteLine($"The demo region could not be made: {failure.StatusCode}: {failure.Status.Detail}. Start again: it is made anew.");
    return 1;
}
catch (Exception failure) when (failure is IOException or CheckFailed or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
