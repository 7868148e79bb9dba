import Diagnostics
import DNSModel
import FileReplacement
import Reconciliation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The directory of the zone files as it is found: which files there are, whose they are, and what they say.
struct ZoneFileState {
  /// The settings.
  private let settings: ZoneFileBackendSettings
  /// The names of all zone files in it, whoever they belong to.
  let fileNames: [String]
  /// Whether it is there; where not, it is made.
  let exists: Bool
  /// The names of all journals in it.
  private let journals: Set<String>

  /// Looks into the directory that the settings name.
  init(of settings: ZoneFileBackendSettings) throws(BackendError) {
    self.settings = settings
    exists = access(settings.directory, F_OK) == 0
    let folder = Folder(settings.directory)
    let journalEnding = ZoneFileName.ending + ZoneFileName.journalEnding
    do throws(FileError) {
      fileNames = try folder.fileNames(endingIn: ZoneFileName.ending)
      journals = Set(try folder.fileNames(endingIn: journalEnding))
    } catch {
      throw BackendError(.failed, "\(error); see that it can be read, or choose another directory", because: error)
    }
  }

  /// What there is under a name where a file of ours goes.
  enum Found {
    /// No file.
    case nothing(FileSnapshot)
    /// A file with our mark.
    case ours(FileSnapshot)
    /// Something else; the text says what, and what to do.
    case foreign(String)
    /// Something of which cannot be seen whose it is; the text says why, and what to do.
    case unreadable(String)

    /// What we may replace.
    var snapshot: FileSnapshot? {
      switch self {
      case .nothing(let snapshot), .ours(let snapshot): snapshot
      case .foreign, .unreadable: nil
      }
    }

    /// Why we may not replace it.
    var objection: String? {
      switch self {
      case .nothing, .ours: nil
      case .foreign(let reason), .unreadable(let reason): reason
      }
    }
  }

  /// Whether a file begins as one of ours does, or its beginning cannot be read.
  func mayBeOurs(_ fileName: String, mark: ZoneFileMark) -> Bool {
    let start = try? FileSnapshot.beginning(of: settings.path(fileName), upTo: mark.line.utf8.count + 1)
    return start.map(mark.marks) ?? true
  }

  /// Looks whose file is under a name.
  func look(at fileName: String, mark: ZoneFileMark) throws(BackendError) -> Found {
    do throws(FileError) {
      let snapshot = try FileSnapshot(of: settings.path(fileName))
      guard snapshot.exists else { return .nothing(snapshot) }
      return mark.objection(to: snapshot.bytes).map { .foreign($0) } ?? .ours(snapshot)
    } catch {
      let cause = error.reason
      switch (error.code, error.number) {
      case (.notRegular, _): return .foreign("it is no regular file, so it is not ours: \(ZoneFileMark.advice)")
      case (_, ELOOP): return .unreadable(cause)
      case (_, EACCES), (_, ENOENT):
        return .unreadable("\(cause); see that it can be read, or choose another directory")
      default: throw BackendError(about: error)
      }
    }
  }

  /// Reads a file of ours.
  func contents(of snapshot: FileSnapshot, _ origin: DomainName) throws(BackendError) -> FoundZone {
    do throws(ZoneFileError) {
      return try ZoneFileReader.contents(of: snapshot.bytes, origin: origin)
    } catch {
      let position = SourcePosition(ofByte: error.offset, in: snapshot.bytes, file: snapshot.path)
      throw BackendError(
        .refused,
        "\(position): \(error.description); mend the line, or move the file away and apply with --serial-from, so that the "
          + "serial does not go back")
    }
  }

  /// Sees to it that named does not keep a zone of its own accord.
  ///
  /// named writes a dynamic zone's file itself, and refuses to load a file that its journal does not fit.
  func refuseJournal(of origin: DomainName) throws(BackendError) {
    let fileName = origin.text + ZoneFileName.ending
    guard journals.contains(fileName + ZoneFileName.journalEnding) else { return }
    let path = settings.path(fileName)
    let line = ZoneFileMark.zoneFile(settings.owner).line
    throw BackendError(
      .refused,
      "\(path)\(ZoneFileName.journalEnding): there is a journal, so named takes dynamic updates of this zone and would "
        + "overwrite the file: run 'rndc freeze \(origin)', put the line '\(line)' back on top of the file, move the "
        + "journal away, apply, then run 'rndc thaw \(origin)'; and take allow-update and update-policy from the zone if "
        + "nobody is to update it")
  }
}
