using Jtai.Partners.V1;

namespace Jtai.Access;

/// <summary>What a grant's level becomes, for its owner and for whoever answers across a border.</summary>
public static class SharingLevels
{
    /// <summary>
    /// After a grant's end it falls to own actions, or stays at headlines, but not to nothing: an agency keeps sight of what it
    /// leads.
    /// </summary>
    public static SharingLevel AfterEnd(this SharingLevel level) => (SharingLevel)Math.Min((int)level, (int)SharingLevel.OwnActions);
}
