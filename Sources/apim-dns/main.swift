import AzureBackend

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

let run = CommandLineRun(
  words: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
// Credentials take them from what has just been read; no command or program that is started inherits them.
for name in SecretVariables.names { unsetenv(name) }
exit(await run.run().rawValue)
