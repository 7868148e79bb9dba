@testable import DNSModel
@testable import Reconciliation
@testable import ZoneFileBackend

/// Reading, writing and reading again gives the same zone, and the same records of any type.
func fuzz(_ bytes: [UInt8]) {
  checkCopy(bytes)
  for isPolicy in [false, true] { checkZone(bytes, origin: DomainName(constant: "corp.example"), isPolicy: isPolicy) }
}

/// Reading the copy, which has one record on each line, gives the same copy.
private func checkCopy(_ bytes: [UInt8]) {
  let zone = Array("corp.example.".utf8)
  guard let copy = try? copied(bytes, zone: zone) else { return }
  do {
    let again = try copied(copy, zone: zone)
    require(again == copy, "the copy differs:\n\(text(copy))\n\(text(again))")
  } catch {
    fatalError("the copy cannot be read: \(error)\n\(text(copy))")
  }
}

/// Reading a written zone gives the same zone, with its managed and unmanaged records.
private func checkZone(_ bytes: [UInt8], origin: DomainName, isPolicy: Bool) {
  guard let found = try? ZoneFileReader.contents(of: bytes, origin: origin, isPolicy: isPolicy) else { return }
  // Skips names and record sets that an inventory cannot have.
  let sets: [RecordSet] = found.recordSets.compactMap { text, set in
    guard let name = try? DomainName(text), let ttl = set.ttl else { return nil }
    return RecordSet(name: name, ttl: ttl, addresses: set.addresses)
  }
  let contents = ZoneFileContents(
    zone: Zone(origin: origin, recordSets: sets, isPolicy: isPolicy),
    apex: found.apex, serial: found.serial, otherRecords: found.otherRecords)
  let written = ZoneFileText.bytes(of: contents, mark: .zoneFile(.standard))
  do {
    let again = try ZoneFileReader.contents(of: written, origin: origin, isPolicy: isPolicy)
    require(
      again.difference(to: contents.zone).changes.isEmpty && again.apex == found.apex && again.serial == found.serial
        && again.otherRecords == found.otherRecords, "the written zone differs:\n\(text(written))")
  } catch {
    fatalError("the written zone cannot be read: \(error)\n\(text(written))")
  }
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
