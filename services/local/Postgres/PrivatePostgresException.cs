namespace Jtai.Local;

/// <summary>A private PostgreSQL could not be started or stopped. The message is one line to show to a person as it is.</summary>
public sealed class PrivatePostgresException(string message, Exception? inner = null) : IOException(message, inner);
