import ConcurrentWork
import DNSModel
import FileReplacement
import ProgramExecution
import Reconciliation

/// Applies a plan for zone files.
struct ZoneFileApplier: PlanApplier {
  let plan: BackendPlan
  let settings: ZoneFileBackendSettings
  /// The files to write or remove.
  let files: [PlannedFile]
  /// Whether the reload of an earlier run is still due.
  let isReloadDue: Bool
  /// The indices of the plan's changes that the due reload brings about.
  let dueChanges: Range<Int>

  /// Writes all new files beside the old ones, checks them, and only then puts them in place.
  ///
  /// - Parameter stop: asks to replace nothing; once it has begun to replace files, it finishes and reloads the server.
  /// - Returns: the plan with the outcome of each change. A reload command that failed is a problem of the plan.
  /// - Throws: ``BackendError`` if it failed before it replaced a file.
  func apply(until stop: StopSignal) async throws(BackendError) -> BackendPlan {
    guard !plan.changes.isEmpty else { return plan }
    guard let replaced = try await replaceFiles(unless: stop) else { return plan.skipped() }
    var done = replaced.done
    guard !done.hasFailures, let command = settings.reloadCommand else { return done }
    if let problem = await reload(command, replaced.mark) {
      done.problems.append(problem)
      done.set(.failed(problem), of: dueChanges)
    } else {
      done.set(.applied, of: dueChanges)
    }
    return done
  }

  /// Replaces the files under the lock of the directory.
  ///
  /// - Parameter stop: asks to replace nothing.
  /// - Returns: the plan with the outcome of each change, and the reload mark, if there is a reload command; nil if nothing was
  ///   replaced because of the stop signal.
  /// - Throws: ``BackendError`` if a file changed since the plan, a check failed, or nothing could be replaced.
  private func replaceFiles(
    unless stop: StopSignal
  ) async throws(BackendError) -> (done: BackendPlan, mark: ReloadMark?)? {
    let lock = try onFiles { () throws(FileError) in
      try Folder(settings.directory).create()
      return try FolderLock(around: settings.path(IncludeFile.name))
    }
    try requireCurrentFiles()
    let time = settings.now()
    let inOrder = files.indices.sorted { (files[$0].phase, $0) < (files[$1].phase, $1) }
    var prepared: [PreparedFile] = []
    settings.progress?.begin("zones: writing", total: files.count)
    for index in inOrder {
      guard !stop.isRequested else { return nil }
      prepared.append(try await prepare(files[index], lock, at: time, until: stop))
      settings.progress?.advance()
    }
    guard !stop.isRequested else { return nil }
    let mark = try writeReloadMark(lock)
    do throws(BackendError) {
      let done = try putInPlace(prepared, lock)
      try await checkConfiguration(after: done, lock)
      return (done, mark)
    } catch {
      // Nothing is replaced, so no new reload is due.
      if !isReloadDue { try onFiles { () throws(FileError) in try mark?.remove() } }
      throw error
    }
  }

  /// Makes sure that no file has changed since the plan.
  private func requireCurrentFiles() throws(BackendError) {
    for file in files {
      try onFiles { () throws(FileError) in try file.snapshot.requireCurrent() }
    }
  }

  /// Writes a file's new contents beside it, runs the check, and then reads them back, since the check may change them.
  private func prepare(
    _ file: PlannedFile, _ lock: FolderLock, at time: Int, until stop: StopSignal
  ) async throws(BackendError) -> PreparedFile {
    switch file.operation {
    case .removal:
      return PreparedFile(removing: file)
    case .text(let bytes):
      return try onFiles { () throws(FileError) in try PreparedFile(file, bytes, lock) }
    case .zone(let planned):
      let zone = planned.zone
      let newest = try ServedSerial.newest(of: zone.origin, file: planned.present, asking: settings.servedSerial)
      let contents = planned.contents(SerialNumber.next(after: newest, by: settings.serialPolicy, at: time))
      let bytes = ZoneFileText.bytes(of: contents, mark: .zoneFile(settings.owner))
      let prepared = try onFiles { () throws(FileError) in try PreparedFile(file, bytes, lock) }
      if let path = prepared.temporaryPath {
        try await check(zone, in: path, until: stop)
        try readBack(path, expecting: bytes, for: zone.fileName)
      }
      return prepared
    }
  }

  /// Compares the bytes on disk with those that were written.
  private func readBack(_ path: String, expecting bytes: [UInt8], for fileName: String) throws(BackendError) {
    let written = try onFiles { () throws(FileError) in try FileSnapshot(of: path).bytes }
    guard written == bytes else {
      throw BackendError(
        .failed,
        "\(settings.path(fileName)): the bytes read back from the new file differ from those written, so nothing was "
          + "replaced. Make sure that the check command does not change the file and that the disk works.")
    }
  }

  /// Runs the check command for a new zone file.
  private func check(_ zone: Zone, in path: String, until stop: StopSignal) async throws(BackendError) {
    guard let template = settings.checkCommand else { return }
    let result = await ShellCommand(template, filling: [("zone", zone.origin.text), ("file", path)]).run()
    guard let failure = result.failure else { return }
    guard !result.isInterrupted, !stop.isRequested else {
      throw BackendError(
        .failed,
        "the check command '\(template)' \(failure) for the zone \(zone.origin), because the run was interrupted. Nothing "
          + "was replaced. Apply again.")
    }
    throw BackendError(
      .failed,
      "the check command '\(template)' \(failure) for the zone \(zone.origin), so nothing was replaced. Correct the "
        + "zone or the command. \(result.printed)")
  }

