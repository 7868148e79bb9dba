import FoundationEssentials
import Glibc

/// The file that keeps the zones between runs.
///
/// It is JSON that can also be written by hand:
///
/// ```json
/// {"version": 1, "zones": [
///   {"subscription": "00000000-0000-0000-0000-000000000000", "resourceGroup": "rg-dns", "name": "contoso.example",
///    "tags": {"owner": "contoso"},
///    "links": [{"name": "hub", "virtualNetwork": {"id": "/subscriptions/…"}, "registrationEnabled": true}],
///    "recordSets": [
///      {"type": "A", "name": "vm1", "ttl": 10, "isAutoRegistered": true,
///       "aRecords": [{"ipv4Address": "10.1.0.4"}]}]}]}
/// ```
///
/// `etag` is allowed in a zone, link or record set, `metadata` in a record set, `resolutionPolicy` in a link, and
/// `"provisioningState": "Failed"` in a zone or link, until the next write of it. A zone without an SOA gets that of new zones. Tokens and unfinished operations are not kept.
struct StateFile: Sendable {
  let path: String

  /// Reads the file.
  ///
  /// - Returns: no zones if the file does not exist.
  /// - Throws: ``ProgramFailure`` if it cannot be read or is not valid; it is not changed then.
  func load() throws(ProgramFailure) -> DNSState {
    guard access(path, F_OK) == 0 else {
      guard errno == ENOENT else { throw .system("cannot read \(path)") }
      return DNSState()
    }
    let bytes = try PlainFile(path: path).bytes()
    do {
      return try JSONDecoder().decode(DNSState.self, from: Data(bytes))
    } catch {
      throw ProgramFailure(
        code: .failed, description: "\(path) is not a state file of azure-emulator: \(jsonErrorDescription(error))")
    }
  }

  /// Replaces the file atomically.
  ///
  /// - Parameter state: the new state.
  /// - Throws: ``ProgramFailure`` if that fails; the old file then still exists.
  func save(_ state: DNSState) throws(ProgramFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let text = try? encoder.encode(state) else {
      throw ProgramFailure(code: .failed, description: "cannot write \(path): the state cannot be encoded as JSON")
    }
    try PlainFile(path: path).replace(with: Array(text) + Array("\n".utf8))
  }
}

/// What is wrong with a JSON document, without a full stop.
func jsonErrorDescription(_ error: any Error) -> String { (error as? DecodingError)?.message ?? "\(error)" }

extension DecodingError {
  /// What is wrong with a JSON document, and where, without a full stop.
  var message: String {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
      .dataCorrupted(let context):
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
      let text =
        context.debugDescription.utf8.last == UInt8(ascii: ".")
        ? String(context.debugDescription.dropLast()) : context.debugDescription
      return path.isEmpty ? text : "\(text) (at \(path))"
    @unknown default: return "\(self)"
    }
  }
}
