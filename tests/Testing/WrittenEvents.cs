using System.Reflection;
using System.Reflection.Emit;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Jtai.Store;

namespace Jtai.Testing;

/// <summary>
/// The types of message that the code of an assembly puts into an outbox: the state of every <see cref="Change"/> that it makes, read
/// from the compiled instructions, so that no name has to follow a pattern.
/// </summary>
public sealed class WrittenEvents
{
    private static readonly Dictionary<short, OpCode> Codes =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly HashSet<MessageDescriptor> types = [];
    private readonly HashSet<string> unread = [];

    private WrittenEvents()
    {
    }

    public IReadOnlySet<MessageDescriptor> Types => types;

    /// <summary>Methods that make a change of a state whose type does not show where it is made: give it there a variable of its type.</summary>
    public IReadOnlySet<string> Unread => unread;

    public static WrittenEvents In(params IEnumerable<Assembly> assemblies)
    {
        var written = new WrittenEvents();
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()))
        {
            const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
            foreach (var method in type.GetMethods(all).Concat<MethodBase>(type.GetConstructors(all)))
            {
                // What the compiler writes of the record itself copies a state that somebody else gave it.
                if (method.DeclaringType != typeof(Change) && method.GetMethodBody() is { } body)
                {
                    written.Read(method, body);
                }
            }
        }

        return written;
    }

    private void Read(MethodBase method, MethodBody body)
    {
        var (instructions, typesOf, typesOfMethod) = (body.GetILAsByteArray()!, Arguments(method.DeclaringType!), method.IsGenericMethod ? method.GetGenericArguments() : []);
        // Of what the last instruction left on top of the stack.
        Type? top = null;
        for (var at = 0; at < instructions.Length;)
        {
            var value = (short)instructions[at++];
            var code = Codes[value == 0xFE ? unchecked((short)(0xFE00 | instructions[at++])) : value];
            var operand = at;
            at += code.OperandType == OperandType.InlineSwitch ? 4 + (4 * BitConverter.ToInt32(instructions, at)) : SizeOf(code.OperandType);
            var member = code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                ? method.Module.ResolveMember(BitConverter.ToInt32(instructions, operand), typesOf, typesOfMethod)
                : null;
            if (member is MethodBase { DeclaringType: { } declaring } called && declaring == typeof(Change)
                && (called.Name == "set_State" || (called.IsConstructor && called.GetParameters().Length == 3)))
            {
                Note(top, method);
            }

            top = member switch
            {
                ConstructorInfo made when code == OpCodes.Newobj => made.DeclaringType,
                // An initializer sets what it has made, which stays below.
                MethodInfo { ReturnType: var given } set when given == typeof(void) => set.DeclaringType,
                MethodInfo { ReturnType: var given } => given,
                FieldInfo field => field.FieldType,
                Type cast => cast,
                _ when code.Name!.StartsWith("ldloc", StringComparison.Ordinal) => body.LocalVariables[IndexOf(code, instructions, operand)].LocalType,
                _ when code.Name!.StartsWith("ldarg", StringComparison.Ordinal) => ArgumentOf(method, IndexOf(code, instructions, operand)),
                _ => null,
            };
        }
    }

    private void Note(Type? state, MethodBase method)
    {
        if (state?.IsAssignableTo(typeof(IMessage)) == true
            && state.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is MessageDescriptor type)
        {
            types.Add(type);
        }
        else
        {
            unread.Add($"{method.DeclaringType}.{method.Name}");
        }
    }

    private static Type[] Arguments(Type type) => type.IsGenericType ? type.GetGenericArguments() : [];

    private static Type ArgumentOf(MethodBase method, int index) =>
        method.IsStatic ? method.GetParameters()[index].ParameterType : index == 0 ? method.DeclaringType! : method.GetParameters()[index - 1].ParameterType;

    private static int IndexOf(OpCode code, byte[] instructions, int operand) => code.OperandType switch
    {
        OperandType.ShortInlineVar => instructions[operand],
        OperandType.InlineVar => BitConverter.ToUInt16(instructions, operand),
        // ldloc.0 to ldloc.3
        _ => code.Name![^1] - '0',
    };

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
