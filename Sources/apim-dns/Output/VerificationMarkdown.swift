import DNSModel
import EndpointProbe

/// The output of `verify --format markdown`: a comment for a pull request.
struct VerificationMarkdown {
  private let results: [Verification]

  /// The connections; nil without `--connect`.
  private let connections: [ProbedConnection]?

  init(_ results: [Verification], _ connections: [ProbedConnection]? = nil) {
    self.results = results
    self.connections = connections
  }

  /// The comment: the headline, answers that do not match, then those that do.
  var text: String {
    var page = BoundedMarkdown()
    page.add("### apim-dns verify: \(VerificationText.summary(results))\n\n")
    for (matches, noun) in [(false, "wrong answer"), (true, "correct answer")] {
      let rows = results.filter { ($0.state == .matches) == matches }.map(row)
      page.add(table: ["", "name", "resolver", "answer"], rows: rows, called: noun)
    }
    guard let connections else { return page.text }
    page.add("#### \(ConnectionText.summary(connections))\n\n")
    for (isOk, noun) in [(false, "failed connection"), (true, "working connection")] {
      let rows = connections.filter { ($0.state == .ok) == isOk }.map(row)
      page.add(table: ["", "name", "address", "state", "result"], rows: rows, called: noun)
    }
    let advice = ConnectionText.advice(on: connections).map { state, advice in
      "- \(MarkdownText.code(state.rawValue)): \(advice.text) See \(advice.document)\n"
    }
    page.add(lines: advice, called: "piece of advice")
    return page.text
  }

  private func row(_ connection: ProbedConnection) -> [String] {
    [
      connection.state == .ok ? "✓" : "✗", MarkdownText.code(connection.target.hostname.text),
      MarkdownText.code("\(connection.target.address):\(connection.target.port)"),
      MarkdownText.code(connection.state.rawValue), MarkdownText.sentence(connection.finding),
    ]
  }

  private func row(_ result: Verification) -> [String] {
    [
      result.state == .matches ? "✓" : "✗", MarkdownText.code(result.expected.name.text),
      MarkdownText.sentence(result.resolver), MarkdownText.sentence(result.finding),
    ]
  }
}
