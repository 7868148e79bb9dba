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
  ///
  /// - Parameters:
  ///   - json: the plans.
  ///   - path: the file.
  /// - Throws: ``Failure`` when it cannot be written, or is something else than a saved plan; it is then as it was.
  static func save(_ json: PlanJSON, to path: String) throws(Failure) {
    let text = try JSONText.of(json)
    do throws(FileError) {
      if try replaceOurs(path, with: Array(text.utf8)) { return }
    } catch {
      throw Failure(.failed, "cannot save the plan: \(error)")
    }
    throw Failure(
      .failed, "cannot save the plan: \(path): this is no plan that 'apim-dns plan --out' saved; name another file")
  }

  /// Puts a plan in the place of an older one, unless the file is something else.
  private static func replaceOurs(_ path: String, with text: [UInt8]) throws(FileError) -> Bool {
    let lock = try FolderLock(around: FileSnapshot(of: path).resolvedPath)
    let old = try FileSnapshot(of: path)
    guard old.bytes.isEmpty || decoded(old.bytes) != nil else { return false }
    try StagedFile(text, replacing: old).commit()
    lock.release()
    return true
  }

  /// What a file of ours says.
  private static func decoded(_ bytes: [UInt8]) -> PlanJSON? {
    try? JSONDecoder().decode(PlanJSON.self, from: Data(bytes))
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
    guard let contents = Self.decoded(file.bytes), contents.version == PlanJSON.currentVersion, contents.errors.isEmpty
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

  /// Says why the plan cannot be carried out: what has moved since it was saved, or what is not as it was then.
  ///
  /// - Returns: a sentence each without a full stop; nothing where it still holds.
  func differences(from plans: [BackendPlan], of owner: Owner) -> [String] {
    guard contents.owner == owner.identifier else {
      return ["\(path) is of owner \(contents.owner), and this run of owner \(owner); \(Self.advice)"]
    }
    var differences: [String] = []
    let now = PlanJSON(owner: owner, plans: plans).backends
    for saved in contents.backends {
      guard let present = now.first(where: { $0.backend == saved.backend && $0.target == saved.target }) else {
        differences.append("\(path) is about \(saved.backend) \(saved.target), and this run is not; \(Self.advice)")
        continue
      }
      let kept = Set(saved.changes).intersection(present.changes)
      differences += saved.changes.filter { !kept.contains($0) }.map {
        "\(path) no longer holds: planned then: \($0.sentence)"
      }
      differences += present.changes.filter { !kept.contains($0) }.map {
        "\(path) no longer holds: planned now: \($0.sentence)"
      }
    }
    differences += now.filter { present in
      !contents.backends.contains { $0.backend == present.backend && $0.target == present.target }
    }.map { "\(path) is not about \($0.backend) \($0.target), and this run is; \(Self.advice)" }
    return differences
  }

  private static let advice = "give the options with which it was saved"
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
