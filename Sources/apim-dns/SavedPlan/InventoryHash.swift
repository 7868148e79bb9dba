import ProgramExecution

/// The hash by which a saved plan knows the inventory that it was made from.
enum InventoryHash {
  /// Has the system's `sha256sum` hash some bytes.
  ///
  /// - Parameter bytes: what an inventory file holds.
  /// - Returns: the SHA-256 hash in hexadecimal digits.
  /// - Throws: ``Failure`` when the program is missing or does not work.
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
      "cannot hash the inventory for a saved plan: sha256sum \(reason). Install it: it is part of GNU coreutils and of "
        + "BusyBox")
  }
}

extension InventorySource.Origin {
  /// What a saved plan notes of the inventory; nil where options named the instance.
  ///
  /// - Throws: ``Failure`` when it cannot be hashed.
  func savedFile() async throws(Failure) -> SavedRun.InventoryFile? {
    guard case .text(let bytes, let file) = self else { return nil }
    let isPiped = file == PipedInput.name || file.hasPrefix("/dev/") || file.hasPrefix("/proc/")
    return SavedRun.InventoryFile(path: isPiped ? "-" : file, sha256: try await InventoryHash.of(bytes))
  }
}

extension SavedRun {
  /// Compares the inventory of this run with that of the plan.
  ///
  /// - Parameters:
  ///   - origin: what this run has read.
  ///   - name: the plan's file, for the message.
  /// - Returns: that the inventory has changed, in a sentence without a full stop; nil where it has not.
  /// - Throws: ``Failure`` when it cannot be hashed.
  func difference(of origin: InventorySource.Origin, from name: String) async throws(Failure) -> String? {
    guard case .text(let bytes, let file) = origin, try await InventoryHash.of(bytes) != inventory?.sha256 else {
      return nil
    }
    return "\(file) has changed since \(name) was made. Plan again with --out"
  }
}
