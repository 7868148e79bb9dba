import DNSModel
import EndpointProbe

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The metrics of `verify --connect`.
struct ConnectionMetrics {
  var connections: [ProbedConnection] = []

  /// Writes the number of connections for each state, and the days until each certificate ends.
  func write(to text: inout MetricsText, _ run: [(name: String, value: String)]) {
    guard !connections.isEmpty else { return }
    text.gauge(
      "apim_dns_connections", "Connections by state.",
      ProbedConnection.State.allCases.map { state in
        .init(run + [("state", state.rawValue)], connections.count { $0.state == state })
      })
    let now = Int64(Date().timeIntervalSince1970)
    text.gauge(
      "apim_dns_certificate_days", "Whole days until the certificate ends; negative if it has ended.",
      connections.compactMap { connection in
        guard let certificate = connection.certificate?.contents else { return nil }
        let target = connection.target
        let labels = run + [("name", target.hostname.text), ("address", target.address.description)]
        return .init(labels, certificate.daysLeft(at: now))
      })
  }
}
