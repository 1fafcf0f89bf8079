using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>What councillors, clerks and advisers may know of a partnership's statements: what is public anyway.</summary>
public sealed class PublicStatementTests
{
    [Fact]
    public async Task PublicFacts_OfASentAndPublishedStatement_AreDatesAndTheAddress()
    {
        var statement = await StatementCase.StartAsync();
        var here = statement.Here;
        var councillor = TestPerson.Of(here.Council, Capacity.Councillor);
        var before = (await statement.As(councillor).ListPublicStatementsAsync(new())).Statements.Single();
        await statement.SendAsync();
        await statement.As(here.Manager).RecordPublicationAsync(new()
        {
            StatementId = statement.StatementId, ExpectedVersion = 3, PublishedOn = statement.Today(), PublishedUrl = "https://haskermoor.example/statement",
        });

        Assert.Equal(new V1.PublicStatement { InspectionId = here.InspectionId.ToString(), DueOn = StatementCase.Deadline }, before);
        Assert.Equal(
            new V1.PublicStatement
            {
                InspectionId = here.InspectionId.ToString(), DueOn = StatementCase.Deadline, SentOn = statement.Today(), PublishedOn = statement.Today(),
                PublishedUrl = "https://haskermoor.example/statement",
            },
            (await statement.As(councillor).ListPublicStatementsAsync(new())).Statements.Single());
        await Refusal.OfAsync(StatusCode.PermissionDenied, statement.As(councillor).ListStatementsAsync(new()));
    }

    [Fact]
    public async Task PublicFacts_BeforePublication_AreNoneForAnybody()
    {
        var statement = await StatementCase.StartAsync(InspectionPhase.PrePublication);
        foreach (var person in new[] { statement.Here.Manager, TestPerson.Of(statement.Here.Council, Capacity.CommitteeClerk) })
        {
            Assert.Empty((await statement.As(person).ListPublicStatementsAsync(new())).Statements);
        }
    }
}
