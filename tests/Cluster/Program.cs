// The one PostgreSQL cluster of a test run: prints its connection string and stays until standard input ends.
using Jtai.Local;

var directory = Path.Combine(Path.GetTempPath(), $"jtai-test-{Guid.NewGuid():N}");
await using (var postgres = await PrivatePostgres.StartAsync(directory, durable: false))
{
    Console.WriteLine(postgres.SuperuserConnectionString("postgres"));
    await Console.In.ReadToEndAsync();
}

await PrivatePostgres.DeleteAsync(directory);
