import DNSModel
import FileReplacement
import Reconciliation

/// Records of others where there is to be an address of ours: with both, servers refuse the zone or do not answer with ours.
extension ZoneFilePlanner {
  /// Adds each such record to the conflicts.
  ///
  /// - Parameters:
  ///   - zone: the zone with the addresses that are to be there.
  ///   - foreign: the records of others in its file.
  ///   - snapshot: the file.
  mutating func refuseObstacles(to zone: Zone, among foreign: [ForeignRecord], in snapshot: FileSnapshot) {
    for record in foreign {
      guard let obstruction = zone.obstruction(by: record) else { continue }
      let place = SourcePosition(ofByte: record.offset, in: snapshot.bytes, file: snapshot.path)
      conflicts.append(
        Conflict(
          name: obstruction.name, zone: zone.origin, place: place.description, reason: obstruction.reason,
          yieldsToForce: false))
    }
  }
}

/// What leaves no room for one of our names.
private struct Obstruction {
  /// The first such name.
  let name: String
  /// Why, and what to do.
  let reason: String

  init?(_ name: String?, _ reason: String) {
    guard let name else { return nil }
    self.name = name
    self.reason = reason
  }
}

extension Zone {
  /// Whether a record of somebody else leaves no room for one of our names.
  fileprivate func obstruction(by record: ForeignRecord) -> Obstruction? {
    switch record.type {
    case .alias:
      // [RFC 1034 §3.6.2](https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2); at the apex stands our SOA record.
      let isAtApex = record.owner.isEmpty && !recordSets.isEmpty
      return Obstruction(
        isAtApex ? origin.text : names(from: record.owner).first,
        "there is an alias, beside which no address of ours can stand: take the record out")
    case .subtreeAlias:
      // [RFC 6672 §2.4](https://www.rfc-editor.org/rfc/rfc6672#section-2.4)
      return Obstruction(
        names(from: record.owner).below,
        "there is a DNAME record, below which no address of ours can stand: take the record out")
    case .nameServer:
      let names = names(from: record.owner)
      return Obstruction(
        names.first ?? names.below,
        "there is a delegation, at or below which no address of ours is answered: take the record out")
    default: return nil
    }
  }

  /// Looks for our names at and below an owner, which follow each other in canonical order.
  private func names(from owner: [UInt8]) -> (first: String?, below: String?) {
    owner.withUnsafeBufferPointer { owner in
      recordSets.withParts { sets in
        func ourOwner(_ number: Int) -> UnsafeBufferPointer<UInt8> {
          let name = sets[number].name
          return name.part(0..<max(0, name.count - origin.tailLength))
        }
        var (start, end) = (0, sets.count)
        while start < end {
          let middle = (start + end) / 2
          if CanonicalOrder.compare(ourOwner(middle), owner) < 0 { start = middle + 1 } else { end = middle }
        }
        func name(_ number: Int) -> String { String(decoding: sets[number].name, as: UTF8.self) }
        let first = start < sets.count && ourOwner(start).elementsEqual(owner) ? name(start) : nil
        let next = first == nil ? start : start + 1
        guard next < sets.count else { return (first, nil) }
        let following = ourOwner(next)
        let isBelow =
          owner.isEmpty
          || following.count > owner.count && following[following.count - owner.count - 1] == UInt8(ascii: ".")
            && following.suffix(owner.count).elementsEqual(owner)
        return (first, isBelow ? name(next) : nil)
      }
    }
  }
}
