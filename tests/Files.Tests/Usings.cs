// Tests of time and memory are right only where no others run beside them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
