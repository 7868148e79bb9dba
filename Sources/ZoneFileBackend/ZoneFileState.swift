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
    let journalEnding = ZoneFileName.ending + Journal.ending
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
    /// A file without the owner mark, or not a file; the text says why, and what to do. It may have the mark of another owner.
    case unmanaged(String, of: Owner? = nil)
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
      case .unmanaged(let reason, _), .unreadable(let reason): reason
      }
    }

    /// The other owner of the file; nil if there is none.
    var otherOwner: Owner? { if case .unmanaged(_, let owner) = self { owner } else { nil } }
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
      return mark.conflictReason(for: snapshot.bytes, in: settings.directory).map {
        .unmanaged($0, of: mark.otherOwner(of: snapshot.bytes))
      }
        ?? .managed(snapshot)
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

  /// Whether a managed zone file is a response policy zone: by the settings, or by what the file says.
  func isPolicy(_ origin: DomainName, in bytes: [UInt8]) -> Bool {
    origin == settings.policyZone || origin == .responsePolicyZone || ZoneFileText.isOfPolicy(bytes)
  }

  /// Parses a managed zone file; the names of a desired zone are managed even where a delegation covers them.
  func contents(
    of snapshot: FileSnapshot, _ origin: DomainName, managing desired: Zone? = nil
  ) throws(BackendError) -> FoundZone {
    do throws(ZoneFileError) {
      return try ZoneFileReader.contents(
        of: snapshot.bytes, origin: origin, isPolicy: isPolicy(origin, in: snapshot.bytes), managing: desired)
    } catch {
      let position = SourcePosition(ofByte: error.offset, in: snapshot.bytes, file: snapshot.path)
      throw BackendError(.refused, "\(position): \(error.description). \(error.fix)")
    }
  }

  /// The journal of a zone; nil if there is none.
  func journal(of origin: DomainName) throws(BackendError) -> Journal? {
    let fileName = origin.text + ZoneFileName.ending + Journal.ending
    guard journals.contains(fileName) else { return nil }
    return try onFiles { () throws(FileError) in try Journal(settings.path(fileName)) }
  }

  /// The refusal of dynamic zones.
  ///
  /// named writes the file of a dynamic zone itself.
  ///
  /// - Parameter zones: the zones, at least one.
  /// - Returns: the error, which names all of them.
  func refusal(ofDynamic zones: [DomainName]) -> BackendError {
    let path = settings.path(zones[0].text + ZoneFileName.ending + Journal.ending)
    let others = zones.dropFirst().map(\.text)
    // Without a zone, rndc freezes and thaws all dynamic zones.
    let zone = others.isEmpty ? " \(zones[0])" : ""
    let more = others.isEmpty ? "" : " So it does for \(others.joined(separator: ", "))."
    return BackendError(
      .refused,
      "\(path): the zone has a journal, so named accepts dynamic updates for it and would overwrite the file.\(more) Run 'rndc "
        + "freeze\(zone)', put the line '\(OwnerMark.zoneFile(settings.owner).line)' back on top of "
        + "\(others.isEmpty ? "the file" : "each file"), apply, and run 'rndc thaw\(zone)'. If the zone needs no dynamic updates, "
        + "remove allow-update and update-policy from its statement in named.conf; the statements in \(IncludeFile.name) allow none."
    )
  }
}
