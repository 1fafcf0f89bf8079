namespace Jtai.Actions;

/// <summary>The service `jtai.actions.v1.Evidence`: one file per call in the folders beside this one.</summary>
public sealed partial class EvidenceGrpc : V1.Evidence.EvidenceBase;
