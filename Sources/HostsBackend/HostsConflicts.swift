import DNSModel
import Reconciliation

/// Finds conflicts: with the file as a whole, with reserved names, and with unmanaged lines.
struct HostsConflicts {
  /// The file's path in messages.
  let path: String
  /// The name of the machine, if it is known.
  let machineName: String?
  /// The most conflicts with unmanaged lines that are listed one by one.
  var listLimit = 100

  /// All conflicts: with the file as a whole, then with reserved names, then with unmanaged lines.
  func all(in file: HostsFile, _ desired: [RecordSet]) -> [Conflict] {
    wrongFile(file, desired) + desired.compactMap { reserved($0.name.text) } + unmanagedLines(in: file, desired)
  }

  /// A file that is probably not a hosts file; one that already has a managed block of this owner is accepted.
  private func wrongFile(_ file: HostsFile, _ desired: [RecordSet]) -> [Conflict] {
    guard file.block == nil, !desired.isEmpty, let reason = file.detection.objection(toFileAt: path) else { return [] }
    return [Conflict(name: path, place: path, reason: reason, yieldsToForce: true)]
  }

  /// A name whose address the system relies on; nil for any other name.
  func reserved(_ name: String) -> Conflict? {
    let isSystemName = ["localhost", "broadcasthost"].contains(name) || name.hasPrefix("ip6-") && !name.contains(".")
    guard isSystemName || name == machineName?.lowercased() else { return nil }
    let use = isSystemName ? "reserved for the system" : "this machine's own name"
    return Conflict(
      name: name, place: path,
      reason:
        "the name \(name) is \(use), and programs rely on its address. Remove it from the inventory, or use "
        + "--force to write it anyway.",
      yieldsToForce: true)
  }

  /// The unmanaged lines that map one of the names to an address that it should not have.
  ///
  /// A line before the managed block takes precedence where the first match wins: in glibc without `multi on`, and on
  /// Windows. A line after it adds its address where all matches are used: in glibc with `multi on`, and in musl.
  private func unmanagedLines(in file: HostsFile, _ desired: [RecordSet]) -> [Conflict] {
    let desiredByName = Dictionary(desired.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    let entries = file.unmanagedEntries.filter { entry in
      // Resolvers skip a line whose first field is not an address.
      guard let address = HostsEntry.looseIPv4(entry.address) else { return HostsEntry.mayBeIPv6(entry.address) }
      return desiredByName[entry.name]?.addresses.contains(address) == false
    }
    let conflicts = entries.prefix(listLimit).map { entry in
      let effect =
        entry.isBeforeBlock
        ? "before the managed block, so it takes precedence where the first match wins"
        : "after the managed block, so resolvers that use all matches return both addresses"
      let address = String(decoding: entry.address, as: UTF8.self)
      let more = entry.laterLines == 0 ? "" : " (later lines with the same mapping: \(entry.laterLines))"
      return Conflict(
        name: entry.name, place: "\(path):\(entry.line)",
        reason:
          "this unmanaged line maps \(entry.name) to \(address) and comes \(effect)\(more). Remove the name from "
          + "this line, or use --force to add the block anyway.",
        yieldsToForce: true)
    }
    let rest = entries.count - conflicts.count
    guard rest > 0 else { return conflicts }
    return conflicts + [
      Conflict(
        name: path, place: path,
        reason:
          "unmanaged lines map names of the inventory to other addresses in \(rest) more cases. Remove the names from "
          + "those lines, or use --force to add the block anyway.",
        yieldsToForce: true)
    ]
  }
}
