using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Files;

namespace Jtai.Actions;

/// <summary>A stored file as the proto says it.</summary>
internal static class UploadWords
{
    /// <summary>For whoever put it in.</summary>
    public static V1.Upload ToProto(this StoredFile file) => ToProto(
        file.FileId, file.Name, file.Size, file.Received, file.State, file.Kind, file.Sha256, file.Why, file.CreatedAt)
        .Finding(file.State, file.Found);

    /// <summary>With what its text seems to hold, for those who may answer for it.</summary>
    public static V1.Upload Finding(this V1.Upload upload, FileState state, ChildIdentifier found)
    {
        upload.Found = state == FileState.NeedsReason ? ChildIdentifiers.InWords(found) : "";
        return upload;
    }

    public static V1.Upload ToProto(
        Guid fileId, string name, long size, long received, FileState state, FileKind? kind, byte[]? sha256, string why, DateTimeOffset begunAt) => new()
        {
            FileId = fileId.ToString(),
            Name = name,
            Size = size,
            Received = received,
            State = ToProto(state),
            Kind = kind is { } known ? ToProto(known) : V1.FileKind.Unspecified,
            Sha256 = state == FileState.Receiving || sha256 is null ? "" : Convert.ToHexStringLower(sha256),
            Why = why,
            BegunAt = Timestamp.FromDateTimeOffset(begunAt),
        };

    public static V1.FileState ToProto(FileState state) => state switch
    {
        FileState.Receiving => V1.FileState.Receiving,
        FileState.Scanning => V1.FileState.Scanning,
        FileState.Reading => V1.FileState.Reading,
        FileState.Clean => V1.FileState.Clean,
        FileState.NeedsReason => V1.FileState.NeedsAReason,
        _ => V1.FileState.Refused,
    };

    private static V1.FileKind ToProto(FileKind kind) => kind switch
    {
        FileKind.Pdf => V1.FileKind.Pdf,
        FileKind.Word => V1.FileKind.Word,
        FileKind.Excel => V1.FileKind.Excel,
        FileKind.PowerPoint => V1.FileKind.Powerpoint,
        FileKind.Csv => V1.FileKind.Csv,
        FileKind.Text => V1.FileKind.Text,
        FileKind.Png => V1.FileKind.Png,
        FileKind.Jpeg => V1.FileKind.Jpeg,
        _ => V1.FileKind.Mail,
    };
}
