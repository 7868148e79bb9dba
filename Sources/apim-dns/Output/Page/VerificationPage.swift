import DNSModel
import EndpointProbe

/// The output of `verify --format html`: a self-contained page without scripts.
struct VerificationPage {
  let answers: [Verification]
  /// The connections; nil without `--connect`.
  let connections: [ProbedConnection]?
  let owner: String

  /// The page.
  var text: String {
    PageFrame(
      command: "verify", owner: owner, title: headline, header: "<h1>\(headline)</h1>",
      body: """
        \(advice)<main>
        <section><h2>Answers of DNS</h2>
        \(Self.table("resolver", "answer", answers.map(row)))</section>
        \(connectionSection)</main>
        """
    )
    .text
  }

  private var headline: String {
    VerificationText.summary(answers) + (connections.map { ", \(ConnectionText.summary($0))" } ?? "")
  }

  /// What the states mean.
  private var advice: String {
    let items = ConnectionText.advice(on: connections ?? []).map { state, advice in
      "<li><code>\(state.rawValue)</code> \(HTMLText.escaped(advice.text)) "
        + "<a href=\"\(advice.document)\">\(advice.document)</a></li>"
    }
    guard !items.isEmpty else { return "" }
    return "<section class=\"alert change\"><h2>What to look at</h2><ul>\(items.joined())</ul></section>\n"
  }

  private var connectionSection: String {
    guard let connections else { return "" }
    return "<section><h2>Connections</h2>\n\(Self.table("address", "result", connections.map(row)))</section>\n"
  }

  private static func table(_ place: String, _ finding: String, _ rows: [String]) -> String {
    "<table><thead><tr><th>state</th><th>name</th><th>\(place)</th><th>\(finding)</th></tr></thead><tbody>\n"
      + rows.joined(separator: "\n") + "\n</tbody></table>"
  }

  private func row(_ answer: Verification) -> String {
    Self.row(
      answer.state == .matches, answer.state == .matches ? "matches" : answer.state.word.rawValue,
      [answer.expected.name.text, answer.resolver, answer.finding])
  }

  private func row(_ connection: ProbedConnection) -> String {
    Self.row(
      connection.state == .ok, connection.state.rawValue,
      [
        connection.target.hostname.text, "\(connection.target.address):\(connection.target.port)", connection.finding,
      ])
  }

  private static func row(_ isGood: Bool, _ state: String, _ cells: [String]) -> String {
    let cells = cells.map { "<td>\(HTMLText.escaped($0))</td>" }.joined()
    return "<tr><td><span class=\"chip \(isGood ? "good" : "bad")\">\(state)</span></td>\(cells)</tr>"
  }
}
