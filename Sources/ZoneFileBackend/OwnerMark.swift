import FileReplacement
import Reconciliation

/// The owner mark: line 1 of every managed file, which names the owner.
struct OwnerMark: Hashable, Sendable {
  /// The line without its line ending.
  let line: String
  /// The part of the line before the owner's identifier.
  private let prefix: String

  /// What to do about an unmanaged file at the path of a managed one.
  static let fix = "Move the file away, or choose another directory."
  private static let zoneFileFix =
    "Choose another directory, or move the file away and apply with --serial-from so that the serial does not decrease."

  /// The mark of a zone file.
  static func zoneFile(_ owner: Owner) -> OwnerMark { OwnerMark(comment: ";", owner) }

  /// The mark of a file in the syntax of named.conf.
  static func includeFile(_ owner: Owner) -> OwnerMark { OwnerMark(comment: "//", owner) }

  /// What to do about the include file of another owner.
  private static func fix(forOwner owner: String, in directory: String) -> String {
    let path = (try? Folder(directory).absolutePath()) ?? directory
    let includes = [path, "\(path)-\(owner)"].map { "'include \"\($0)/\(IncludeFile.name)\";'" }
    return "Each owner needs a directory of its own. Choose another one, such as '\(path)-\(owner)', and put both "
      + "\(includes[0]) and \(includes[1]) into named.conf."
  }

  private var isOfZoneFile: Bool { line.hasPrefix(";") }

  private init(comment: String, _ owner: Owner) {
    prefix = "\(comment) apim-dns owner="
    line = prefix + owner.identifier
  }

  /// Whether line 1 of a file is exactly this mark.
  func isOnLine1(of bytes: [UInt8]) -> Bool {
    bytes.starts(with: line.utf8) && bytes.dropFirst(line.utf8.count).first ?? UInt8(ascii: "\n") == UInt8(ascii: "\n")
  }

  /// The other owner whose mark is on line 1 of a file; nil if there is none.
  func otherOwner(of bytes: [UInt8]) -> Owner? {
    guard !isOnLine1(of: bytes), bytes.starts(with: prefix.utf8) else { return nil }
    let text = bytes.dropFirst(prefix.utf8.count).prefix { $0 > UInt8(ascii: " ") && $0 < 0x7F }.prefix(63)
    return Owner(String(decoding: text, as: UTF8.self)).flatMap {
      $0.identifier == line.dropFirst(prefix.count) ? nil : $0
    }
  }

  /// Why a file is unmanaged, and what to do; nil if it is managed.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - directory: the directory of the file.
  /// - Returns: the reason and the fix.
  func conflictReason(for bytes: [UInt8], in directory: String) -> String? {
    guard !isOnLine1(of: bytes) else { return nil }
    if let owner = otherOwner(of: bytes) {
      let own = String(line.dropFirst(prefix.count))
      let fix = isOfZoneFile ? Self.zoneFileFix : Self.fix(forOwner: own, in: directory)
      return "line 1 is '\(prefix)\(owner)' and not '\(line)', so the file belongs to another owner. \(fix)"
    }
    guard isOfZoneFile else { return "line 1 is not '\(line)', so the file is unmanaged. \(Self.fix)" }
    return
      "line 1 is not '\(line)', so the file is unmanaged. \(Self.zoneFileFix) If named rewrote a managed file, put that line back on "
      + "top instead."
  }
}
