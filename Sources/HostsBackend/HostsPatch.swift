import DNSModel
import FileReplacement
import Reconciliation

/// What becomes of one hosts file as it was at one moment: the plan, and the bytes that follow from it.
struct HostsPatch {
  /// The file as it was.
  let snapshot: FileSnapshot
  /// What would change, for people and for the safety limits.
  let plan: BackendPlan
  /// The new contents: what stays before our block, the block with what belongs to it, what stays behind it.
  let pieces: [ArraySlice<UInt8>]
  /// The bytes of the old contents that the middle piece replaces.
  let replaced: Range<Int>

  /// Whether the new contents differ from the old ones.
  var changesFile: Bool { pieces[1] != snapshot.bytes[replaced] }

  /// Works out what is to become of a file.
  ///
  /// - Throws: ``BackendError`` when the file is no text that we may change, or our block is not whole.
  init(_ backend: HostsBackend, _ goal: Goal, on snapshot: FileSnapshot) throws(BackendError) {
    let desired = goal.recordSets
    let file = try HostsFile(
      snapshot.bytes, path: backend.path, owner: backend.owner, names: Set(desired.map(\.name.text)))
    let (replaced, middle) = Self.replacement(in: file, by: desired, of: backend.owner)
    self.snapshot = snapshot
    self.replaced = replaced
    pieces = [file.bytes[..<replaced.lowerBound], middle[...], file.bytes[replaced.upperBound...]]
    let difference = RecordDifference(from: file.block?.recordSets ?? [], to: desired, comparesTTL: false)
    var changes = difference.changes
    let changesFile = middle[...] != file.bytes[replaced]
    if changes.isEmpty, changesFile {
      // The records are right, but the lines in between are not as we write them.
      changes.append(Change(desired.isEmpty ? .delete : .update, .configuration, name: backend.path))
    }
    var conflicts = HostsConflicts(path: backend.path, machineName: backend.machineName).all(in: file, desired)
    var warnings: [String] = []
    if changesFile {
      do throws(FileError) {
        try snapshot.requireReplaceable()
      } catch {
        conflicts.append(
          Conflict(name: backend.path, place: error.path, reason: error.reason, yieldsToForce: false))
      }
      warnings = HostsWarnings.all(on: snapshot, file)
    }
    plan = BackendPlan(
      backend: .hosts, target: backend.path, changes: changes, conflicts: conflicts, unchanged: difference.unchanged,
      warnings: warnings)
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
