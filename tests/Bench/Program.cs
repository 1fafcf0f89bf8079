// ./bench: ours beside the limit, measured in one run on one machine. Absolute figures are context, ratios the result.
using Jtai.Bench;
using Jtai.Local;

var root = Repository.Root();
var only = args.Where(argument => argument[0] is 'P' or 'S').ToHashSet();
if (args.FirstOrDefault(argument => argument[0] is not ('P' or 'S') && argument != "--json") is { } unknown && Array.IndexOf(args, unknown) != Array.IndexOf(args, "--json") + 1)
{
    Console.Error.WriteLine("./bench [P1 P4 P5 P9 P11 P12 P14 P15 P16 S12] [--json FILE]");
    return 2;
}

var table = new Table();
Table.Head();
if (Wants("P12"))
{
    await Letters.MeasureAsync(root, table);
}

if (Wants("P1") || Wants("P4") || Wants("P5") || Wants("P9"))
{
    await using var region = await BenchRegion.StartAsync(root);
    if (Wants("P1"))
    {
        await Writes.MeasureAsync(region, table);
    }

    if (Wants("P9"))
    {
        await Safeguards.MeasureAsync(region, table);
    }

    if (Wants("P5"))
    {
        await Visibility.MeasureAsync(region, table);
    }

    if (Wants("P4"))
    {
        await Across.MeasureAsync(region, table);
    }
}

if (Wants("S12"))
{
    await Uploads.MeasureAsync(root, table);
}

if (Wants("P14") || Wants("P15"))
{
    await Plans.MeasureAsync(root, table);
}

if (Wants("P16"))
{
    await Proofs.MeasureAsync(root, Proofs.Most, table);
}

if (Wants("P11"))
{
    await Starting.MeasureAsync(root, table);
}

var at = Array.IndexOf(args, "--json");
await table.WriteAsync(at >= 0 ? args[at + 1] : Path.Combine(root, "artifacts", "bench.json"));
return 0;

bool Wants(string number) => only.Count == 0 || only.Contains(number);
