import DNSModel
import Reconciliation

/// The change to the contents of one hosts file, on this machine or another one.
struct HostsEdit {
  /// The old contents.
  let file: HostsFile
  /// The new contents: the bytes before the managed block, the block with its line end before it, the bytes after it.
  let pieces: [ArraySlice<UInt8>]
  /// The bytes of the old contents that the middle piece replaces.
  let replaced: Range<Int>

  /// The record sets of the new block.
  let recordSets: [RecordSet]
  /// The conflicts whose changes are left out.
  let leftOut: [Conflict]

  private let path: String
  private let changes: [Change]
  private let conflicts: [Conflict]
  private let unchanged: Int
  /// What a person should know besides.
  private let notes: [String]

  /// Whether the new contents differ from the old ones.
  var changesFile: Bool { pieces[1] != file.bytes[replaced] }

  /// Finds the changes that lead to the desired state.
  ///
  /// - Parameters:
  ///   - bytes: the old contents.
  ///   - path: the file's path in messages.
  ///   - desiredState: the record sets of this owner.
  ///   - owner: the owner of the managed block.
  ///   - machineName: the name of the machine with the file, if it is known.
  ///   - policy: what to do with changes that conflict.
  /// - Throws: ``BackendError`` if the file is UTF-16, or its markers do not form complete blocks.
  init(
    of bytes: [UInt8], path: String, to desiredState: DesiredState, owner: Owner, machineName: String?,
    onConflict policy: ConflictPolicy
  ) throws(BackendError) {
    let all = desiredState.recordSets
    let file = try HostsFile(bytes, path: path, owner: owner, names: Set(all.map(\.name.text)))
    let found = HostsConflicts(path: path, machineName: machineName, listLimit: policy == .skip ? .max : 100)
      .all(in: file, all)
    leftOut = found.filter(policy.leavesOut)
    conflicts = found.filter { !policy.leavesOut($0) }
    let desired = Self.recordSets(all, leavingOut: leftOut, path: path, in: file)
    recordSets = desired
    let (replaced, middle) = Self.replacement(in: file, by: desired, of: owner)
    self.file = file
    self.path = path
    self.replaced = replaced
    pieces = [file.bytes[..<replaced.lowerBound], middle[...], file.bytes[replaced.upperBound...]]
    let difference = RecordDifference(from: file.block?.recordSets ?? [:], to: desired, comparesTTL: false)
    var changes = difference.changes
    if changes.isEmpty, middle[...] != file.bytes[replaced] {
      // The records are in sync, but the text of the block was edited.
      changes.append(Change(desired.isEmpty ? .delete : .update, .configuration, name: path))
    }
    self.changes = changes
    unchanged = difference.unchanged
    notes = []
  }

