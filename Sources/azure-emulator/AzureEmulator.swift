import CSafeStart
import Glibc
import ProgramExecution

/// The emulator's entry point.
@main
enum AzureEmulator {
  static func main() {
    CrashSignals.useNoHandler()
    SearchPath.keepAbsoluteFolders()
    do throws(ProgramFailure) {
      // `CommandLine.arguments` is empty without `/proc`, as in a plain chroot.
      let words = (1..<max(1, command_line_count())).map { String(cString: command_line_word($0)) }
      let settings = try Options(words[...])
      if let text = settings.textToPrint {
        write(text, to: STDOUT_FILENO)
      } else {
        try serve(settings)
      }
    } catch {
      writeError("\(error)")
      exit(error.code.rawValue)
    }
  }

  /// Serves requests until a signal arrives, then saves the state and ends the program.
  private static func serve(_ settings: Options) throws(ProgramFailure) {
    var signals = holdSignals()
    let file = settings.stateFile.map(StateFile.init)
    let state = try file?.load() ?? DNSState()
    // Check that the file can be written before any client relies on it.
    if let file, access(file.path, F_OK) != 0 { try file.save(state) }
    let services = try settings.servicesFile.map(ServiceFile.init)?.load() ?? []
    let certificate = try settings.clientCertificate.map(RegisteredCertificate.init)
    let server = try HTTPServer(port: settings.port)
    let emulator = Emulator(
      settings: settings, port: server.port, file: file, state: state, services: services, certificate: certificate)
    try emulator.startSaving()
    let authority = settings.usesTLS ? try CertificateAuthority() : nil
    let tls = try authority?.server()
    try server.start(tls: tls) { emulator.answer($0) }
    write("\(server.port)\n\(authority.map { "\($0.file)\n" } ?? "")", to: STDOUT_FILENO)
    var signal: Int32 = 0
    while sigwait(&signals, &signal) != 0 {}
    authority?.remove()
    try emulator.finish()
  }

  /// Blocks the signals that end the program, in this thread and all threads that it starts.
  private static func holdSignals() -> sigset_t {
    signal(SIGPIPE, SIG_IGN)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGTERM, SIGINT] {
      signal(number, SIG_DFL)
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    return signals
  }
}

/// Writes a message to standard error.
func writeError(_ message: String) {
  write("azure-emulator: \(message)\n", to: STDERR_FILENO)
}

/// Writes a text, and stops if nobody reads it.
private func write(_ text: String, to descriptor: Int32) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}
