#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Escapes logging commands in output, so that a pipeline does not run commands from an inventory or a server.
///
/// The runner of GitHub Actions runs a line that begins with `::name …::`, after blanks, and `##[name]` anywhere in a
/// line. The agent of Azure DevOps runs `##vso[…]` anywhere in a line, and formats `##[…]`. One character of each is
/// escaped: the second colon, or the bracket.
/// Source: [ActionCommand.cs](https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs),
/// [logging commands](https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands).
struct PipelineCommands {
  /// The notation of an output, which determines how a character is escaped.
  enum Notation {
    /// `\u{5B}`, as for control characters.
    case text
    /// `\u005b`, as in a string of JSON or JSON5.
    case json
    /// `&#91;`, as in HTML.
    case html
    /// `''[`, as in the single quotes that scripts put around foreign text.
    case shell

    fileprivate func escaped(_ byte: UInt8) -> String {
      switch self {
      case .text: "\\u{\(String(byte, radix: 16, uppercase: true))}"
      case .json: "\\u00\(String(byte, radix: 16))"
      case .html: "&#\(byte);"
      case .shell: "''\(Character(Unicode.Scalar(byte)))"
      }
    }
  }

  /// Whether a pipeline interprets the output: it sets one of these variables.
  static let areInterpreted = ["GITHUB_ACTIONS", "TF_BUILD"].contains { (name: String) in
    getenv(name).map { $0.pointee != 0 } ?? false
  }

  /// The number of colons at the beginning of the line, after blanks; nil if something else is there.
  private var colons: Int? = 0
  /// The number of `#` before the next byte, at most two; letters may follow the second.
  private var hashes = 0
  /// Whether the previous byte is an escape.
  private var hasEscape = false

  /// Escapes the commands in the next part of an output; a command can continue in the part after it.
  ///
  /// - Parameters:
  ///   - bytes: the part.
  ///   - notation: the notation of the output.
  /// - Returns: the escaped part.
  mutating func escape(_ bytes: [UInt8], in notation: Notation) -> [UInt8] {
    // The other stream may have ended the line in between.
    colons = colons ?? 0
    var escaped: [UInt8] = []
    escaped.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if begins(with: byte, before: bytes[(index + 1)...]) {
        escaped += notation.escaped(byte).utf8
      } else {
        escaped.append(byte)
      }
    }
    return escaped
  }

  /// Whether a byte and those before it begin a command.
  private mutating func begins(with byte: UInt8, before rest: ArraySlice<UInt8>) -> Bool {
    let (colonsBefore, hashesBefore, followsEscape) = (colons, hashes, hasEscape)
    hasEscape = byte == 0x1B
    switch byte {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): (colons, hashes) = (0, 0)
    case UInt8(ascii: " "), UInt8(ascii: "\t"): (colons, hashes) = (colonsBefore == 0 ? 0 : nil, 0)
    case UInt8(ascii: ":"):
      (colons, hashes) = (colonsBefore == 0 ? 1 : nil, 0)
      return colonsBefore == 1 && !isAddress(rest)
    case UInt8(ascii: "#"): (colons, hashes) = (nil, min(hashesBefore + 1, 2))
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      (colons, hashes) = (nil, hashesBefore == 2 ? 2 : 0)
    case 0x21...0x7E:
      (colons, hashes) = (nil, 0)
      // Between an escape and a digit, a bracket begins a color.
      let isColor = followsEscape && (0x30...0x39).contains(rest.first ?? 0)
      return byte == UInt8(ascii: "[") && hashesBefore == 2 && !isColor
    // A pipeline may ignore such characters, and some of them end a line.
    default: colons = colonsBefore ?? 0
    }
    return false
  }

  /// Whether `::` begins an IPv6 address, as in hosts files: in a command, a word and another `::` follow.
  private func isAddress(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first, (0x30...0x39).contains(first),
      let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
    else { return false }
    return !rest[..<end].contains("::".utf8)
  }
}
