import APIManagement
import ConcurrentWork
import DNSModel
import EndpointProbe
import HTTPTransport
import Reconciliation

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `verify --connect`: connects to each address of the inventory, whatever DNS says.
struct ConnectionCheck {
  private let context: RunContext
  private let port: UInt16
  private let timeout: Double
  private let parallelism: Int
  /// A certificate that ends within so many days is warned of.
  private let days: Int

  /// Makes the check; nil without `--connect`.
  ///
  /// - Throws: ``Failure`` if an option needs `--connect`.
  init?(_ context: RunContext) throws(Failure) {
    let arguments = context.arguments
    guard arguments.has(.connect) else {
      for option in [Option.Name.port, .caFile, .certificateDays, .parallel] where arguments.has(option) {
        throw Failure(.usage, "\(option.flag): only connections need it. Use --connect too, or remove the option.")
      }
      return nil
    }
    self.context = context
    port = arguments.value(.port, OptionRule.port) ?? 443
    timeout = arguments.value(.timeout, OptionRule.time) ?? 10
    parallelism = arguments.value(.parallel, OptionRule.parallelism) ?? 64
    days = arguments.value(.certificateDays, OptionRule.limit) ?? 30
  }

  /// Connects to every address of some records.
  ///
  /// - Returns: the results in the order of the records.
  /// - Throws: ``Failure`` if connections cannot be made on this machine.
  func run(_ records: [EndpointRecord]) async throws(Failure) -> [ProbedConnection] {
    let targets = records.flatMap { record in
      record.recordSet.addresses.map { address in
        ProbeTarget(
          hostname: record.hostname, askedName: record.hostname.example, address: address, port: port,
          endpoint: record.endpoint)
      }
    }
    let client = LibcurlProbeClient(
      timeout: timeout, certificateFile: context.arguments.value(.caFile), parallelism: parallelism)
    let now = Self.now
    context.progress.begin("connecting", total: targets.count)
    defer { context.progress.end() }
    let results = await concurrentMap(targets, limit: parallelism) { target -> Result<ProbedConnection, ProbeError> in
      do throws(ProbeError) {
        return .success(try await ProbedConnection(probing: target, with: client, now: now))
      } catch {
        return .failure(error)
      }
    } each: { _, _, _ in
      context.progress.advance()
    }
    do throws(ProbeError) {
      return try results.map { result throws(ProbeError) in try result.get() }
    } catch {
      throw Failure(.failed, "cannot check the connections: \(error)")
    }
  }

  /// A warning for each certificate that ends soon, with the names that show it.
  func warnings(of connections: [ProbedConnection]) -> [String] {
    let now = Self.now
    var groups: [(certificate: ServerCertificate, names: [String])] = []
    for connection in connections {
      guard let certificate = connection.certificate?.contents, certificate.isValid(at: now),
        certificate.daysLeft(at: now) < days
      else { continue }
      let name = connection.target.hostname.text
      if let index = groups.firstIndex(where: { $0.certificate == certificate }) {
        if !groups[index].names.contains(name) { groups[index].names.append(name) }
      } else {
        groups.append((certificate, [name]))
      }
    }
    return groups.map { group in
      let others = group.names.count - 1
      let more = others == 0 ? "" : " and \(PlanCounts.counted(others, "other name"))"
      let left = PlanCounts.counted(group.certificate.daysLeft(at: now), "day")
      return "the certificate of '\(group.names[0])'\(more) ends in \(left), at \(group.certificate.end). Renew it."
    }
  }

  /// The time in seconds since 1970.
  private static var now: Int64 { Int64(Date().timeIntervalSince1970) }
}

extension ServerCertificate {
  /// The whole days until it ends; negative if it has ended.
  func daysLeft(at now: Int64) -> Int { Int((Double(ends - now) / 86400).rounded(.down)) }

  /// When it ends, in [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339).
  var end: String { Self.text(ends) }

  /// When it begins, in [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339).
  var beginning: String { Self.text(begins) }

  private static func text(_ seconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }
}
