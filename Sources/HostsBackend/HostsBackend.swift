import DNSModel
import FileReplacement
public import Reconciliation

/// Keeps records in a hosts file, in one marked block for each owner; not a byte outside the block changes.
///
/// Source: [hosts(5)](https://man7.org/linux/man-pages/man5/hosts.5.html).
public struct HostsBackend: RecordBackend {
  private let path: String
  private let owner: Owner
  private let keepsBackup: Bool

  /// Names the file.
  ///
  /// - Parameters:
  ///   - path: the hosts file; a symbolic link is followed.
  ///   - owner: whose block is ours.
  ///   - keepsBackup: whether the contents before a change are kept beside the file, as `NAME.apim-dns.bak`.
  public init(path: String, owner: Owner, keepsBackup: Bool = true) {
    self.path = path
    self.owner = owner
    self.keepsBackup = keepsBackup
  }

  /// Reads the file and says what would have to change.
  ///
  /// - Parameter goal: the record sets in the order in which their lines stand; TTLs do not count.
  /// - Returns: work that is ready to be carried out.
  /// - Throws: ``BackendError`` when the file cannot be read, or our block in it is not whole.
  public func plan(_ goal: Goal) async throws(BackendError) -> any PlannedWork {
    let snapshot: FileSnapshot
    do throws(FileError) {
      snapshot = try FileSnapshot(of: path)
    } catch {
      throw BackendError(error.isRefusal ? .refused : .failed, error.description)
    }
    let desired = goal.recordSets
    let file = try HostsFile(snapshot.bytes, path: path, owner: owner, names: Set(desired.map(\.name.text)))
    let difference = RecordDifference(from: file.block?.recordSets ?? [], to: desired, comparesTTL: false)
    let contents = newContents(of: file, desired)
    var changes = difference.changes
    if changes.isEmpty, contents != file.bytes {
      // The records are right, but the lines in between are not as we write them.
      changes.append(Change(desired.isEmpty ? .delete : .update, .configuration, name: path))
    }
    let plan = BackendPlan(
      backend: .hosts, target: path, changes: changes, conflicts: conflicts(in: file, desired),
      unchanged: difference.unchanged)
    return HostsPlannedWork(plan: plan, snapshot: snapshot, contents: contents, keepsBackup: keepsBackup)
  }

  /// The file with our block as it should be: in its place, else at the end, and not at all where it would be empty.
  private func newContents(of file: HostsFile, _ desired: [RecordSet]) -> [UInt8] {
    let range = file.block?.range ?? file.bytes.endIndex..<file.bytes.endIndex
    var before = file.bytes[..<range.lowerBound]
    let after = file.bytes[range.upperBound...]
    var lineEndBeforeIsOurs = file.block?.lineEndBeforeIsOurs ?? false
    if desired.isEmpty {
      if lineEndBeforeIsOurs, after.isEmpty { before = before.droppingLineEnd() }
      return Array(before + after)
    }
    if before.endsWithinLine {
      before += file.lineEnd.utf8
      lineEndBeforeIsOurs = true
    }
    let text = ManagedBlock.text(
      of: desired, owner: owner, lineEnd: file.lineEnd, lineEndBeforeIsOurs: lineEndBeforeIsOurs)
    return Array(before) + text + after
  }

  /// The foreign lines that lead one of our names to an address that it should not have.
  private func conflicts(in file: HostsFile, _ desired: [RecordSet]) -> [Conflict] {
    let wanted = Dictionary(desired.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    return file.foreignEntries.flatMap { foreign in
      foreign.entry.names.compactMap { name -> Conflict? in
        guard let set = wanted[name] else { return nil }
        if let address = IPv4Address(foreign.entry.address) {
          guard !set.addresses.contains(address) else { return nil }
        } else if !foreign.entry.mayBeIPv6 {
          // Resolvers skip a line whose first field is no address.
          return nil
        }
        let address = String(decoding: foreign.entry.address, as: UTF8.self)
        return Conflict(
          name: name, place: "\(path):\(foreign.line)",
          reason: "this line, which is not ours, leads \(name) to \(address); take the name out of it, or use --force "
            + "to write our block beside it",
          yieldsToForce: true)
      }
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether more bytes would continue a line; a byte order mark is no line.
  fileprivate var endsWithinLine: Bool {
    guard let last, last != UInt8(ascii: "\n") else { return false }
    return !elementsEqual([0xEF, 0xBB, 0xBF])
  }

  /// The same bytes without one line end at their end.
  fileprivate func droppingLineEnd() -> ArraySlice<UInt8> {
    guard last == UInt8(ascii: "\n") else { return self }
    let line = dropLast()
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }
}
