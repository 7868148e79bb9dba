import DNSModel
import Reconciliation

/// What becomes of the bytes of one hosts file, wherever it lies: the changes, and the bytes that follow from them.
struct HostsEdit {
  /// The old contents.
  let file: HostsFile
  /// The new contents: what stays before our block, the block with what belongs to it, what stays behind it.
  let pieces: [ArraySlice<UInt8>]
  /// The bytes of the old contents that the middle piece replaces.
  let replaced: Range<Int>

  private let path: String
  private let changes: [Change]
  private let conflicts: [Conflict]
  private let unchanged: Int

  /// Whether the new contents differ from the old ones.
  var changesFile: Bool { pieces[1] != file.bytes[replaced] }

  /// Works out what is to become of a file.
  ///
  /// - Parameters:
  ///   - bytes: the old contents.
  ///   - path: the file's path for messages.
  ///   - desiredState: what the file is to hold of this owner.
  ///   - owner: whose block is ours.
  ///   - machineName: what the machine calls itself on which the file is.
  /// - Throws: ``BackendError`` when the file is no text that we may change, or our block is not whole.
  init(
    of bytes: [UInt8], path: String, to desiredState: DesiredState, owner: Owner, machineName: String?
  ) throws(BackendError) {
    let desired = desiredState.recordSets
    let file = try HostsFile(bytes, path: path, owner: owner, names: Set(desired.map(\.name.text)))
    let (replaced, middle) = Self.replacement(in: file, by: desired, of: owner)
    self.file = file
    self.path = path
    self.replaced = replaced
    pieces = [file.bytes[..<replaced.lowerBound], middle[...], file.bytes[replaced.upperBound...]]
    let difference = RecordDifference(from: file.block?.recordSets ?? [:], to: desired, comparesTTL: false)
    var changes = difference.changes
    if changes.isEmpty, middle[...] != file.bytes[replaced] {
      // The records are right, but the lines in between are not as we write them.
      changes.append(Change(desired.isEmpty ? .delete : .update, .configuration, name: path))
    }
    self.changes = changes
    unchanged = difference.unchanged
    conflicts = HostsConflicts(path: path, machineName: machineName).all(in: file, desired)
  }

  /// The plan.
  ///
  /// - Parameters:
  ///   - obstacles: what keeps the file from being changed at all.
  ///   - warnings: what a person should know besides.
  /// - Returns: the plan.
  func plan(obstacles: [Conflict], warnings: [String]) -> BackendPlan {
    BackendPlan(
      backend: .hosts, target: path, changes: changes, conflicts: conflicts + obstacles, unchanged: unchanged,
      warnings: warnings)
  }

  /// What the change is to the bytes of the file, as `diff -u` shows it.
  ///
  /// Whoever names the file need not be allowed to read it, so a line that has nothing to do with hosts is not shown.
  ///
  /// - Parameter isNew: whether there is no file yet.
  /// - Returns: the difference; nothing where nothing is changed.
  func unifiedDiff(isNew: Bool) -> [UInt8] {
    guard changesFile else { return [] }
    let isCertain = file.detection.isCertain
    return UnifiedDiff(
      of: file.bytes, replacing: replaced, by: Array(pieces[1]), path: path, isNew: isNew
    ) { Self.isShown($0, isInHostsFile: isCertain) }.text
  }

  /// Whether a line is an entry, a marker, or empty; a comment is shown only in what is certainly a hosts file.
  private static func isShown(_ line: ArraySlice<UInt8>, isInHostsFile: Bool) -> Bool {
    var content = line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
    if content.last == 0x0A { content.removeLast() }
    guard !content.contains(0) else { return false }
    let mayHoldComment = isInHostsFile || BlockMarker(content) != nil
    guard mayHoldComment || !content.contains(UInt8(ascii: "#")) else { return false }
    return HostsEntry.isSilent(content) || PlainEntry.isOne(content)
  }

  /// The bytes that go, and those that come: in the place of our block, else at the end, and none where nothing is wanted.
  private static func replacement(
    in file: HostsFile, by desired: [RecordSet], of owner: Owner
  ) -> (Range<Int>, [UInt8]) {
    var range = file.block?.range ?? file.bytes.endIndex..<file.bytes.endIndex
    var lineEndBeforeIsOurs = file.block?.lineEndBeforeIsOurs ?? false
    let before = file.bytes[..<range.lowerBound]
    if desired.isEmpty {
      // Behind our block somebody may have added lines, which must not be glued to the one before it.
      if lineEndBeforeIsOurs, range.upperBound == file.bytes.endIndex {
        range = before.withoutLineEnd.endIndex..<range.upperBound
      }
      return (range, [])
    }
    let addsLineEnd = before.endsWithinLine
    // Behind a carriage return a line feed alone would look like one line end, and both would go with it.
    let lineEnd = before.last == UInt8(ascii: "\r") ? "\r\n" : file.lineEnd
    if addsLineEnd { lineEndBeforeIsOurs = true }
    let text = ManagedBlock.text(
      of: desired, owner: owner, lineEnd: file.lineEnd, lineEndBeforeIsOurs: lineEndBeforeIsOurs)
    return (range, (addsLineEnd ? Array(lineEnd.utf8) : []) + text)
  }
}

extension ArraySlice<UInt8> {
  /// Whether more bytes would continue a line; a byte order mark is no line.
  fileprivate var endsWithinLine: Bool {
    guard let last, last != UInt8(ascii: "\n") else { return false }
    return !elementsEqual([0xEF, 0xBB, 0xBF])
  }

  /// The same bytes without one line end at their end.
  fileprivate var withoutLineEnd: ArraySlice<UInt8> {
    guard last == UInt8(ascii: "\n") else { return self }
    let line = dropLast()
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }
}
