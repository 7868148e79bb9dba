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

  /// Makes a console as the command line wants it.
  ///
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - environment: the variables of the process; `NO_COLOR` ([no-color.org](https://no-color.org)) and `TERM` count.
  /// - Throws: ``UsageError`` when `--color` has another value than it can have.
  init(_ arguments: Arguments, environment: [String: String]) throws(UsageError) {
    isQuiet = arguments.has(.quiet)
    isVerbose = arguments.has(.verbose)
    switch arguments.value(.color) ?? "auto" {
    case "always": usesColor = true
    case "never": usesColor = false
    case "auto":
      let isUnwanted = environment["NO_COLOR"]?.isEmpty == false || environment["TERM"] == "dumb"
      usesColor = isatty(STDOUT_FILENO) == 1 && !isUnwanted
    case let other: throw UsageError("--color is '\(other)'; use auto, always or never")
    }
  }

  /// Makes a console that says everything in one colour.
  init() {}

  /// Prints a result that a person reads.
  func show(_ text: String) {
    if !isQuiet { Self.write(text, to: STDOUT_FILENO) }
  }

  /// Prints bytes of a file as a part of a result; on a terminal, control characters in them do nothing.
  func show(_ bytes: [UInt8]) {
    guard !isQuiet else { return }
    let isSafe = isatty(STDOUT_FILENO) != 1
    Self.write(
      isSafe ? bytes : bytes.map { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A || $0 == 0x7F ? UInt8(ascii: "?") : $0 },
      to: STDOUT_FILENO)
  }

  /// Prints a result that a program reads; `--quiet` does not hide it.
  func emit(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

  /// Says something besides the result.
  func remark(_ text: String) {
    if !isQuiet { Self.write("\(text)\n", to: STDERR_FILENO) }
  }

  /// Says what is being done.
  func trace(_ text: String) {
    if isVerbose { Self.write("apim-dns: \(text)\n", to: STDERR_FILENO) }
  }

  /// Says how far long work has come, where a person sees it at once.
  func progress(_ text: String) {
    if !isQuiet, isatty(STDERR_FILENO) == 1 { Self.write("\(text)\n", to: STDERR_FILENO) }
  }

  /// Says why something did not work.
  ///
  /// - Parameters:
  ///   - text: what to say.
  ///   - namesItsPlace: whether the text begins with a file and a line, before which the program's name must not stand.
  func complain(_ text: String, namesItsPlace: Bool = false) {
    Self.write("\(namesItsPlace ? "" : "apim-dns: ")\(text)\n", to: STDERR_FILENO)
  }

  /// Whether a person is there to be asked.
  var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// Asks a question that is answered with yes or no.
  func ask(_ question: String) -> Bool {
    Self.write("\(question) [y/N] ", to: STDERR_FILENO)
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }

  private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        #if canImport(Darwin)
          Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
          Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
          Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return
      }
    }
  }
}
