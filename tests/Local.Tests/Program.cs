using Jtai.Local;

// Run by PrivatePostgresTests as a process of its own, to be killed with the server under it.
await using var server = await PrivatePostgres.StartAsync(args[0]);
Console.WriteLine($"{server.ProcessId} {server.Port}");
await Task.Delay(Timeout.Infinite);
