using Jtai.Store;

namespace Jtai.Actions;

/// <summary>The service `jtai.actions.v1.Actions`: one file per call in the folders beside this one.</summary>
public sealed partial class ActionsGrpc(Database database, TimeProvider clock, ReferenceTurns turns) : V1.Actions.ActionsBase;
