import DNSClient
import DNSModel

/// What `verify` found, as a person reads it: a line for each name, and one that counts.
struct VerificationText {
  /// Whether it is coloured.
  let usesColor: Bool

  /// Writes the results, resolver by resolver.
  func of(_ results: [Verification]) -> String {
    var text = ""
    var resolver: String?
    for result in results {
      let asked = asked(result)
      if asked != resolver { text += "\(asked)\n" }
      resolver = asked
      text += "  \(line(result))\n"
    }
    return text + count(results) + "\n"
  }

  /// Writes the results as a table of GitHub's Markdown.
  func markdown(_ results: [Verification]) -> String {
    let rows = results.map { result in
      let sign = result.state == .isTrue ? "✓" : "✗"
      return "| \(sign) | \(result.expected.name) | \(asked(result)) | \(finding(result)) |\n"
    }
    return "| | name | asked | answer |\n| --- | --- | --- | --- |\n" + rows.joined() + "\n\(count(results))\n"
  }

  private func line(_ result: Verification) -> String {
    let (sign, code) =
      switch result.state {
      case .isTrue: ("=", "32")
      case .failed: ("?", "31")
      case .otherAddress, .publicAddress, .missing, .longerTTL: ("!", "33")
      }
    let text = "\(sign) \(result.expected.name)  \(finding(result))"
    return usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// What the answer was, and what it should have been.
  private func finding(_ result: Verification) -> String {
    let wanted = result.expected.addresses.map(\.description).joined(separator: ", ")
    let found = result.found.map(\.description).joined(separator: ", ")
    return switch result.state {
    case .isTrue: found
    case .otherAddress: "answers \(found), should be \(wanted)"
    case .publicAddress: "answers \(found), which is no private address, should be \(wanted)"
    case .missing(let reason): "\(reason), should be \(wanted)"
    case .longerTTL: "\(found) with the TTL \(result.ttl ?? 0), should be at most \(result.expected.ttl)"
    case .failed(let reason): reason
    }
  }

  private func asked(_ result: Verification) -> String {
    result.server?.description ?? "the resolver of this machine"
  }

  private func count(_ results: [Verification]) -> String {
    "\(results.count { $0.state == .isTrue }) of \(results.count) answers are true"
  }
}
