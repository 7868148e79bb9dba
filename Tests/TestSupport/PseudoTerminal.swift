extension Program {
  /// Runs the program on a terminal of its own, as `python3` makes one; a test that does so needs it.
  ///
  /// - Parameters:
  ///   - arguments: its arguments.
  ///   - columns: how wide the terminal is.
  ///   - environment: all of its environment.
  ///   - folder: its working folder.
  /// - Returns: its exit status, and all that came to the terminal as its output, with CR LF at the ends of lines.
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
