using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>The running service. One for all tests, and inspections for those that only look.</summary>
public class InspectionsHost : ServiceHost<InspectionsGrpc>
{
    public InspectionsHost()
        : base("inspections")
    {
        Embargoed = new(() => WithRecordAsync(publish: false));
        Published = new(() => WithRecordAsync(publish: true));
        Ours = new(() => WithRecordAsync(publish: false));
        Theirs = new(() => WithRecordAsync(publish: false));
    }

    public V1.Inspections.InspectionsClient Client => new(Service.Channel);

    /// <summary>An inspection with confirmed findings before its publication.</summary>
    internal Lazy<Task<(TestPartnership Partnership, Calls.Record Record)>> Embargoed { get; }

    /// <summary>The same, published.</summary>
    internal Lazy<Task<(TestPartnership Partnership, Calls.Record Record)>> Published { get; }

    /// <summary>Two more before their publication, of two partnerships, which the sweep over every id may change.</summary>
    internal Lazy<Task<(TestPartnership Partnership, Calls.Record Record)>> Ours { get; }

    internal Lazy<Task<(TestPartnership Partnership, Calls.Record Record)>> Theirs { get; }

    /// <summary>A partnership that no other test uses, with its manager's appointment.</summary>
    internal async Task<TestPartnership> NewPartnershipAsync()
    {
        var made = new TestPartnership(this);
        await made.PublishAsync();
        await made.AppointAsync(made.Manager);
        return made;
    }

    private async Task<(TestPartnership Partnership, Calls.Record Record)> WithRecordAsync(bool publish)
    {
        var partnership = await NewPartnershipAsync();
        var (inspection, import, confirmed) = await partnership.ConfirmedAsync();
        await partnership.CorrectThemeAsync(inspection, "Youth violence");
        if (publish)
        {
            await partnership.PublishAsync(inspection);
        }

        return (partnership, new Calls.Record(inspection.InspectionId, import.ImportId, confirmed.FindingIds[0]));
    }
}

[CollectionDefinition(Name)]
public sealed class InspectionsService : ICollectionFixture<InspectionsHost>
{
    public const string Name = "inspections";
}