  /// Puts the files in place, up to the first failure.
  ///
  /// The files of one phase are durable before the next phase begins.
  private func putInPlace(_ prepared: [PreparedFile], _ lock: FolderLock) throws(BackendError) -> BackendPlan {
    var done = plan
    for (index, file) in prepared.enumerated() {
      do throws(FileError) {
        if index > 0, file.planned.phase != prepared[index - 1].planned.phase { try lock.synchronize() }
        try file.finish()
        done.set(.applied, of: file.planned.changes)
      } catch {
        let reason = BackendError(about: error)
        guard index > 0 else { throw reason }
        done.set(.failed(reason.description), of: file.planned.changes)
        if file.planned.changes.isEmpty { done.problems.append(reason.description) }
        for rest in prepared[(index + 1)...] {
          done.set(.skipped, of: rest.planned.changes)
          done.problems.append("\(rest.planned.snapshot.path): not changed because of the failure before it")
        }
        return done
      }
    }
    do throws(FileError) {
      try lock.synchronize()
    } catch {
      done.problems.append(BackendError(about: error).description)
    }
    return done
  }

  /// Runs the check of the server's configuration before a reload; if it fails, puts the old files back.
  private func checkConfiguration(after done: BackendPlan, _ lock: FolderLock) async throws(BackendError) {
    guard !done.hasFailures, !files.isEmpty || isReloadDue, let command = settings.configurationCheck else { return }
    let written = try files.map { (file) throws(BackendError) in
      try onFiles { () throws(FileError) in try FileSnapshot(of: file.snapshot.path) }
    }
    let result = await ShellCommand(command).run()
    guard let failure = result.failure else { return }
    let lost = putBack(written, lock)
    let state =
      files.isEmpty
      ? "nothing was reloaded."
      : lost.isEmpty
        ? "the old files are in place again."
        : "the old files are in place again, except: "
          + lost.map { $0.hasSuffix(".") ? $0 : "\($0)." }.joined(separator: " ")
    throw BackendError(
      .failed,
      "the configuration check '\(command)' \(failure), so \(state) Correct named.conf, the inventory or the command. "
        + "\(result.printed)")
  }

  /// Puts the old files back, in the opposite order; journals stay away, because the zone files have all that was in them.
  ///
  /// A file that somebody else changed since it was written stays as it is.
  ///
  /// - Parameters:
  ///   - written: the files as they were after they were put in place.
  ///   - lock: the lock of the directory.
  /// - Returns: the paths of the files that could not be put back, with the reason.
  private func putBack(_ written: [FileSnapshot], _ lock: FolderLock) -> [String] {
    var lost: [String] = []
    for (file, present) in zip(files, written).sorted(by: { $0.0.phase > $1.0.phase }) where !file.isJournal {
      let old = file.snapshot
      do throws(FileError) {
        guard try present.isCurrent() else {
          lost.append("\(old.path): another program has changed it since, so it stays.")
          continue
        }
        if old.exists {
          try StagedFile(old.bytes, replacing: present, under: lock).putInPlace()
        } else if present.exists {
          try Folder.remove(present)
        }
      } catch {
        lost.append("\(error)")
      }
    }
    do throws(FileError) { try lock.synchronize() } catch { lost.append("\(error)") }
    return lost
  }

  /// Writes the reload mark, before there is anything new to load.
  private func writeReloadMark(_ lock: FolderLock) throws(BackendError) -> ReloadMark? {
    guard settings.reloadCommand != nil else { return nil }
    return try onFiles { () throws(FileError) in
      try ReloadMark(in: settings.path(ReloadMark.name), of: settings.owner, under: lock)
    }
  }

  /// Runs the reload command, and removes the reload mark if it succeeds.
  ///
  /// - Returns: what went wrong; nil if nothing did.
  private func reload(_ command: String, _ mark: ReloadMark?) async -> String? {
    let result = await ShellCommand(command).run()
    if let failure = result.failure {
      return
        "the reload command '\(command)' \(failure). The new files are in place. Correct the cause; the next apply "
        + "runs the command again. \(result.printed)"
    }
    do throws(FileError) {
      try mark?.remove()
      return nil
    } catch {
      return "the reload command '\(command)' succeeded, but the next apply runs it again: \(error)"
    }
  }
}

extension ReloadMark {
  /// The file's name in the directory of the zone files.
  static let name = "reload-due.apim-dns"

  /// Writes the file in the directory of an owner's zone files.
  init(in path: String, of owner: Owner, under lock: FolderLock) throws(FileError) {
    let comment = "// files were replaced, and the reload command has not worked since"
    try self.init(in: path, "\(OwnerMark.includeFile(owner).line)\n\(comment)\n", under: lock)
  }
}

extension ShellCommand.Result {
  /// The output of the command as a sentence, which ends the message.
  fileprivate var printed: String { output.isEmpty ? "It printed nothing." : "It printed: \(output)" }
}

extension BackendPlan {
  /// Sets the outcome of some changes.
  fileprivate mutating func set(_ outcome: Change.Outcome, of range: Range<Int>) {
    for index in range { changes[index].outcome = outcome }
  }
}
