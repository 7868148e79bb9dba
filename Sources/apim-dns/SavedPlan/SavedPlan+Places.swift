import FileReplacement
import Inventory
import Reconciliation

extension SavedPlan {
  /// Compares the places of this run with those of the plan, before any of them is looked at.
  ///
  /// - Parameters:
  ///   - backends: what this run is about.
  ///   - kinds: its backends.
  /// - Returns: a sentence without a full stop where they differ.
  /// - Throws: ``Failure`` when a setting is missing or wrong.
  func placeDifferences(from backends: Backends, _ kinds: [BackendKind]) throws(Failure) -> [String] {
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
      isSame = saved.kind == present.kind && isOnePlace(saved.target, present.target, base)
    }
    if let processSpecific = present.map(\.target).first(where: Self.isProcessSpecific) {
      return ["\(processSpecific) is another place for each process. Plan again with its real path"]
    }
    func list(_ places: [(kind: String, target: String)]) -> String {
      places.map { "\($0.kind) \($0.target)" }.joined(separator: ", ")
    }
    return isSame
      ? [] : ["\(path) is a plan for \(list(saved)), and this run is for \(list(present)). Plan again with --out"]
  }

  /// Whether a path below `/proc` or `/dev` means what another process does not mean by it.
  static func isProcessSpecific(_ target: String) -> Bool { target.hasPrefix("/proc/") || target.hasPrefix("/dev/") }

  /// Whether two targets are one place byte by byte, or stand in the same way to a folder that the command line moves.
  private func isOnePlace(_ saved: String, _ present: String, _ base: (saved: String, present: String)?) -> Bool {
    if saved.utf8.elementsEqual(present.utf8) { return true }
    guard let base else { return false }
    let (old, new) = ("\(base.saved)/", "\(base.present)/")
    return saved.utf8.starts(with: old.utf8) && present.utf8.starts(with: new.utf8)
      && saved.utf8.dropFirst(old.utf8.count).elementsEqual(present.utf8.dropFirst(new.utf8.count))
  }

  /// The folder to which the path of a place is relative, then and now, where whoever typed the command line has moved it.
  ///
  /// - Returns: nil where the place is that of the plan: its option is not typed, or nothing is.
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

  /// The folder of an inventory, from the root.
  private static func folder(of path: String, from folder: String) -> String {
    guard let slash = path.lastIndex(of: "/"), path != "-" else { return folder }
    let own = path[..<slash]
    let whole = path.hasPrefix("/") ? String(own) : "\(folder)/\(own)"
    return (try? Folder(whole).absolutePath()) ?? whole
  }
}
