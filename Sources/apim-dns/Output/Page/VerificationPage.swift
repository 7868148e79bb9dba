import DNSModel
import EndpointProbe

/// The output of `verify --format html`: a self-contained page without scripts.
struct VerificationPage {
  let answers: [Verification]
  /// The connections; nil without `--connect`.
  let connections: [ProbedConnection]?
  let owner: String

  /// The page; its content security policy allows no requests and no scripts.
  var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>apim-dns verify: \(headline)</title>
    <style>\(PageStyle.text)</style>
    </head>
    <body>
    <header>
    <p class="kicker">apim-dns verify · owner <b>\(HTMLText.escaped(owner))</b></p>
    <h1>\(headline)</h1>
    </header>
    \(advice)<main>
    <section><h2>Answers of DNS</h2>
    \(Self.table("resolver", "answer", answers.map(row)))</section>
    \(connectionSection)</main>
    <footer>Made by apim-dns \(HelpText.version). This page is self-contained and loads nothing.</footer>
    </body>
    </html>

    """
  }

  private static let policy = "default-src 'none'; style-src '\(PageStyle.hash)'; base-uri 'none'; form-action 'none'"

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
