namespace Jtai.Store;

/// <summary>Settings of a service's database, each a connection string.</summary>
public static class DatabaseSettings
{
    /// <summary>Of the role <c>{service}_app</c>.</summary>
    public const string App = "ConnectionStrings:App";

    /// <summary>Of the role <c>{service}_relay</c>.</summary>
    public const string Relay = "ConnectionStrings:Relay";

    /// <summary>Of the role <c>{service}_owner</c>: for <c>migrate</c> alone, the running service is not given it.</summary>
    public const string Owner = "ConnectionStrings:Owner";
}
