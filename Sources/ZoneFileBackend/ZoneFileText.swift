package import DNSModel

/// Writing and reading alone, without files and plans: what the benchmarks look at by itself.
package enum ZoneFileText {
  /// Writes the text of a zone file, one piece behind the other.
  package static func write<Failure: Error>(
    _ zone: Zone, by backend: ZoneFileBackend, to put: (ArraySlice<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    let contents = ZoneFileContents(zone: zone, apex: backend.apex, serial: SerialNumber(number: 1))
    try ZoneFileWriter.write(contents, mark: .zoneFile(backend.owner), to: put)
  }

  /// Reads a zone file of ours, and counts its A records; nothing where it cannot be read.
  package static func addressCount(in bytes: [UInt8], origin: DomainName) -> Int? {
    let zone = Zone(origin: origin, recordSets: [])
    return try? ZoneFileReader.contents(of: bytes, expecting: zone).addresses.others.entries.count
  }
}
