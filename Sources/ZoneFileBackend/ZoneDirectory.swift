import DNSModel
import FileReplacement
import Reconciliation

/// The directory of the zone files as it is found: which files there are, whose they are, and what they say.
struct ZoneDirectory {
  /// The settings.
  private let backend: ZoneFileBackend
  /// The names of all zone files in it, whoever they belong to.
  let fileNames: [String]
  /// The names of all journals in it.
  private let journals: Set<String>

  /// Looks into the directory that the settings name.
  init(of backend: ZoneFileBackend) throws(BackendError) {
    self.backend = backend
    let folder = Folder(backend.directory)
    let journalEnding = ZoneFileName.ending + ZoneFileName.journalEnding
    fileNames = try onFiles { () throws(FileError) in try folder.fileNames(endingIn: ZoneFileName.ending) }
    journals = Set(try onFiles { () throws(FileError) in try folder.fileNames(endingIn: journalEnding) })
  }

  /// What there is under a name where a file of ours goes.
  enum Found {
    /// No file.
    case nothing(FileSnapshot)
    /// A file with our mark.
    case ours(FileSnapshot)
    /// Something else; the text says what, and what to do.
    case foreign(String)

    /// What we may replace.
    var snapshot: FileSnapshot? {
      switch self {
      case .nothing(let snapshot), .ours(let snapshot): snapshot
      case .foreign: nil
      }
    }
  }

  /// Looks whose file is under a name.
  func look(at fileName: String, mark: ZoneFileMark) throws(BackendError) -> Found {
    do throws(FileError) {
      let snapshot = try FileSnapshot(of: backend.path(fileName))
      guard snapshot.exists else { return .nothing(snapshot) }
      return mark.objection(to: snapshot.bytes).map { .foreign($0) } ?? .ours(snapshot)
    } catch {
      guard error.code == .notRegular else { throw BackendError(about: error) }
      return .foreign("it is no regular file, so it is not ours: \(ZoneFileMark.advice)")
    }
  }

  /// Reads a file of ours.
  func contents(of snapshot: FileSnapshot, expecting zone: Zone) throws(BackendError) -> FoundZone {
    do throws(ZoneFileError) {
      return try ZoneFileReader.contents(of: snapshot.bytes, expecting: zone)
    } catch {
      let position = SourcePosition(ofByte: error.offset, in: snapshot.bytes, file: snapshot.path)
      throw BackendError(
        .refused, "\(position): \(error.sentence); mend the line, or move the file away so that it is written anew")
    }
  }

  /// Sees to it that named does not keep a zone of its own accord.
  ///
  /// named writes a dynamic zone's file itself, and refuses to load a file that its journal does not fit.
  func refuseJournal(of origin: DomainName) throws(BackendError) {
    let fileName = origin.text + ZoneFileName.ending
    guard journals.contains(fileName + ZoneFileName.journalEnding) else { return }
    let path = backend.path(fileName)
    throw BackendError(
      .refused,
      "\(path)\(ZoneFileName.journalEnding): there is a journal, so named takes dynamic updates of this zone and would "
        + "overwrite the file: run 'rndc freeze \(origin)', move the file and the journal away, apply, then run "
        + "'rndc thaw \(origin)'; or take allow-update and update-policy from the zone")
  }
}
