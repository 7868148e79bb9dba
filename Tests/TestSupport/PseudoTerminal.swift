extension Program {
  /// Runs the program on a pseudoterminal, which needs `python3`.
  ///
  /// - Parameters:
  ///   - arguments: its arguments.
  ///   - columns: the width of the terminal.
  ///   - environment: its whole environment.
  ///   - folder: its working directory.
  /// - Returns: its exit status, and everything it wrote to the terminal as its output, with CR LF line endings.
  public func runOnTerminal(
    _ arguments: [String], columns: Int = 80, environment: [String: String], in folder: String
  ) async throws -> Result {
    let script = """
      import fcntl, os, pty, struct, sys, termios
      process, terminal = pty.fork()
      if process == 0:
          fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
          os.execv(sys.argv[2], sys.argv[2:])
      while True:
          try:
              text = os.read(terminal, 65536)
          except OSError:
              break
          if not text:
              break
          os.write(1, text)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
      """
    return try await Program.required("python3").run(
      ["-c", script, String(columns), path] + arguments, environment: environment, in: folder)
  }
}
