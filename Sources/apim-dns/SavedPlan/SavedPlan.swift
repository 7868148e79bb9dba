import FileReplacement
import Reconciliation

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A plan in a file, for review and a later run: `plan --out`, `apply --plan`.
///
/// The file has the JSON of the plan, and how it was made. `apply --plan` plans again in the same way, and continues only if
/// all changes, including old values and ETags, and all side effects are exactly the same.
struct SavedPlan {
  /// The contents of the file.
  private struct Contents: Codable {
    let plan: PlanJSON
    /// How the plan was made; nil in a file from an older version of the program.
    let run: SavedRun?

    init(plan: PlanJSON, run: SavedRun) {
      self.plan = plan
      self.run = run
    }

    private enum Key: CodingKey { case run }

    init(from decoder: any Decoder) throws {
      plan = try PlanJSON(from: decoder)
      run = try decoder.container(keyedBy: Key.self).decodeIfPresent(SavedRun.self, forKey: .run)
    }

    func encode(to encoder: any Encoder) throws {
      try plan.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(run, forKey: .run)
    }
  }

  /// The path of the file, or `stdin`.
  let path: String
  /// The plan in the file.
  let plan: PlanJSON
  /// The owner of the records.
  let owner: Owner
  /// How the plan was made.
  let run: SavedRun

  /// Saves the plans of a run.
  ///
  /// - Parameters:
  ///   - json: the plans.
  ///   - run: how they were made.
  ///   - path: the file.
  /// - Throws: ``Failure`` if the file cannot be written, or is not a saved plan; it is then unchanged.
  static func save(_ json: PlanJSON, madeBy run: SavedRun, to path: String) throws(Failure) {
    let text = try JSONText.of(Contents(plan: json, run: run))
    do throws(FileError) {
      if try OwnFile(path, upTo: limit).replace(ifOurs: { decoded($0) != nil }, with: { _ in Array(text.utf8) }) {
        return
      }
    } catch {
      throw Failure(.failed, "cannot save the plan: \(error)")
    }
    throw Failure(
      .failed, "cannot save the plan: \(path) is not a plan that 'apim-dns plan --out' saved. Use another file.")
  }

  private static func decoded(_ bytes: [UInt8]) -> Contents? {
    try? JSONDecoder().decode(Contents.self, from: Data(bytes))
  }

  /// Reads a saved plan.
  ///
  /// - Parameter path: the file, or `-` for stdin.
  /// - Throws: ``Failure`` if it cannot be read or is not a saved plan.
  init(reading path: String) throws(Failure) {
    let isPiped = path == "-"
    self.path = isPiped ? PipedInput.name : path
    let bytes = try isPiped ? PipedInput.bytes(of: "saved plan", upTo: Self.limit) : Self.bytes(of: path)
    // Only the exact bytes that this program writes are valid, so that all readers see the same plan.
    guard let contents = Self.decoded(bytes), let run = contents.run, try bytes == Array(JSONText.of(contents).utf8),
      contents.plan.version == PlanJSON.currentVersion, contents.plan.errors.isEmpty,
      contents.plan.inSync == contents.plan.backends.allSatisfy({ $0.changes.isEmpty && $0.conflicts.isEmpty }),
      let owner = Owner(contents.plan.owner)
    else {
      throw Self.invalid(self.path)
    }
    plan = contents.plan
    self.owner = owner
    self.run = run
  }

  /// The error for a file that is not a saved plan.
  static func invalid(_ path: String) -> Failure {
    Failure(.usage, "\(path) is not a plan that 'apim-dns plan --out' saved. Plan again with --out.")
  }

  /// The maximum size of a saved plan: about two million changes.
  private static let limit = ReadLimit(mebibytes: 512)

  private static func bytes(of path: String) throws(Failure) -> [UInt8] {
    if let bytes = try PipedInput.bytes(of: "saved plan", pipedTo: path, upTo: limit) { return bytes }
    do throws(FileError) {
      let file = try FileSnapshot(of: path, upTo: limit)
      if file.exists { return file.bytes }
    } catch {
      throw Failure(.usage, "cannot read the saved plan: \(error)")
    }
    throw Failure(.usage, "cannot read the saved plan: \(path) does not exist. Correct the path.")
  }
}
