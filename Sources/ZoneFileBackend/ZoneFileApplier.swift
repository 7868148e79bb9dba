import DNSModel
import FileReplacement
import ProgramExecution
import Reconciliation

/// A plan for zone files that is ready to be carried out.
struct ZoneFileApplier: PlanApplier {
  /// What would change.
  let plan: BackendPlan
  /// The settings.
  let settings: ZoneFileBackendSettings
  /// The files that are written or removed.
  let files: [PlannedFile]
  /// Whether an earlier run did not come to its reload.
  let isReloadDue: Bool
  /// Which changes of the plan are about that.
  let dueChanges: Range<Int>

  /// Writes all new files beside the old ones, checks them, and only then puts them in their places.
  ///
  /// - Returns: the plan with the outcome of each change.
  /// - Throws: ``BackendError`` when nothing was replaced. That the reload command failed is a problem of the plan.
  func apply() async throws(BackendError) -> BackendPlan {
    guard !plan.changes.isEmpty else { return plan }
    var (done, mark) = try await underLock()
    guard !done.hasFailures, let command = settings.reloadCommand else { return done }
    if let problem = await reload(command, mark) {
      done.problems.append(problem)
      done.set(.failed(problem), of: dueChanges)
    } else {
      done.set(.applied, of: dueChanges)
    }
    return done
  }

  /// Does all the work on files while no other run can.
  ///
  /// - Returns: the plan with the outcome of each change, and the mark that a reload is due, where one is.
  private func underLock() async throws(BackendError) -> (done: BackendPlan, mark: ReloadMark?) {
    let lock = try onFiles { () throws(FileError) in
      try Folder(settings.directory).create()
      return try FolderLock(around: settings.path(IncludeFile.name))
    }
    try refuseChangedFiles()
    let time = settings.now()
    let inTurn = files.indices.sorted { (files[$0].turn, $0) < (files[$1].turn, $1) }
    var ready: [ReadyFile] = []
    settings.progress?.begin("zones: writing", total: files.count)
    for index in inTurn {
      ready.append(try await prepare(files[index], lock, at: time))
      settings.progress?.advance()
    }
    let mark = try markReloadDue(lock)
    do throws(BackendError) {
      return (try finish(ready, lock), mark)
    } catch {
      // Nothing was replaced, so nothing new is due.
      if !isReloadDue { try onFiles { () throws(FileError) in try mark?.remove() } }
      throw error
    }
  }

  /// Looks at all files again before the first one is touched.
  private func refuseChangedFiles() throws(BackendError) {
    for file in files {
      try onFiles { () throws(FileError) in try file.snapshot.requireCurrent() }
    }
  }

  /// Writes a file's new contents beside it, has them checked and reads them back, which the check may have changed.
  private func prepare(_ file: PlannedFile, _ lock: FolderLock, at time: Int) async throws(BackendError) -> ReadyFile {
    switch file.work {
    case .removal:
      return ReadyFile(removing: file)
    case .include(let bytes):
      return try onFiles { () throws(FileError) in try ReadyFile(file, bytes, lock) }
    case .zone(let planned):
      let zone = planned.zone
      let newest = try ServedSerial.newest(of: zone.origin, file: planned.present, asking: settings.servedSerial)
      let contents = planned.contents(SerialNumber.next(after: newest, by: settings.serialPolicy, at: time))
      let bytes = ZoneFileText.bytes(of: contents, mark: .zoneFile(settings.owner))
      let ready = try onFiles { () throws(FileError) in try ReadyFile(file, bytes, lock) }
      if let path = ready.temporaryPath {
        try await check(zone, in: path)
        try readBack(path, expecting: bytes, for: zone.fileName)
      }
      return ready
    }
  }

  /// Reads what was written, and compares it with what was meant.
  private func readBack(_ path: String, expecting bytes: [UInt8], for fileName: String) throws(BackendError) {
    let written = try onFiles { () throws(FileError) in try FileSnapshot(of: path).bytes }
    guard written == bytes else {
      throw BackendError(
        .failed,
        "\(settings.path(fileName)): the new file does not read back as what was to be written, so nothing was "
          + "replaced: see that the check command leaves it as it is, and that the disk is sound")
    }
  }

  /// Runs the user's own check.
  private func check(_ zone: Zone, in path: String) async throws(BackendError) {
    guard let template = settings.checkCommand else { return }
    let result = await ShellCommand(template, filling: [("zone", zone.origin.text), ("file", path)]).run()
    guard let failure = result.failure else { return }
    throw BackendError(
      .failed,
      "the check command '\(template)' \(failure) for the zone \(zone.origin), so nothing was replaced: mend the zone or "
        + "the command; \(result.words)")
  }

  /// Puts the files in their places, up to the first one for which it does not work.
  ///
  /// What comes in one turn is on the disk before the next turn begins.
  private func finish(_ ready: [ReadyFile], _ lock: FolderLock) throws(BackendError) -> BackendPlan {
    var done = plan
    for (index, file) in ready.enumerated() {
      do throws(FileError) {
        if index > 0, file.planned.turn != ready[index - 1].planned.turn { try lock.synchronize() }
        try file.finish()
        done.set(.applied, of: file.planned.changes)
      } catch {
        let reason = BackendError(about: error)
        guard index > 0 else { throw reason }
        done.set(.failed(reason.description), of: file.planned.changes)
        if file.planned.changes.isEmpty { done.problems.append(reason.description) }
        for rest in ready[(index + 1)...] {
          done.set(.skipped, of: rest.planned.changes)
          done.problems.append("\(rest.planned.snapshot.path): left as it was, because of the failure before it")
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

  /// Notes on the disk that a reload is due before there is anything new to load.
  private func markReloadDue(_ lock: FolderLock) throws(BackendError) -> ReloadMark? {
    guard settings.reloadCommand != nil else { return nil }
    return try onFiles { () throws(FileError) in
      try ReloadMark(in: settings.path(ReloadMark.name), .includeFile(settings.owner), under: lock)
    }
  }

  /// Runs the user's own command that makes named load the new files.
  ///
  /// - Returns: what went wrong.
  private func reload(_ command: String, _ mark: ReloadMark?) async -> String? {
    let result = await ShellCommand(command).run()
    if let failure = result.failure {
      return
        "the reload command '\(command)' \(failure), and the new files are in place: mend what it complains of, and the "
        + "next apply runs it again; \(result.words)"
    }
    do throws(FileError) {
      try mark?.remove()
      return nil
    } catch {
      return "the reload command '\(command)' worked, but the next apply runs it again: \(error)"
    }
  }
}

extension ShellCommand.Result {
  /// What the command wrote, as part of a sentence.
  fileprivate var words: String { output.isEmpty ? "it said nothing" : "it said: \(output)" }
}

extension BackendPlan {
  /// Notes what became of some changes.
  fileprivate mutating func set(_ outcome: Change.Outcome, of range: Range<Int>) {
    for index in range { changes[index].outcome = outcome }
  }
}
