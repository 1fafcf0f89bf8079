using Jtai.Platform.Tests.Harness;
using Jtai.Portal.Browser.Tests.Harness;

// Each of these tests starts or drives the whole platform; two at once would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Jtai.Platform.Tests;

/// <summary>One running platform and one browser for every test that is about them.</summary>
[CollectionDefinition(nameof(OnePlatform))]
public class OnePlatform : ICollectionFixture<RunningPlatform>, ICollectionFixture<Chromium>;