  /// Finds the change that gives the managed block to another owner, with the records that it has.
  ///
  /// A block that was edited is a conflict: the script for other machines knows only blocks as this program writes them.
  ///
  /// - Parameters:
  ///   - bytes: the old contents.
  ///   - path: the file's path in messages.
  ///   - old: the owner of the block.
  ///   - new: the owner that gets it.
  /// - Throws: ``BackendError`` if the file is UTF-16, or its markers do not form complete blocks.
  init(of bytes: [UInt8], path: String, from old: Owner, to new: Owner) throws(BackendError) {
    let file = try HostsFile(bytes, path: path, owner: old, names: [])
    let taken = try HostsFile(bytes, path: path, owner: new, names: []).block
    let sets = file.block.map { ManagedBlock.lines(in: $0.range, of: bytes) } ?? []
    let (replaced, middle) = Self.replacement(in: file, by: sets, of: new)
    var conflicts: [Conflict] = []
    func line(_ block: ManagedBlock) -> Int {
      1 + bytes[..<block.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
    }
    if let block = file.block, Self.replacement(in: file, by: sets, of: old).1[...] != bytes[replaced] {
      conflicts.append(
        Conflict(
          name: path, place: "\(path):\(line(block))",
          reason: "the block of owner \(old) was edited. Run 'apim-dns apply hosts' with this owner first.",
          yieldsToForce: false))
    }
    if file.block != nil, let taken {
      conflicts.append(
        Conflict(
          name: path, place: "\(path):\(line(taken))",
          reason: "owner \(new) has a block here, and a file has one block for each owner. Run 'apim-dns remove hosts "
            + "--owner \(old)', then apply with owner \(new).", yieldsToForce: false))
    }
    self.file = file
    self.path = path
    self.replaced = replaced
    self.conflicts = conflicts
    pieces = [bytes[..<replaced.lowerBound], middle[...], bytes[replaced.upperBound...]]
    recordSets = sets
    leftOut = []
    unchanged = 0
    changes =
      file.block == nil
      ? []
      : [
        Change(
          .update, .configuration, name: path, before: Change.Value(contents: ["owner=\(old)"]),
          after: Change.Value(contents: ["owner=\(new)"]))
      ]
    notes = file.block == nil ? ["\(path): owner \(old) has no block here"] : []
  }

  /// The record sets of the new block: the desired ones, and for a name that is left out those of the old block.
  ///
  /// A conflict with the file as a whole leaves out all names. While a name is left out, no other name is removed either: it may be
  /// the one that works.
  private static func recordSets(
    _ desired: [RecordSet], leavingOut conflicts: [Conflict], path: String, in file: HostsFile
  ) -> [RecordSet] {
    let names = Set(conflicts.map(\.name))
    guard !names.isEmpty else { return desired }
    let present = file.block?.recordSets ?? [:]
    func kept(_ name: DomainName) -> RecordSet? {
      present[name.text].map { RecordSet(name: name, ttl: .standard, addresses: $0.addresses) }
    }
    let wanted = Set(desired.map(\.name.text))
    let others = present.keys.filter { !wanted.contains($0) }.compactMap { try? DomainName($0) }.sorted()
    return desired.compactMap { names.contains($0.name.text) || names.contains(path) ? kept($0.name) : $0 }
      + others.compactMap(kept)
  }

  /// The plan for the file.
  ///
  /// - Parameters:
  ///   - fileConflicts: why the file cannot be changed at all.
  ///   - reloadCommand: the command that runs after the file has changed; nil for none.
  ///   - reloadMarkPath: the reload mark of an earlier run; nil if there is none.
  ///   - warnings: what a person should know besides.
  /// - Returns: the plan.
  func plan(
    fileConflicts: [Conflict], reloadCommand: String?, reloadMarkPath: String?, warnings: [String]
  ) -> BackendPlan {
    var (changes, warnings) = (changes, notes + warnings)
    if let reloadCommand, let reloadMarkPath {
      if changes.isEmpty { changes = [Change(.update, .configuration, name: reloadMarkPath)] }
      warnings.append(
        "\(reloadMarkPath): a reload is still due from an earlier run, so apply runs '\(reloadCommand)'")
    }
    return BackendPlan(
      backend: .hosts, target: path, changes: changes, conflicts: conflicts + fileConflicts, leftOut: leftOut,
      unchanged: unchanged,
      sideEffects: changes.isEmpty ? [] : reloadCommand.map { [SideEffect(.reload, contents: [$0])] } ?? [],
      warnings: warnings)
  }

  /// The change to the bytes of the file, as `diff -u` shows it.
  ///
  /// It does not show lines that are not hosts entries: a user who names the file need not have permission to read it.
  ///
  /// - Parameter isNew: whether there is no file yet.
  /// - Returns: the difference; empty if nothing changes.
  func unifiedDiff(isNew: Bool) -> [UInt8] {
    guard changesFile else { return [] }
    let isCertain = file.detection.isCertain
    return UnifiedDiff(
      of: file.bytes, replacing: replaced, by: Array(pieces[1]), path: path, isNew: isNew
    ) { Self.isShown($0, isInHostsFile: isCertain) }.text
  }

  /// Whether a line is an entry, a marker or empty, or a comment in a file that is certainly a hosts file.
  private static func isShown(_ line: ArraySlice<UInt8>, isInHostsFile: Bool) -> Bool {
    var content = line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
    if content.last == 0x0A { content.removeLast() }
    guard !content.contains(0) else { return false }
    let mayHoldComment = isInHostsFile || BlockMarker(content) != nil
    guard mayHoldComment || !content.contains(UInt8(ascii: "#")) else { return false }
    return HostsEntry.isBlankOrComment(content) || StrictHostsEntry.matches(content)
  }

  /// The range of the managed block, or else the end of the file, and the bytes that replace it.
  private static func replacement(
    in file: HostsFile, by desired: [RecordSet], of owner: Owner
  ) -> (Range<Int>, [UInt8]) {
    var range = file.block?.range ?? file.bytes.endIndex..<file.bytes.endIndex
    var ownsPrecedingLineEnd = file.block?.ownsPrecedingLineEnd ?? false
    let before = file.bytes[..<range.lowerBound]
    if desired.isEmpty {
      // If lines follow the block, its preceding line end stays, so that they are not joined to the line before it.
      if ownsPrecedingLineEnd, range.upperBound == file.bytes.endIndex {
        range = before.withoutLineEnd.endIndex..<range.upperBound
      }
      return (range, [])
    }
    let addsLineEnd = before.endsWithinLine
    // After a carriage return, a line feed alone would look like one line end, and removal would take both.
    let lineEnd = before.last == UInt8(ascii: "\r") ? "\r\n" : file.lineEnd
    if addsLineEnd { ownsPrecedingLineEnd = true }
    let text = ManagedBlock.text(
      of: desired, owner: owner, lineEnd: file.lineEnd, ownsPrecedingLineEnd: ownsPrecedingLineEnd)
    return (range, (addsLineEnd ? Array(lineEnd.utf8) : []) + text)
  }
}

extension ArraySlice<UInt8> {
  /// Whether the bytes end within a line; a byte order mark alone does not count as a line.
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
