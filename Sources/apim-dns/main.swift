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
// Credentials use the copy in `run`; child processes do not inherit the variables.
SecretsInEnvironment.erase(SecretVariables.names)
let code = await run.run()
ProcessSetup.exitOnBrokenPipe()
exit(code.rawValue)
