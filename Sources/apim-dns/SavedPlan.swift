import FileReplacement
import Reconciliation

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A plan in a file, to be looked at by one person and applied by another run: `plan --out`, `apply --plan`.
///
/// What is saved is the JSON of the plan. Applying it plans again, and goes on only where the changes, with the values and
/// ETags that they start from, are still exactly those; whatever they do not touch may have changed.
struct SavedPlan {
  /// The file.
  let path: String
  /// What is in it.
  private let contents: PlanJSON

  /// Saves the plans of a run.
  static func save(_ plans: [BackendPlan], of owner: Owner, to path: String) throws(Failure) {
    let text = try JSONText.of(PlanJSON(owner: owner, plans: plans))
    do throws(FileError) {
      let lock = try FolderLock(around: FileSnapshot(of: path).resolvedPath)
      try StagedFile(Array(text.utf8), replacing: FileSnapshot(of: path)).commit()
      lock.release()
    } catch {
      throw Failure(.failed, "cannot save the plan: \(error)")
    }
  }

  /// Reads a saved plan.
  init(reading path: String) throws(Failure) {
    self.path = path
    let file: FileSnapshot
    do throws(FileError) {
      file = try FileSnapshot(of: path)
    } catch {
      throw Failure(.usage, "cannot read the saved plan: \(error)")
    }
    guard file.exists else {
      throw Failure(.usage, "cannot read the saved plan: there is no file \(path); name another")
    }
    guard let contents = try? JSONDecoder().decode(PlanJSON.self, from: Data(file.bytes)),
      contents.version == PlanJSON.currentVersion, contents.errors.isEmpty
    else {
      throw Failure(.usage, "\(path): this is no plan that 'apim-dns plan --out' saved; save it anew")
    }
    self.contents = contents
  }

  /// The backends that it is about, each once.
  var backends: [BackendKind] {
    let names = Set(contents.backends.map(\.backend))
    return BackendKind.allCases.filter { names.contains($0.rawValue) }
  }

  /// Says what has moved since the plan was saved, a sentence each without a full stop; nothing where it still holds.
  func differences(from plans: [BackendPlan], of owner: Owner) -> [String] {
    guard contents.owner == owner.identifier else {
      return ["the saved plan is of owner \(contents.owner), and this run of owner \(owner)"]
    }
    var differences: [String] = []
    let now = PlanJSON(owner: owner, plans: plans).backends
    for saved in contents.backends {
      guard let present = now.first(where: { $0.backend == saved.backend && $0.target == saved.target }) else {
        differences.append("this run is not about \(saved.backend) \(saved.target)")
        continue
      }
      let kept = Set(saved.changes).intersection(present.changes)
      differences += saved.changes.filter { !kept.contains($0) }.map { "planned then: \($0.sentence)" }
      differences += present.changes.filter { !kept.contains($0) }.map { "planned now: \($0.sentence)" }
    }
    differences += now.filter { present in
      !contents.backends.contains { $0.backend == present.backend && $0.target == present.target }
    }.map { "the saved plan is not about \($0.backend) \($0.target)" }
    return differences
  }
}

extension ChangeJSON {
  /// The change in the middle of a sentence.
  fileprivate var sentence: String {
    func value(_ contents: [String]?, _ ttl: UInt32?) -> String? {
      guard let contents else { return nil }
      return ((ttl.map { ["TTL \($0)"] } ?? []) + [contents.joined(separator: ", ")]).joined(separator: " ")
    }
    let values = [value(before, beforeTTL), value(after, ttl)].compactMap(\.self).joined(separator: " -> ")
    let details = [values.isEmpty ? nil : values, etag.map { "ETag \($0)" }].compactMap(\.self).joined(separator: ", ")
    return "\(action) \(kind.map { "\($0) " } ?? "")\(name)" + (details.isEmpty ? "" : " (\(details))")
  }
}
