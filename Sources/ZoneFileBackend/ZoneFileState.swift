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

/// The directory of the zone files as it was found: its files, their owners and their contents.
struct ZoneFileState {
  private let settings: ZoneFileBackendSettings
  /// The names of all zone files in it, managed or not.
  let fileNames: [String]
  /// Whether the directory exists.
  let exists: Bool
  private let journals: Set<String>

  /// Lists the directory.
  init(of settings: ZoneFileBackendSettings) throws(BackendError) {
    self.settings = settings
    exists = access(settings.directory, F_OK) == 0
    let folder = Folder(settings.directory)
    let journalEnding = ZoneFileName.ending + ZoneFileName.journalEnding
    do throws(FileError) {
      fileNames = try folder.fileNames(endingIn: ZoneFileName.ending)
      journals = Set(try folder.fileNames(endingIn: journalEnding))
    } catch {
      throw BackendError(
        .failed, "\(error). Make sure that it can be read, or choose another directory.", because: error)
    }
  }

  /// What exists at the path of a managed file.
  enum Found {
    /// Nothing.
    case missing(FileSnapshot)
    /// A file with the owner mark.
    case managed(FileSnapshot)
    /// A file without the owner mark, or not a file; the text says why, and what to do.
    case unmanaged(String)
    /// A file that cannot be read; the text says why, and what to do.
    case unreadable(String)

    /// The file, if it may be replaced.
    var snapshot: FileSnapshot? {
      switch self {
      case .missing(let snapshot), .managed(let snapshot): snapshot
      case .unmanaged, .unreadable: nil
      }
    }

    /// Why it may not be replaced, and what to do; nil if it may.
    var conflictReason: String? {
      switch self {
      case .missing, .managed: nil
      case .unmanaged(let reason), .unreadable(let reason): reason
      }
    }
  }

  /// Whether a file begins with the owner mark, or its beginning cannot be read.
  func mayBeManaged(_ fileName: String, mark: OwnerMark) -> Bool {
    let start = try? FileSnapshot.beginning(of: settings.path(fileName), upTo: mark.line.utf8.count + 1)
    return start.map(mark.isOnLine1) ?? true
  }

  /// Finds out what exists at the path of a managed file.
  func inspect(_ fileName: String, mark: OwnerMark) throws(BackendError) -> Found {
    do throws(FileError) {
      let snapshot = try FileSnapshot(of: settings.path(fileName))
      guard snapshot.exists else { return .missing(snapshot) }
      return mark.conflictReason(for: snapshot.bytes).map { .unmanaged($0) } ?? .managed(snapshot)
    } catch {
      let cause = error.reason
      switch (error.code, error.number) {
      case (.notRegular, _): return .unmanaged("not a regular file, so it is unmanaged. \(OwnerMark.fix)")
      case (_, ELOOP): return .unreadable(cause)
      case (_, EACCES), (_, ENOENT):
        return .unreadable("\(cause). Make sure that it can be read, or choose another directory.")
      default: throw BackendError(about: error)
      }
    }
  }

  /// Parses a managed zone file.
  func contents(of snapshot: FileSnapshot, _ origin: DomainName) throws(BackendError) -> FoundZone {
    do throws(ZoneFileError) {
      return try ZoneFileReader.contents(of: snapshot.bytes, origin: origin)
    } catch {
      let position = SourcePosition(ofByte: error.offset, in: snapshot.bytes, file: snapshot.path)
      throw BackendError(.refused, "\(position): \(error.description). \(error.fix)")
    }
  }

  /// Refuses a dynamic zone.
  ///
  /// named writes the file of a dynamic zone itself, and does not load a file that its journal does not match.
  func refuseJournal(of origin: DomainName) throws(BackendError) {
    let fileName = origin.text + ZoneFileName.ending
    guard journals.contains(fileName + ZoneFileName.journalEnding) else { return }
    let path = settings.path(fileName)
    let line = OwnerMark.zoneFile(settings.owner).line
    throw BackendError(
      .refused,
      "\(path)\(ZoneFileName.journalEnding): the zone has a journal, so named accepts dynamic updates for it and would "
        + "overwrite the file. Run 'rndc freeze \(origin)', put the line '\(line)' back on top of the file, move the "
        + "journal away, apply, and run 'rndc thaw \(origin)'. Remove allow-update and update-policy from the zone if it "
        + "needs no dynamic updates.")
  }
}
