using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;

namespace Jtai.GrpcTests;

public sealed class LoadedAssembliesTests
{
    [Theory]
    [InlineData(typeof(Metadata), "Grpc.Core.Api")]
    [InlineData(typeof(ICompressionProvider), "Grpc.Net.Common")]
    [InlineData(typeof(GrpcChannel), "Grpc.Net.Client")]
    [InlineData(typeof(GrpcServiceOptions), "Grpc.AspNetCore.Server")]
    public void Assembly_NameVersionAndKey_AreTheOfficialOnes(Type type, string name)
    {
        var loaded = type.Assembly.GetName();

        Assert.Equal(name, loaded.Name);
        Assert.Equal(new Version(2, 0, 0, 0), loaded.Version);
        Assert.Equal("D754F35622E28BAD", Convert.ToHexString(loaded.GetPublicKeyToken()!));
    }

    // A member that the official assemblies call and that is not there would fail only when first called.
    [Theory]
    [InlineData(typeof(GrpcChannel))]
    [InlineData(typeof(GrpcServiceOptions))]
    public void References_OfTheOfficialAssembly_AllResolve(Type type)
    {
        var missing = MissingMembers(type.Module, out var resolved);

        Assert.Empty(missing);
        Assert.True(resolved > 300, $"Only {resolved} references were looked at.");
    }

    private static List<string> MissingMembers(Module module, out int resolved)
    {
        const int firstMemberReference = 0x0A000001;
        var generic = Enumerable.Repeat(typeof(object), 8).ToArray();
        var missing = new List<string>();
        resolved = 0;
        for (var token = firstMemberReference; ; token++)
        {
            try
            {
                module.ResolveMember(token, generic, generic);
                resolved++;
            }
            catch (ArgumentOutOfRangeException)
            {
                return missing;
            }
            catch (TypeLoadException e) when (e.Message.Contains("constraint", StringComparison.Ordinal))
            {
                // A generic type of its own that wants something narrower than object.
            }
            catch (Exception e) when (e is MissingMemberException or TypeLoadException)
            {
                missing.Add(e.Message);
            }
        }
    }
}
