using Jtai.Store;

namespace Jtai.Actions;

/// <summary>The service `jtai.actions.v1.Evidence`: one file per call in the folders beside this one.</summary>
public sealed partial class EvidenceGrpc(Database database, TimeProvider clock) : V1.Evidence.EvidenceBase;
