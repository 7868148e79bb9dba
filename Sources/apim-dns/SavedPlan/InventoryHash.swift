import ProgramExecution

/// The hash with which a saved plan identifies its inventory.
enum InventoryHash {
  /// Hashes bytes with the system's `sha256sum`.
  ///
  /// - Parameter bytes: the contents of an inventory file.
  /// - Returns: the SHA-256 hash in hexadecimal digits.
  /// - Throws: ``Failure`` if the program is missing or fails.
  static func of(_ bytes: [UInt8]) async throws(Failure) -> String {
    let reason: String
    do throws(ProgramRunnerError) {
      let result = try await SystemProgramRunner().run("sha256sum", [], variables: [:], input: bytes, seconds: 60)
      let digits = result.output.prefix(64)
      if result.status == 0, digits.count == 64 { return String(decoding: digits, as: UTF8.self) }
      reason = "ended with status \(result.status)"
    } catch {
      reason = error.description
    }
    throw Failure(
      .failed,
      "cannot hash the inventory for a saved plan: sha256sum \(reason). Install sha256sum from GNU coreutils or "
        + "BusyBox.")
  }
}

extension InventorySource.Origin {
  /// The inventory of a saved plan; nil if options describe the instance.
  ///
  /// - Throws: ``Failure`` if it cannot be hashed.
  func savedFile() async throws(Failure) -> SavedRun.InventoryFile? {
    guard case .text(let bytes, let file) = self else { return nil }
    let isPiped = file == PipedInput.name || file.hasPrefix("/dev/") || file.hasPrefix("/proc/")
    return SavedRun.InventoryFile(path: isPiped ? "-" : file, sha256: try await InventoryHash.of(bytes))
  }
}

extension SavedRun {
  /// Compares the inventory of this run with that of the saved plan.
  ///
  /// - Parameters:
  ///   - origin: the inventory of this run.
  ///   - name: the plan's file, for the message.
  /// - Returns: the message that the inventory changed; nil if it did not.
  /// - Throws: ``Failure`` if it cannot be hashed.
  func difference(of origin: InventorySource.Origin, from name: String) async throws(Failure) -> String? {
    guard case .text(let bytes, let file) = origin, try await InventoryHash.of(bytes) != inventory?.sha256 else {
      return nil
    }
    return "\(file) changed since \(name) was saved. Plan again with --out."
  }
}
