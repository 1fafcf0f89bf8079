namespace Jtai.Store;

/// <summary>Settings of a service's database: a connection string for each role, and what stands before it.</summary>
public static class DatabaseSettings
{
    /// <summary>Of the role <c>{service}_app</c>.</summary>
    public const string App = "ConnectionStrings:App";

    /// <summary>Of the role <c>{service}_relay</c>.</summary>
    public const string Relay = "ConnectionStrings:Relay";

    /// <summary>Of the role <c>{service}_owner</c>: for <c>migrate</c> alone, the running service is not given it.</summary>
    public const string Owner = "ConnectionStrings:Owner";

    /// <summary>
    /// <c>true</c> where <see cref="App"/> and <see cref="Relay"/> lead to a pooler in transaction mode; <see cref="Owner"/> goes past it,
    /// since the lock of the migrations is the session's.
    /// </summary>
    public const string Pooler = "Database:Pooler";
}
