using Jtai.Activities.Sealing;

namespace Jtai.Data.Tests.Sealing;

/// <summary>What the seals prove, without a database: GUARANTEES S7.</summary>
public sealed class AuditChainTests
{
    [Fact]
    public void Check_AfterEachOf10000Tamperings_NamesTheFirstThatIsWrong()
    {
        var missed = new List<string>();
        for (var seed = 1; seed <= 10_000; seed++)
        {
            var log = new SealedLog(seed);
            Assert.Null(log.FirstFault());
            var (tampered, found) = (log.Tamper(), log.FirstFault());
            if (!tampered.Equals(found))
            {
                missed.Add($"seed {seed}: {tampered} was found as {found}");
            }
        }

        Assert.Empty(missed);
    }

    // Kept heads outlive the code: another form of the row or of the segment needs another name in its first bytes.
    [Fact]
    public void Head_OfAKnownRow_IsTheOneOfEver()
    {
        var row = new AuditRow
        {
            TenantId = "northshire", Id = 7, At = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero), Kind = "Alteration", Entity = "ActionChanged",
            AggregateId = "a", Version = 2, Subject = "Zoë", Capacity = "ActionOwner", AgencyId = "westmarch-police", Rpc = "/jtai.actions.v1.Actions/UpdateProgress",
        };
        var segment = AuditSegment.Seal("northshire", 1, AuditSegment.Beginning, [row], new(2026, 11, 30, 9, 0, 10, TimeSpan.Zero));
        Assert.Equal(
            ("c24f5d983807153e9c07e2100839d6c66f80eabfe722c27030c6a5499097dc3b", "1119fb9dbd671e744a9a00660e5f7267876ef8e3dc55f9ecff25ef784f13ac5b"),
            (Convert.ToHexStringLower(row.Hash()), Convert.ToHexStringLower(segment.Head)));
    }
}
