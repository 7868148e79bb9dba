import FileReplacement
import Reconciliation

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A plan in a file, to be looked at by one person and applied by another run: `plan --out`, `apply --plan`.
///
/// What is saved is the JSON of the plan, and how it was made. Applying it plans again in the same way, and goes on only where
/// the changes, with the values and ETags that they start from, and all side effects are still exactly those.
struct SavedPlan {
  /// What is in the file.
  private struct Contents: Codable {
    let plan: PlanJSON
    /// How the plan was made; nil in a file of an older version of the program.
    let run: SavedRun?

    init(plan: PlanJSON, run: SavedRun) {
      self.plan = plan
      self.run = run
    }

    private enum Key: CodingKey { case run }

    /// Reads both from one object.
    init(from decoder: any Decoder) throws {
      plan = try PlanJSON(from: decoder)
      run = try decoder.container(keyedBy: Key.self).decodeIfPresent(SavedRun.self, forKey: .run)
    }

    /// Writes both into one object.
    func encode(to encoder: any Encoder) throws {
      try plan.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(run, forKey: .run)
    }
  }

  /// The file, as messages call it.
  let path: String
  /// The changes, and whose they are.
  let plan: PlanJSON
  /// Whose records these are.
  let owner: Owner
  /// How the plan was made.
  let run: SavedRun

  /// Saves the plans of a run.
  ///
  /// - Parameters:
  ///   - json: the plans.
  ///   - run: how they were made.
  ///   - path: the file.
  /// - Throws: ``Failure`` when it cannot be written, or is something else than a saved plan; it is then as it was.
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
      .failed, "cannot save the plan: \(path): this is no plan that 'apim-dns plan --out' saved; name another file")
  }

  /// What a file of ours says.
  private static func decoded(_ bytes: [UInt8]) -> Contents? {
    try? JSONDecoder().decode(Contents.self, from: Data(bytes))
  }

  /// Reads a saved plan.
  ///
  /// - Parameter path: the file, or `-` for stdin.
  /// - Throws: ``Failure`` when it cannot be read or is no plan.
  init(reading path: String) throws(Failure) {
    let isPiped = path == "-"
    self.path = isPiped ? PipedInput.name : path
    let bytes = try isPiped ? PipedInput.bytes(of: "saved plan", upTo: Self.limit) : Self.bytes(of: path)
    // What we wrote is written in one way only, so that nobody reads in it what we do not.
    guard let contents = Self.decoded(bytes), let run = contents.run, try bytes == Array(JSONText.of(contents).utf8),
      contents.plan.version == PlanJSON.currentVersion, contents.plan.errors.isEmpty,
      contents.plan.inSync == contents.plan.backends.allSatisfy({ $0.changes.isEmpty && $0.conflicts.isEmpty }),
      let owner = Owner(contents.plan.owner)
    else {
      throw Self.notOne(self.path)
    }
    plan = contents.plan
    self.owner = owner
    self.run = run
  }

  /// Why a file is not taken.
  static func notOne(_ path: String) -> Failure {
    Failure(.usage, "\(path): this is no plan that 'apim-dns plan --out' saved; save it anew")
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
}
