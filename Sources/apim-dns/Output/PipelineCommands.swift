#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Takes from an output what a pipeline would obey, wherever it comes from: nothing that we write is a command.
///
/// The runner of GitHub Actions obeys a line that begins with `::name …::`, behind blanks, and `##[name]` anywhere in a
/// line; the agent of Azure DevOps obeys `##vso[…]` anywhere in a line, and shows `##[…]` in its own way. One character of
/// each is written in another way: the second colon, or the bracket.
/// Source: [ActionCommand.cs](https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs),
/// [logging commands](https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands).
struct PipelineCommands {
  /// How an output writes a character that must not stand there as it is.
  enum Notation {
    /// `\u{5B}`, as for control characters.
    case text
    /// `\u005b`, which means the same inside a string of JSON or JSON5.
    case json
    /// `&#91;`, which means the same in HTML.
    case html
    /// `''[`, which means the same between the single quotes in which our scripts have all texts of others.
    case shell

    /// What is written in place of an ASCII character.
    fileprivate func escaped(_ byte: UInt8) -> String {
      switch self {
      case .text: "\\u{\(String(byte, radix: 16, uppercase: true))}"
      case .json: "\\u00\(String(byte, radix: 16))"
      case .html: "&#\(byte);"
      case .shell: "''\(Character(Unicode.Scalar(byte)))"
      }
    }
  }

  /// Whether a pipeline reads what this process writes: one of the variables that only they set is not empty.
  static let areObeyed = ["GITHUB_ACTIONS", "TF_BUILD"].contains { (name: String) in
    getenv(name).map { $0.pointee != 0 } ?? false
  }

  /// How many colons begin the line, behind blanks; nothing where something else does.
  private var colons: Int? = 0
  /// How many `#` stand before the next byte, two at most; letters may follow the second.
  private var hashes = 0
  /// Whether an escape stands before the next byte.
  private var hasEscape = false

  /// Rewrites the next part of an output; a command that only begins in it is known in the next part.
  ///
  /// - Parameters:
  ///   - bytes: the part.
  ///   - notation: how the output writes characters that must not stand there as they are.
  /// - Returns: the part without commands.
  mutating func disarm(_ bytes: [UInt8], in notation: Notation) -> [UInt8] {
    // Another stream may have ended the line in between.
    colons = colons ?? 0
    var safe: [UInt8] = []
    safe.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if begins(with: byte, before: bytes[(index + 1)...]) {
        safe += notation.escaped(byte).utf8
      } else {
        safe.append(byte)
      }
    }
    return safe
  }

  /// Whether a command would begin with a byte and what stands before it.
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
      // Behind an escape and before a digit, a bracket begins a colour: ours, or a word that is no command.
      let isColor = followsEscape && (0x30...0x39).contains(rest.first ?? 0)
      return byte == UInt8(ascii: "[") && hashesBefore == 2 && !isColor
    // Whoever compares texts may pass over such characters, and some of them end a line.
    default: colons = colonsBefore ?? 0
    }
    return false
  }

  /// Whether what follows `::` makes an IPv6 address of it, as in hosts files: a command has a word there, and `::` again.
  private func isAddress(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first, (0x30...0x39).contains(first),
      let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
    else { return false }
    return !rest[..<end].contains("::".utf8)
  }
}
