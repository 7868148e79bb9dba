import Diagnostics
import Inventory

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Prints results to stdout, and everything else to stderr.
struct Console {
  /// Whether to print only errors and data (`--quiet`).
  var isQuiet = false
  /// Whether to print each step (`--verbose`).
  var isVerbose = false
  /// Whether results have colors.
  var usesColor = false
  /// Whether to show progress, which needs a terminal that can erase a line.
  var showsProgress = false

  /// Makes a console with the options of a command line.
  ///
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - environment: the environment variables; it uses `NO_COLOR` ([no-color.org](https://no-color.org)) and `TERM`.
  /// - Throws: ``UsageError`` if the value of `--color` is invalid.
  init(_ arguments: Arguments, environment: [String: String]) throws(UsageError) {
    isQuiet = arguments.has(.quiet)
    isVerbose = arguments.has(.verbose)
    let canErase = !["", "dumb"].contains(environment["TERM"] ?? "")
    showsProgress = !isQuiet && canErase && StandardStream.errors.isTerminal
    switch arguments.value(.color) ?? "auto" {
    case "always": usesColor = true
    case "never": usesColor = false
    case "auto":
      let isUnwanted = environment["NO_COLOR"]?.isEmpty == false || environment["TERM"] == "dumb"
      usesColor = StandardStream.output.isTerminal && !isUnwanted
    case let other: throw UsageError("--color: unknown value '\(other)'. Use auto, always or never.")
    }
  }

  /// Makes a console without colors and options.
  init() {}

  /// Prints a result for people; `--quiet` hides it, and then the text is not even built.
  func show(_ text: @autoclosure () -> String) {
    if !isQuiet { StandardStream.output.write(text()) }
  }

  /// Prints bytes of a file as part of a result; on a terminal, control characters are replaced.
  ///
  /// - Parameters:
  ///   - bytes: the bytes.
  ///   - style: adds colors.
  func show(_ bytes: @autoclosure () -> [UInt8], _ style: ([UInt8]) -> [UInt8]) {
    guard !isQuiet else { return }
    let bytes = bytes()
    let isSafe = !StandardStream.output.isTerminal
    StandardStream.output.write(style(isSafe ? bytes : Array(PrintableText.lines(bytes).utf8)))
  }

  /// Prints a result for programs in their notation; `--quiet` does not hide it.
  func emit(_ text: String, as notation: PipelineCommands.Notation) { StandardStream.output.write(text, as: notation) }

  /// Prints a note or a warning; `--quiet` hides it.
  func printNote(_ text: String) {
    if !isQuiet { printLines(text) }
  }

  /// Prints a step with `--verbose`.
  func trace(_ text: String) {
    if isVerbose { printLines("apim-dns: \(text)") }
  }

  /// Prints progress on a terminal.
  func progress(_ text: String) {
    if !isQuiet, StandardStream.errors.isTerminal { printLines(text) }
  }

  /// Prints an error.
  ///
  /// - Parameters:
  ///   - text: the message.
  ///   - startsWithPosition: whether the message begins with a position, so that the program's name is left out.
  func printError(_ text: String, startsWithPosition: Bool = false) {
    printLines("\(startsWithPosition ? "" : "apim-dns: ")\(text)")
  }

  /// Prints lines with control characters escaped, because they can contain text from files and servers.
  private func printLines(_ text: String) { StandardStream.errors.write("\(PrintableText.escapedLines(text))\n") }

  /// Whether a person can be asked.
  var canAsk: Bool { isatty(STDIN_FILENO) == 1 && StandardStream.errors.isTerminal }

  /// Asks a yes-or-no question; if the task is cancelled, the answer is no.
  func ask(_ question: String) -> Bool {
    StandardStream.errors.write("\(PrintableText.escapedLines(question)) [y/N] ")
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    while poll(&input, 1, 100) == 0 {
      guard !Task.isCancelled else {
        StandardStream.errors.write("\n")
        return false
      }
    }
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}
