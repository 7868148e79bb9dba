#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

let run = CommandLineRun(
  words: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
exit(await run.run().rawValue)
