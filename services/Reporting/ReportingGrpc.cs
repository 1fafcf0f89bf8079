using Jtai.Store;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>The RPCs, one file each beside it.</summary>
public sealed partial class ReportingGrpc(
    Database database,
    SharingLog sharingLog,
    ReadYourWrites readYourWrites,
    [FromKeyedServices("partners")] Consumer partners,
    TimeProvider clock) : V1.Reporting.ReportingBase;
