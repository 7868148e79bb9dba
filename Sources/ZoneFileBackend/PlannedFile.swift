import DNSModel
import FileReplacement

/// One file that a plan writes or removes.
struct PlannedFile: Sendable {
  /// What happens to it.
  enum Work: Sendable {
    /// It gets this zone, with a serial above the one that it has.
    case zone(PlannedZone)
    /// It is the include file and gets these bytes.
    case include([UInt8])
    /// It goes.
    case removal
  }

  /// What happens to it.
  let work: Work
  /// The file as it was when the plan was made.
  let snapshot: FileSnapshot
  /// Which changes of the plan this is about.
  let changes: Range<Int>

  /// Puts the three together.
  init(_ work: Work, _ snapshot: FileSnapshot, _ changes: Range<Int>) {
    self.work = work
    self.snapshot = snapshot
    self.changes = changes
  }

  /// When its turn comes: zones before the file that names them, and that before the zones that it names no more.
  ///
  /// So at whatever point a run is killed, no name of a missing file is left for named.
  var turn: Int {
    switch work {
    case .zone: 0
    case .include: 1
    case .removal: snapshot.path.hasSuffix(ZoneFileName.ending) ? 2 : 1
    }
  }
}

/// What a zone file is to say, save the serial, which is chosen when it is written.
struct PlannedZone: Sendable {
  /// The origin and the A record sets.
  let zone: Zone
  /// The SOA and NS records.
  let apex: ZoneApex
  /// The records that are neither.
  let foreign: [ResourceRecord]
  /// The serial of the present file.
  let present: SerialNumber?

  /// The contents with a serial.
  func contents(_ serial: SerialNumber) -> ZoneFileContents {
    ZoneFileContents(zone: zone, apex: apex, serial: serial, foreign: foreign)
  }
}

/// A planned file whose new contents, if any, are on the disk beside it.
final class ReadyFile {
  /// What was planned.
  let planned: PlannedFile
  /// The new contents, until they are in their place; nothing for a file that goes.
  private var staged: StagedFile?

  /// Takes a file that goes.
  init(removing planned: PlannedFile) {
    self.planned = planned
  }

  /// Writes the new contents beside the file, under the lock of the directory.
  init(_ planned: PlannedFile, _ bytes: [UInt8], _ lock: FolderLock) throws(FileError) {
    self.planned = planned
    staged = try StagedFile(bytes, replacing: planned.snapshot, under: lock)
  }

  /// Where the new contents are.
  var temporaryPath: String? { staged?.temporaryPath }

  /// Puts the new contents in their place, or removes the file; the disk has it once the lock is synchronized.
  func finish() throws(FileError) {
    if let staged = staged.take() {
      try staged.putInPlace()
    } else {
      try Folder.remove(planned.snapshot)
    }
  }
}
