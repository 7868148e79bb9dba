import Diagnostics
import EndpointProbe
import Inventory

/// The text output of `verify --connect`: a line for each connection, a summary, and the advice for each state.
struct ConnectionText {
  /// Whether the text has colors.
  let usesColor: Bool

  /// The results, and what to look at next.
  func of(_ connections: [ProbedConnection]) -> String {
    let port = connections.first.map { "connections to port \($0.target.port)\n" } ?? ""
    let lines = connections.map { "  \(line($0))\n" }.joined()
    let advice = Self.advice(on: connections).map { state, advice in
      "\n\(state.rawValue): \(advice.text)\n  \(advice.document)\n"
    }
    return port + lines + Self.summary(connections) + "\n" + advice.joined()
  }

  private func line(_ connection: ProbedConnection) -> String {
    let isOk = connection.state == .ok
    let text =
      "\(isOk ? "=" : "!") \(connection.target.hostname)  \(connection.target.address): "
      + PrintableText.of(connection.finding)
    return usesColor ? "\u{1B}[\(isOk ? "32" : "33")m\(text)\u{1B}[0m" : text
  }

  /// The summary.
  static func summary(_ connections: [ProbedConnection]) -> String {
    "\(connections.count { $0.state == .ok }) of \(connections.count) connections are ok"
  }

  /// The advice, once for each state and meaning.
  static func advice(on connections: [ProbedConnection]) -> [(state: ProbedConnection.State, advice: Advice)] {
    var seen: Set<Advice> = []
    return connections.compactMap { connection in
      guard let advice = connection.advice, seen.insert(advice).inserted else { return nil }
      return (connection.state, advice)
    }
  }
}

extension ProbedConnection {
  /// The most names of a certificate to show.
  private static let shownNames = 3

  /// What was found; may contain text of the server.
  var finding: String {
    let contents = certificate?.contents
    return switch state {
    case .ok: "answered \(status ?? 0)" + (contents.map { ", certificate until \($0.end)" } ?? "")
    case .refused: "refused the connection"
    case .unreachable: "not reachable: \(words)"
    case .timedOut:
      switch progress {
      case .nothing: "no connection in time"
      case .connected: "connected, but no TLS handshake in time"
      case .secured: "the certificate is right, but no whole response in time"
      }
    case .notTLS: "connected, but no TLS handshake: \(words)"
    case .certificateUntrusted:
      "the certificate is not trusted: \(words)" + (certificate?.coversName == false ? "; it is for \(names)" : "")
    case .certificateOtherName: "the certificate is for \(names)"
    case .certificateExpired: contents.map(outdated) ?? "the certificate is out of date"
    case .status:
      if let status { "answered \(status) to GET \(target.path)" } else { "no HTTP response: \(words)" }
    }
  }

  private func outdated(_ contents: ServerCertificate) -> String {
    // Whoever sees a certificate that begins later has seen that it is not valid now.
    words.contains("not yet valid")
      ? "the certificate begins only at \(contents.beginning)" : "the certificate ended at \(contents.end)"
  }

  /// The names that the certificate is for.
  private var names: String {
    let names = certificate?.contents?.names ?? []
    guard !names.isEmpty else { return "no DNS name" }
    let shown = names.prefix(Self.shownNames).map { PrintableText.quoted($0) }.joined(separator: ", ")
    let others = names.count - Self.shownNames
    return shown + (others > 0 ? " and \(PlanCounts.counted(others, "other name"))" : "")
  }
}
