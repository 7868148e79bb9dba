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
  /// The file, as messages call it.
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
      if try OwnFile(path, upTo: limit).replace(ifOurs: { decoded($0) != nil }, with: { _ in Array(text.utf8) }) {
        return
      }
    } catch {
      throw Failure(.failed, "cannot save the plan: \(error)")
    }
    throw Failure(
      .failed, "cannot save the plan: \(path): this is no plan that 'apim-dns plan --out' saved; name another file")
  }

  /// What a file of ours says.
  private static func decoded(_ bytes: [UInt8]) -> PlanJSON? {
    try? JSONDecoder().decode(PlanJSON.self, from: Data(bytes))
  }

  /// Reads a saved plan.
  ///
  /// - Parameter path: the file, or `-` for stdin.
  /// - Throws: ``Failure`` when it cannot be read or is no plan.
  init(reading path: String) throws(Failure) {
    let isPiped = path == "-"
    self.path = isPiped ? PipedInput.name : path
    let bytes = try isPiped ? PipedInput.bytes(of: "saved plan", upTo: Self.limit) : Self.bytes(of: path)
    guard let contents = Self.decoded(bytes), contents.version == PlanJSON.currentVersion, contents.errors.isEmpty
    else {
      throw Failure(.usage, "\(self.path): this is no plan that 'apim-dns plan --out' saved; save it anew")
    }
    self.contents = contents
  }

  /// How much of a saved plan is read: a million changes take about half of it.
  private static let limit = ReadLimit(mebibytes: 512)

  private static func bytes(of path: String) throws(Failure) -> [UInt8] {
    if let bytes = try PipedInput.bytes(of: "saved plan", pipedTo: path, upTo: limit) { return bytes }
    do throws(FileError) {
      let file = try FileSnapshot(of: path, upTo: limit)
      if file.exists { return file.bytes }
    } catch {
      throw Failure(.usage, "cannot read the saved plan: \(error)")
    }
    throw Failure(.usage, "cannot read the saved plan: there is no file \(path); name another")
  }

  /// The backends that it is about, each once.
  var backends: [BackendKind] {
    let names = Set(contents.backends.map(\.backend))
    return BackendKind.allCases.filter { names.contains($0.rawValue) }
  }

  /// Says what else the plan is about than the run.
  ///
  /// - Returns: a sentence each without a full stop; nothing where both are about the same.
  func mismatches(with plans: [BackendPlan], of owner: Owner) -> [String] {
    guard contents.owner == owner.identifier else {
      return ["\(path) is of owner \(contents.owner), and this run of owner \(owner); \(Self.advice)"]
    }
    let now = PlanJSON(owner: owner, plans: plans).backends
    let missing = contents.backends.filter { saved in !now.contains { $0.isSamePlace(as: saved) } }
    let added = now.filter { present in !contents.backends.contains { $0.isSamePlace(as: present) } }
    return missing.map { "\(path) is about \($0.backend) \($0.target), and this run is not; \(Self.advice)" }
      + added.map { "\(path) is not about \($0.backend) \($0.target), and this run is; \(Self.advice)" }
  }

  /// Says what has moved since the plan was saved.
  ///
  /// - Returns: a sentence each without a full stop; nothing where it still holds.
  func moves(in plans: [BackendPlan], of owner: Owner) -> [String] {
    guard contents.owner == owner.identifier else { return [] }
    let now = PlanJSON(owner: owner, plans: plans).backends
    return contents.backends.flatMap { saved -> [String] in
      guard let present = now.first(where: { $0.isSamePlace(as: saved) }) else { return [] }
      let kept = Set(saved.changes).intersection(present.changes)
      func sentences(_ changes: [ChangeJSON], _ word: String) -> [String] {
        changes.filter { !kept.contains($0) }.map { "\(path) no longer holds: planned \(word): \($0.sentence)" }
      }
      return sentences(saved.changes, "then") + sentences(present.changes, "now")
    }
  }

  private static let advice = "give the options with which it was saved"
}

extension PlanJSON.Backend {
  /// Whether both are about the same place.
  fileprivate func isSamePlace(as other: PlanJSON.Backend) -> Bool {
    backend == other.backend && target == other.target
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
