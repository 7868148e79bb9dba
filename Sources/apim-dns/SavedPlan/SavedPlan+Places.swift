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
    let bases = try bases(of: backends.arguments)
    let isSame =
      saved.count == present.count
      && zip(saved, present).allSatisfy { saved, present in
        saved.kind == present.kind && isOnePlace(saved.target, present.target, bases)
      }
    func list(_ places: [(kind: String, target: String)]) -> String {
      places.map { "\($0.kind) \($0.target)" }.joined(separator: ", ")
    }
    return isSame
      ? [] : ["\(path) is a plan for \(list(saved)), and this run is for \(list(present)). Plan again with --out"]
  }

  /// Whether two targets are one place, or stand in the same way to a folder that the command line moves.
  private func isOnePlace(_ saved: String, _ present: String, _ bases: [(saved: String, present: String)]) -> Bool {
    if saved == present { return true }
    return bases.contains { base in
      saved.hasPrefix("\(base.saved)/") && present.hasPrefix("\(base.present)/")
        && saved.dropFirst(base.saved.utf8.count) == present.dropFirst(base.present.utf8.count)
    }
  }

  /// The folders to which paths are relative, then and now, where whoever typed the command line has moved them.
  private func bases(of arguments: Arguments) throws(Failure) -> [(saved: String, present: String)] {
    var bases: [(String, String)] = []
    let working = try SavedRun.workingFolder()
    if arguments.isTyped(.directory) || arguments.isTyped(.file) { bases.append((run.folder, working)) }
    if arguments.isTyped(.inventory), let typed = arguments.value(.inventory), let saved = run.inventory {
      bases.append((Self.folder(of: saved.path, from: run.folder), Self.folder(of: typed, from: working)))
    }
    return bases
  }

  /// The folder of an inventory, from the root.
  private static func folder(of path: String, from folder: String) -> String {
    guard let slash = path.lastIndex(of: "/"), path != "-" else { return folder }
    let own = path[..<slash]
    let whole = path.hasPrefix("/") ? String(own) : "\(folder)/\(own)"
    return (try? Folder(whole).absolutePath()) ?? whole
  }
}

extension Backends {
  /// Where a place is, from the root where it is on this machine.
  func absoluteTarget(_ kind: BackendKind, _ target: String) -> String {
    guard kind == .zones || kind == .hosts && isOnThisMachine else { return target }
    return (try? Folder(target).absolutePath()) ?? target
  }

  /// Whether commands of the inventory count.
  ///
  /// Whoever can edit the file of a saved plan can name another inventory in it, so one that only the plan names counts where
  /// it lies in the working folder or below it, as the project's own does.
  var countsCommandsOfInventory: Bool {
    guard arguments.replayed.contains(.inventory), let path = arguments.value(.inventory) else { return true }
    return (try? SavedRun.isBelowWorkingFolder(path)) ?? false
  }
}
