using System.Text;
using Jtai.Letters;

namespace Jtai.CommandLine;

internal static class LetterCommand
{
    private const int Read = 0;
    private const int NotALetter = 2;
    private const int Unreadable = 3;

    /// <summary>How a service runs it as a child: the file comes in by the input, everything that was read goes out as JSON.</summary>
    private const string Whole = "--whole";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [Whole])
        {
            return await RunForServiceAsync();
        }

        var files = args.Where(a => a != "--json").ToArray();
        if (files is not [var file] || file.StartsWith("--", StringComparison.Ordinal))
        {
            return Usage.Show();
        }

        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            await using var stream = File.OpenRead(file);
            var letter = await LetterParser.ReadAsync(stream);
            Console.Out.WriteLine(args.Contains("--json") ? LetterJson.Write(letter) : LetterSummary.Of(letter));
            return Read;
        }
        catch (NotALetterException notALetter)
        {
            return Fail(NotALetter, $"{file} is not a JTAI letter. {notALetter.Message}");
        }
        catch (UnreadableLetterException unreadable)
        {
            return Fail(Unreadable, $"{file} cannot be read. {unreadable.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var why = failure is FileNotFoundException or DirectoryNotFoundException ? "There is no such file." : "It cannot be opened as a file.";
            return Fail(Unreadable, $"{file} cannot be read. {why}");
        }
    }

    private static async Task<int> RunForServiceAsync()
    {
        try
        {
            var letter = await LetterParser.ReadAsync(Console.OpenStandardInput());
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(LetterJson.WriteWhole(letter));
            return Read;
        }
        catch (NotALetterException notALetter)
        {
            return Fail(NotALetter, notALetter.Message);
        }
        catch (UnreadableLetterException unreadable)
        {
            return Fail(Unreadable, unreadable.Message);
        }
    }

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine(message);
        return code;
    }
}
