@testable import DNSModel
@testable import Reconciliation
@testable import ZoneFileBackend

/// What is read, written and read again is the same, as it is for records of any type that are kept word for word.
func fuzz(_ bytes: [UInt8]) {
  checkCopy(bytes)
  for origin in [DomainName(constant: "corp.example"), .responsePolicyZone] { checkZone(bytes, origin: origin) }
}

/// Every record, one a line: reading the copy gives the copy.
private func checkCopy(_ bytes: [UInt8]) {
  let zone = Array("corp.example.".utf8)
  guard let copy = try? copied(bytes, zone: zone) else { return }
  do {
    let again = try copied(copy, zone: zone)
    require(again == copy, "the copy says something else:\n\(text(copy))\n\(text(again))")
  } catch {
    fatalError("the copy cannot be read: \(error)\n\(text(copy))")
  }
}

/// The zone with its addresses, name servers, and what others put in: writing is a fixed point of reading.
private func checkZone(_ bytes: [UInt8], origin: DomainName) {
  guard let found = try? ZoneFileReader.contents(of: bytes, origin: origin) else { return }
  // Names and sets that no inventory has are left out.
  let sets: [RecordSet] = found.recordSets.compactMap { text, set in
    guard let name = try? DomainName(text), let ttl = set.ttl else { return nil }
    return RecordSet(name: name, ttl: ttl, addresses: set.addresses)
  }
  let contents = ZoneFileContents(
    zone: Zone(origin: origin, recordSets: sets),
    apex: found.apex, serial: found.serial, otherRecords: found.otherRecords)
  let written = ZoneFileText.bytes(of: contents, mark: .zoneFile(.standard))
  do {
    let again = try ZoneFileReader.contents(of: written, origin: origin)
    require(again.matches(contents), "what was written says something else:\n\(text(written))")
  } catch {
    fatalError("what was written cannot be read: \(error)\n\(text(written))")
  }
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
