import Diagnostics
import Inventory

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where results and remarks go: results to stdout, everything else to stderr.
struct Console {
  /// Whether only errors and what `--format json` asks for are printed.
  var isQuiet = false
  /// Whether it is said what is being done.
  var isVerbose = false
  /// Whether results are coloured.
  var usesColor = false
  /// Whether it is shown how far long work has come: on a terminal that can take a line back.
  var showsProgress = false

  /// Makes a console as the command line wants it.
  ///
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - environment: the variables of the process; `NO_COLOR` ([no-color.org](https://no-color.org)) and `TERM` count.
  /// - Throws: ``UsageError`` when `--color` has another value than it can have.
  init(_ arguments: Arguments, environment: [String: String]) throws(UsageError) {
    isQuiet = arguments.has(.quiet)
    isVerbose = arguments.has(.verbose)
    let canTakeBack = !["", "dumb"].contains(environment["TERM"] ?? "")
    showsProgress = !isQuiet && canTakeBack && StandardStream.errors.isTerminal
    switch arguments.value(.color) ?? "auto" {
    case "always": usesColor = true
    case "never": usesColor = false
    case "auto":
      let isUnwanted = environment["NO_COLOR"]?.isEmpty == false || environment["TERM"] == "dumb"
      usesColor = StandardStream.output.isTerminal && !isUnwanted
    case let other: throw UsageError("--color is '\(other)'; use auto, always or never")
    }
  }

  /// Makes a console that says everything in one colour.
  init() {}

  /// Prints a result that a person reads; it is not even made where nobody wants it.
  func show(_ text: @autoclosure () -> String) {
    if !isQuiet { StandardStream.output.write(text()) }
  }

  /// Prints bytes of a file as a part of a result; on a terminal, control characters in them do nothing.
  ///
  /// - Parameters:
  ///   - bytes: what to print.
  ///   - style: gives it its colours.
  func show(_ bytes: @autoclosure () -> [UInt8], _ style: ([UInt8]) -> [UInt8]) {
    guard !isQuiet else { return }
    let bytes = bytes()
    let isSafe = !StandardStream.output.isTerminal
    StandardStream.output.write(style(isSafe ? bytes : Array(PrintableText.lines(bytes).utf8)))
  }

  /// Prints a result that a program reads, in the notation of that program; `--quiet` does not hide it.
  func emit(_ text: String, as notation: PipelineCommands.Notation) { StandardStream.output.write(text, as: notation) }

  /// Says something besides the result.
  func remark(_ text: String) {
    if !isQuiet { say(text) }
  }

  /// Says what is being done.
  func trace(_ text: String) {
    if isVerbose { say("apim-dns: \(text)") }
  }

  /// Says how far long work has come, where a person sees it at once.
  func progress(_ text: String) {
    if !isQuiet, StandardStream.errors.isTerminal { say(text) }
  }

  /// Says why something did not work.
  ///
  /// - Parameters:
  ///   - text: what to say.
  ///   - namesItsPlace: whether the text begins with a file and a line, before which the program's name must not stand.
  func complain(_ text: String, namesItsPlace: Bool = false) {
    say("\(namesItsPlace ? "" : "apim-dns: ")\(text)")
  }

  /// Writes lines that may have words of a file or a server in them, which steer no terminal.
  private func say(_ text: String) { StandardStream.errors.write("\(PrintableText.escapedLines(text))\n") }

  /// Whether a person is there to be asked.
  var canAsk: Bool { isatty(STDIN_FILENO) == 1 && StandardStream.errors.isTerminal }

  /// Asks a question that is answered with yes or no.
  func ask(_ question: String) -> Bool {
    StandardStream.errors.write("\(PrintableText.escapedLines(question)) [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}
