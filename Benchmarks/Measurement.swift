import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What one run of a program cost, as the operating system counted it.
struct Measurement {
  /// The seconds from its start to its end.
  let seconds: Double
  /// The seconds of processor time that it used.
  let processorSeconds: Double
  /// The most memory that it held, in MiB.
  let peakMemory: Double

  /// Runs a program and waits for its end; its output is thrown away.
  ///
  /// A process of its own does so: Linux counts the memory of the process that starts a program as the program's own
  /// (`maxrss` in [getrusage](https://man7.org/linux/man-pages/man2/getrusage.2.html)), and this one makes large files.
  ///
  /// - Parameter command: what to run.
  /// - Throws: ``BenchmarkError`` when it cannot be started or ends with another status than the one expected.
  init(running command: ShellLine) throws(BenchmarkError) {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0])
    process.arguments = ["measure", command.text, "\(command.status)"]
    let output = Pipe()
    process.standardOutput = output
    do {
      try process.run()
    } catch {
      throw BenchmarkError("cannot measure '\(command.text)': \(error)")
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let numbers = text.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 3 else { throw BenchmarkError(text) }
    (seconds, processorSeconds, peakMemory) = (numbers[0], numbers[1], numbers[2])
  }

  /// What a process says that ``init(running:)`` started: the three numbers, or what went wrong.
  static func report(_ text: String, _ status: String) -> String {
    do throws(BenchmarkError) {
      let measurement = try Measurement(here: ShellLine(text, status: Int32(status) ?? 0))
      return "\(measurement.seconds) \(measurement.processorSeconds) \(measurement.peakMemory)"
    } catch {
      return error.description
    }
  }

  /// Runs a program as a child of this process.
  private init(here command: ShellLine) throws(BenchmarkError) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    let words = ["/bin/sh", "-c", "exec \(command.text)"]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process: pid_t = 0
    let clock = ContinuousClock()
    let start = clock.now
    let number = posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
    guard number == 0 else {
      throw BenchmarkError("cannot start '\(command.text)': \(String(cString: strerror(number)))")
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) == -1, errno == EINTR {}
    seconds = (clock.now - start) / .seconds(1)
    processorSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
    peakMemory = Double(usage.ru_maxrss) / 1024
    let exit = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    guard exit == command.status else {
      throw BenchmarkError("'\(command.text)' ended with \(exit), expected was \(command.status)")
    }
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
}

/// A line for the shell, run in the place of the shell itself so that only the program is measured.
struct ShellLine: Sendable {
  /// The line.
  let text: String
  /// The exit status that says that it worked.
  let status: Int32

  /// Makes a line.
  init(_ text: String, status: Int32 = 0) {
    self.text = text
    self.status = status
  }
}

/// Why a figure could not be had.
struct BenchmarkError: Error, CustomStringConvertible {
  /// One sentence without a full stop.
  let description: String

  /// Makes the error.
  init(_ description: String) {
    self.description = description
  }
}
