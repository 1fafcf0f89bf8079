using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One header: a lower-case key with text, or with bytes when the key ends in <c>-bin</c>.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

        private readonly string? text;
        private readonly byte[]? bytes;

        /// <summary>Bytes under a key that ends in <c>-bin</c>. They are copied.</summary>
        /// <exception cref="ArgumentException">The key has a character that a header may not have, or another ending.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = Normalise(key);
            if (!IsBinary)
            {
                throw new ArgumentException($"A key for bytes must end in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            bytes = [.. valueBytes];
        }

        /// <summary>Text under a key that does not end in <c>-bin</c>.</summary>
        /// <exception cref="ArgumentException">The key has a character that a header may not have, or that ending.</exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = Normalise(key);
            if (IsBinary)
            {
                throw new ArgumentException($"A key for text must not end in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            text = value;
        }

        /// <summary>The key in lower case.</summary>
        public string Key { get; }

        /// <summary>The bytes, or the text in ASCII; a copy each time.</summary>
        public byte[] ValueBytes => bytes is null ? Encoding.ASCII.GetBytes(text!) : [.. bytes];

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The entry carries bytes.</exception>
        public string Value => text ?? throw new InvalidOperationException($"The entry '{Key}' carries bytes, not text.");

        /// <summary>Whether the entry carries bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>Key and value, for logs.</summary>
        public override string ToString() =>
            IsBinary ? $"[Entry: key={Key}, valueBytes={Convert.ToBase64String(bytes!)}]" : $"[Entry: key={Key}, value={text}]";

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

#pragma warning disable CA1308 // HTTP/2 wants lower case.
        private static string Normalise(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            var lower = key.ToLowerInvariant();
            return lower.AsSpan().ContainsAnyExcept(KeyCharacters)
                ? throw new ArgumentException(
                    $"The metadata key '{key}' may have only letters, digits, '.', '_' and '-'.", nameof(key))
                : lower;
        }
    }
}
