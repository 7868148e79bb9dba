import Reconciliation

/// Line 1 of every file that we write: whose file it is.
struct ZoneFileMark: Hashable, Sendable {
  /// The line without its end.
  let line: String
  /// What begins a comment and the mark, whoever the owner is.
  private let beginning: String

  /// What to do about a file that is not ours.
  static let advice = "move the file away or choose another directory"
  /// The same for a zone file.
  private static let zoneAdvice =
    "choose another directory, or move the file away and apply with --serial-from, so that the serial does not go back"

  /// The mark of a zone file.
  static func zoneFile(_ owner: Owner) -> ZoneFileMark { ZoneFileMark(comment: ";", owner) }

  /// The mark of the file that named.conf includes.
  static func includeFile(_ owner: Owner) -> ZoneFileMark { ZoneFileMark(comment: "//", owner) }

  /// Whether it is the mark of a zone file.
  private var isOfZone: Bool { line.hasPrefix(";") }

  private init(comment: String, _ owner: Owner) {
    beginning = "\(comment) apim-dns owner="
    line = beginning + owner.identifier
  }

  /// Whether a file begins with exactly this line.
  func marks(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: line.utf8) && bytes.dropFirst(line.utf8.count).first ?? UInt8(ascii: "\n") == UInt8(ascii: "\n")
  }

  /// Why a file is not ours, and what to do; nothing where it is.
  func objection(to bytes: [UInt8]) -> String? {
    guard !marks(bytes) else { return nil }
    let advice = isOfZone ? Self.zoneAdvice : Self.advice
    if bytes.starts(with: beginning.utf8) {
      let other = bytes.dropFirst(beginning.utf8.count).prefix { $0 > UInt8(ascii: " ") && $0 < 0x7F }.prefix(63)
      let own = line.dropFirst(beginning.count)
      if let owner = Owner(String(decoding: other, as: UTF8.self)), owner.identifier != own {
        return "line 1 says owner=\(owner), not '\(line)', so the file is another owner's: \(advice)"
      }
    }
    let rewritten = isOfZone ? "put that line on top if named rewrote a file of ours; else " : ""
    return "line 1 is not '\(line)', so the file is not ours: \(rewritten)\(advice)"
  }
}
