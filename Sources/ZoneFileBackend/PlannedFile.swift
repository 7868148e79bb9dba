import DNSModel
import FileReplacement

/// A file that a plan writes or removes.
struct PlannedFile: Sendable {
  /// What the plan does with a file.
  enum Operation: Sendable {
    /// Write this zone, with a serial above the current one.
    case zone(PlannedZone)
    /// Write these bytes; the file is the include file, or one with another owner mark.
    case text([UInt8])
    /// Remove the file.
    case removal
  }

  let operation: Operation
  /// The file as the plan found it.
  let snapshot: FileSnapshot
  /// The indices of the plan's changes that this file brings about.
  let changes: Range<Int>

  init(_ operation: Operation, _ snapshot: FileSnapshot, _ changes: Range<Int>) {
    self.operation = operation
    self.snapshot = snapshot
    self.changes = changes
  }

  /// Whether the file is the journal of a zone file.
  var isJournal: Bool { snapshot.path.hasSuffix(Journal.ending) }

  /// The order of replacement: journals of old files, new zones, then the include file, then zones that the include file no longer names.
  ///
  /// So the include file never names a missing zone file, even if the run is killed.
  var phase: Int {
    switch operation {
    case .zone: 0
    case .text: 1
    case .removal: isJournal ? -1 : snapshot.path.hasSuffix(ZoneFileName.ending) ? 2 : 1
    }
  }
}

/// The planned contents of a zone file without the serial, which is chosen when the file is written.
struct PlannedZone: Sendable {
  /// The origin and the A record sets.
  let zone: Zone
  /// The SOA and NS records.
  let apex: ZoneApex
  /// All records other than SOA, NS and A.
  let otherRecords: [ResourceRecord]
  /// The serial of the current file; nil for a new file.
  let present: SerialNumber?

  /// The contents of the file with a serial.
  func contents(_ serial: SerialNumber) -> ZoneFileContents {
    ZoneFileContents(zone: zone, apex: apex, serial: serial, otherRecords: otherRecords)
  }
}

/// A planned file whose new contents, if any, are on disk beside it.
final class PreparedFile {
  let planned: PlannedFile
  /// The new contents until they are in place; nil for a removal.
  private var staged: StagedFile?

  /// Prepares the removal of a file, which needs no preparation on disk.
  init(removing planned: PlannedFile) {
    self.planned = planned
  }

  /// Writes the new contents beside the file, under the lock of the directory.
  init(_ planned: PlannedFile, _ bytes: [UInt8], _ lock: FolderLock) throws(FileError) {
    self.planned = planned
    staged = try StagedFile(bytes, replacing: planned.snapshot, under: lock)
  }

  /// The path of the new contents.
  var temporaryPath: String? { staged?.temporaryPath }

  /// Puts the new contents in place, or removes the file.
  ///
  /// The change is durable once the lock is synchronized.
  func finish() throws(FileError) {
    if let staged = staged.take() {
      try staged.putInPlace()
    } else {
      try Folder.remove(planned.snapshot)
    }
  }
}
