using Jtai.CommandLine;

return args is ["letter", ..] ? await LetterCommand.RunAsync(args[1..]) : Usage.Show();
