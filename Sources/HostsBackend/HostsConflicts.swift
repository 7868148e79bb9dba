import DNSModel
import Reconciliation

/// Finds what stands in the way of our lines: the file as a whole, its lines, and the names themselves.
struct HostsConflicts {
  /// The file's path for messages.
  let path: String
  /// How many names with foreign addresses are listed.
  private static let most = 100

  /// What this machine calls itself.
  let machineName: String?

  /// All conflicts: that about the file as a whole, those about the names themselves, those with lines.
  func all(in file: HostsFile, _ desired: [RecordSet]) -> [Conflict] {
    otherFile(file, desired) + desired.compactMap { reserved($0.name.text) } + foreignLines(in: file, desired)
  }

  /// A file that is no hosts file, which a block of ours would break; one that has our block already has been meant before.
  private func otherFile(_ file: HostsFile, _ desired: [RecordSet]) -> [Conflict] {
    guard file.block == nil, !desired.isEmpty, let reason = file.detection.objection(toName: path) else { return [] }
    return [Conflict(name: path, place: path, reason: reason, yieldsToForce: true)]
  }

  /// A name that the system itself needs where it is.
  func reserved(_ name: String) -> Conflict? {
    let isOfTheSystem = ["localhost", "broadcasthost"].contains(name) || name.hasPrefix("ip6-") && !name.contains(".")
    guard isOfTheSystem || name == machineName?.lowercased() else { return nil }
    let whose = isOfTheSystem ? "the system's own" : "this machine's own"
    return Conflict(
      name: name, place: path,
      reason:
        "the name \(name) is \(whose), and programs rely on what it leads to; take it out of the inventory, or use "
        + "--force to write it all the same",
      yieldsToForce: true)
  }

  /// The foreign lines that lead one of our names to an address that it should not have.
  ///
  /// One before our block wins where the first match counts: in glibc without `multi on`, and on Windows. One behind it
  /// adds its address where all matches count: in glibc with `multi on`, and in musl.
  private func foreignLines(in file: HostsFile, _ desired: [RecordSet]) -> [Conflict] {
    let wanted = Dictionary(desired.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    let entries = file.foreignEntries.filter { entry in
      // Resolvers skip a line whose first field is no address.
      guard let address = IPv4Address(entry.address) else { return HostsEntry.mayBeIPv6(entry.address) }
      return wanted[entry.name]?.addresses.contains(address) == false
    }
    let conflicts = entries.prefix(Self.most).map { entry in
      let effect =
        entry.isBeforeBlock
        ? "before our block, so that it wins where the first match counts"
        : "behind our block, so that both answer where all matches count"
      let address = String(decoding: entry.address, as: UTF8.self)
      let more = entry.moreLines == 0 ? "" : " (lines behind it that say the same: \(entry.moreLines))"
      return Conflict(
        name: entry.name, place: "\(path):\(entry.line)",
        reason:
          "this line, which is not ours, leads \(entry.name) to \(address), and it "
          + "stands \(effect)\(more); take the name out of it, or use --force to write our block beside it",
        yieldsToForce: true)
    }
    let rest = entries.count - conflicts.count
    guard rest > 0 else { return conflicts }
    return conflicts + [
      Conflict(
        name: path, place: path,
        reason:
          "lines that are not ours lead our names to other addresses in \(rest) more ways; take our names out of them, or use "
          + "--force to write our block beside them",
        yieldsToForce: true)
    ]
  }
}
