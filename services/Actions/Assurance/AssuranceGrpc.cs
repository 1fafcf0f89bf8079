using Jtai.Store;

namespace Jtai.Actions;

/// <summary>The service `jtai.actions.v1.Assurance`: one file per call in the folders beside this one.</summary>
public sealed partial class AssuranceGrpc(Database database, TimeProvider clock, ReferenceTurns turns) : V1.Assurance.AssuranceBase;
