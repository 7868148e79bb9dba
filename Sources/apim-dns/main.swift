import ResourceManager

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

ProcessSetup.prepare()
let run = CommandLineRun(
  words: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
// Credentials take them from what has just been read; no command or program that is started inherits them.
SecretsInEnvironment.forget(SecretVariables.names)
let code = await run.run()
ProcessSetup.endWhereNobodyReads()
exit(code.rawValue)
