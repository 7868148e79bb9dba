import FileReplacement
import Inventory
import Reconciliation

extension SavedPlan {
  /// Compares the targets of this run with those of the saved plan, before reading any target.
  ///
  /// - Parameters:
  ///   - backends: the backends of this run.
  ///   - kinds: the kinds of backends.
  /// - Returns: a message if they differ; otherwise empty.
  /// - Throws: ``Failure`` if a setting is missing or invalid.
  func targetDifferences(from backends: Backends, _ kinds: [BackendKind]) throws(Failure) -> [String] {
    var present: [(kind: String, target: String)] = []
    for kind in kinds {
      for backend in try backends.make(kind) {
        present.append((kind.rawValue, backends.absoluteTarget(kind, backend.target)))
      }
    }
    let saved = plan.backends.map { (kind: $0.backend, target: $0.target) }
    var isSame = saved.count == present.count
    for (saved, present) in zip(saved, present) where isSame {
      let base = try base(of: present.kind, backends.arguments)
      isSame = saved.kind == present.kind && isSameTarget(saved.target, present.target, base)
    }
    if let processSpecific = present.map(\.target).first(where: Self.isProcessSpecific) {
      return [
        "\(processSpecific) can be another file in each process, like every path below /dev or /proc. Plan again with its "
          + "real path."
      ]
    }
    func list(_ targets: [(kind: String, target: String)]) -> String {
      targets.map { "\($0.kind) \($0.target)" }.joined(separator: ", ")
    }
    return isSame
      ? [] : ["\(path) is a plan for \(list(saved)), but this run is for \(list(present)). Plan again with --out."]
  }

  /// Whether a path below `/proc` or `/dev` can be a different file for another process.
  static func isProcessSpecific(_ target: String) -> Bool { target.hasPrefix("/proc/") || target.hasPrefix("/dev/") }

  /// Whether two targets have the same bytes, or the same path relative to a folder that the command line moves.
  private func isSameTarget(_ saved: String, _ present: String, _ base: (saved: String, present: String)?) -> Bool {
    if saved.utf8.elementsEqual(present.utf8) { return true }
    guard let base else { return false }
    let (old, new) = ("\(base.saved)/", "\(base.present)/")
    return saved.utf8.starts(with: old.utf8) && present.utf8.starts(with: new.utf8)
      && saved.utf8.dropFirst(old.utf8.count).elementsEqual(present.utf8.dropFirst(new.utf8.count))
  }

  /// The folder that the path of a target is relative to, in the saved plan and now, if the command line moves it.
  ///
  /// - Returns: nil if the command line does not move it.
  private func base(
    of kind: String, _ arguments: Arguments
  ) throws(Failure) -> (saved: String, present: String)? {
    let working = try SavedRun.workingFolder()
    let option: Option.Name = kind == BackendKind.zones.rawValue ? .directory : .file
    if arguments.isTyped(option) { return (run.folder, working) }
    guard !arguments.has(option), arguments.isTyped(.inventory), let typed = arguments.value(.inventory),
      let saved = run.inventory
    else { return nil }
    return (Self.folder(of: saved.path, from: run.folder), Self.folder(of: typed, from: working))
  }

  /// The absolute path of an inventory's folder.
  private static func folder(of path: String, from folder: String) -> String {
    guard let slash = path.lastIndex(of: "/"), path != "-" else { return folder }
    let own = path[..<slash]
    let whole = path.hasPrefix("/") ? String(own) : "\(folder)/\(own)"
    return (try? Folder(whole).absolutePath()) ?? whole
  }
}
