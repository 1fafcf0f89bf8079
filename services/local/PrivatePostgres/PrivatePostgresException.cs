namespace Jtai.Local;

/// <summary>A private PostgreSQL could not be started or stopped. The message is one line to show to a person as it is.</summary>
public sealed class PrivatePostgresException : Exception
{
    /// <summary>Carries the line to show.</summary>
    public PrivatePostgresException(string message) : base(message)
    {
    }

    /// <summary>Carries the line to show and what caused it.</summary>
    public PrivatePostgresException(string message, Exception inner) : base(message, inner)
    {
    }
}
