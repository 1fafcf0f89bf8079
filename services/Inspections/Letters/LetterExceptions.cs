namespace Jtai.Letters;

/// <summary>The document was read but is not a JTAI outcome letter. The message says why, in one sentence for a person.</summary>
public sealed class NotALetterException(string message) : Exception(message);

/// <summary>
/// The document could not be read: broken, encrypted, too large, too slow, of an unknown kind, or the PDF reader is missing.
/// The message says why, in one sentence for a person.
/// </summary>
public sealed class UnreadableLetterException(string message, Exception? inner = null) : Exception(message, inner);
