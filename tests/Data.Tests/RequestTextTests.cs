using Google.Protobuf;
using Grpc.Core;
using Jtai.Data.Tests.Sample;
using Jtai.Field;
using Jtai.Sample.V1;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Data.Tests;

/// <summary>What is no text is refused at the door, wherever in a request it stands.</summary>
public sealed class RequestTextTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private SampleHost host = null!;

    public async Task InitializeAsync()
    {
        database = await TestPostgres.CreateMigratedDatabaseAsync("text", typeof(RequestTextTests).Assembly);
        host = await SampleHost.StartAsync(database);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await database.DisposeAsync();
    }

    public static TheoryData<string, SaveNoteRequest> Requests() => new()
    {
        { "id", new SaveNoteRequest { Id = "a\0" } },
        { "text", new SaveNoteRequest { Id = "a", Text = "\0" } },
        { "remarks[1].words[2]", new SaveNoteRequest { Id = "a", Remarks = { new Remark(), new Remark { Words = { "one", "two", "\0" } } } } },
        { "marks[0][0]", new SaveNoteRequest { Id = "a", Marks = { ["\0"] = "value" } } },
        { "marks[0][1]", new SaveNoteRequest { Id = "a", Marks = { ["key"] = "\0" } } },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Save_NulInAnyString_IsInvalidByItsPathBeforeAnythingElse(string path, SaveNoteRequest request)
    {
        var withoutKey = new Metadata { { "test-tenant", "northshire" }, { "test-subject", "person-1" } };

        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Notes.SaveNoteAsync(request, withoutKey));
        Assert.Equal([path], refusal.Fields);
    }

    [Fact]
    public async Task Save_LoneSurrogate_IsRefusedByTheParserAndKeepsNothing()
    {
        // A client of another language may send what is not UTF-8. No message comes of it, so that no slice and no interceptor sees it.
        var bytes = new SaveNoteRequest { Id = "a", Text = "xxx" }.ToByteArray();
        new byte[] { 0xED, 0xA0, 0x80 }.CopyTo(bytes, bytes.Length - 3);
        Assert.Throws<InvalidProtocolBufferException>(() => SaveNoteRequest.Parser.ParseFrom(bytes));

        await Refusal.OfAsync(StatusCode.InvalidArgument, SaveAsync(bytes));

        Assert.Empty(await host.Database.QueryAsync<string>(Store.TenantScope.Of(new TenantId("northshire")), "select text from note", null, default));
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("0A05")]
    [InlineData("0A7F6162")]
    public async Task Save_WhatIsNoMessage_IsInvalid(string hex)
    {
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, SaveAsync(Convert.FromHexString(hex)));
        Assert.Contains("no message of this call", refusal.Message, StringComparison.Ordinal);
    }

    private AsyncUnaryCall<byte[]> SaveAsync(byte[] request)
    {
        var raw = Marshallers.Create(value => value, value => value);
        var save = new Method<byte[], byte[]>(MethodType.Unary, "jtai.sample.v1.Notes", "SaveNote", raw, raw);
        return host.Invoker.AsyncUnaryCall(save, null, new CallOptions(SampleHost.As("northshire")), request);
    }
}
