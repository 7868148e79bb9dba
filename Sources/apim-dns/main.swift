import CSafeStart
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
// `CommandLine.arguments` is empty without `/proc`, as in a plain chroot.
let words = (1..<max(1, command_line_count())).map { String(cString: command_line_word($0)) }
let run = CommandLineRun(words: words, environment: ProcessInfo.processInfo.environment)
// Credentials use the copy in `run`; child processes do not inherit the variables.
SecretsInEnvironment.erase(SecretVariables.names)
let code = await run.run()
ProcessSetup.exitOnBrokenPipe()
exit(code.rawValue)
