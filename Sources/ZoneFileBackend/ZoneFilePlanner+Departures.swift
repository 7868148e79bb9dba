import DNSModel
import FileReplacement
import Reconciliation

/// Zones of ours that should not be there any more.
extension ZoneFilePlanner {
  /// Finds the files of all of them, save the catalog's, of which can only be said later whether it goes.
  ///
  /// - Returns: the zones that stay for the sake of what others put into them, without records of ours.
  /// - Throws: ``BackendError`` when a file of ours cannot be read, or named takes updates of its zone.
  mutating func removeZones(besides zones: [Zone]) throws(BackendError) -> [Zone] {
    var kept = Set(zones.map(\.fileName))
    if let catalog { kept.insert(catalog.text + ZoneFileName.ending) }
    var staying: [Zone] = []
    for fileName in directory.fileNames where !kept.contains(fileName) {
      if let zone = try remove(fileName) { staying.append(zone) }
    }
    warnOfSerials()
    return staying
  }

  /// Plans that a file goes, if it is a zone file of ours.
  ///
  /// - Returns: the zone, if it stays for the sake of what others put into it.
  mutating func remove(_ fileName: String) throws(BackendError) -> Zone? {
    // A file that is called by no zone's name is a copy that somebody made, or no zone file at all.
    guard let origin = try? DomainName(String(fileName.dropLast(ZoneFileName.ending.count))),
      origin.text + ZoneFileName.ending == fileName, let snapshot = try ours(fileName)
    else { return nil }
    try directory.refuseJournal(of: origin)
    let empty = Zone(origin: origin, recordSets: [])
    let present = try directory.contents(of: snapshot, origin)
    if keepsApexes, catalog == nil, CatalogZone.isCatalog(present) {
      catalog = origin
      return nil
    }
    let others = CatalogZone.others(in: present)
    if let record = others.first {
      let place = SourcePosition(ofByte: record.offset, in: snapshot.bytes, file: snapshot.path)
      warnings.append("the zone \(origin) stays, without our records, because \(place) has a record that is not ours")
      write(empty, keeping: others, over: present, snapshot)
      return empty
    }
    let firstChange = changes.count
    compare(present, with: empty)
    if changes.count == firstChange {
      changes.append(Change(.delete, .zone, name: origin.text, zone: origin, before: present.apex.value))
    }
    files.append(PlannedFile(.removal, snapshot, firstChange..<changes.count))
    departures.append(present)
    return nil
  }

  /// Takes a file that nobody asked for, if it is ours.
  private mutating func ours(_ fileName: String) throws(BackendError) -> FileSnapshot? {
    let mark = ZoneFileMark.zoneFile(backend.owner)
    // The zone file of somebody else is not read to its end, however long it is.
    guard directory.mayBeOurs(fileName, mark: mark) else { return nil }
    switch try directory.look(at: fileName, mark: mark) {
    case .ours(let snapshot): return snapshot
    case .unreadable(let reason):
      warnings.append("\(backend.path(fileName)) is taken for a file of somebody else: \(reason)")
      return nil
    case .nothing, .foreign: return nil
    }
  }

  /// Warns where a zone that goes would begin again with a serial that is not above its present one.
  ///
  /// Secondaries that still have it would then not fetch it; those that follow a catalog drop it by themselves.
  private mutating func warnOfSerials() {
    guard catalog == nil else { return }
    let beginning = SerialNumber.next(after: nil, by: backend.serialPolicy, at: backend.now())
    let zones = departures.filter { $0.apex.nameServers != ["localhost."] && !$0.serial.isBelow(beginning) }
    guard let zone = zones.first else { return }
    let others = zones.count > 1 ? " and \(zones.count - 1) more" : ""
    warnings.append(
      "the zone \(zone.origin)\(others) goes with the serial \(zone.serial), above which it would not begin if it came back: "
        + "see that its secondaries drop it, or give one of them as --serial-from then")
  }
}
