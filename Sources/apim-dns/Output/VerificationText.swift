import Diagnostics
import DNSClient
import DNSModel
import Inventory

/// The text output of `verify`: a line for each hostname, and a summary.
struct VerificationText {
  /// Whether the text has colors.
  let usesColor: Bool

  /// The results, resolver by resolver.
  func of(_ results: [Verification]) -> String {
    var text = ""
    var previous: String?
    for result in results {
      let resolver = result.resolver
      if resolver != previous { text += "\(resolver)\n" }
      previous = resolver
      text += "  \(line(result))\n"
    }
    return text + Self.summary(results) + "\n"
  }

  private func line(_ result: Verification) -> String {
    let (symbol, code) =
      switch result.state {
      case .matches: ("=", "32")
      case .failed: ("?", "31")
      case .otherAddress, .publicAddress, .missing, .longerTTL: ("!", "33")
      }
    let text = "\(symbol) \(result.expected.name)  \(PrintableText.escaped(result.finding))"
    return usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// The summary.
  static func summary(_ results: [Verification]) -> String {
    "\(results.count { $0.state == .matches }) of \(results.count) answers match the inventory"
  }
}

extension Verification {
  /// The answer, and the expected one.
  var finding: String {
    let wanted = expected.addresses.map(\.description).joined(separator: ", ")
    let found = found.map(\.description).joined(separator: ", ")
    return switch state {
    case .matches: found
    case .otherAddress: "answered \(found), expected \(wanted)"
    case .publicAddress: "answered \(found), which is not a private address, expected \(wanted)"
    case .missing(let reason): "\(reason), expected \(wanted)"
    case .longerTTL: "answered \(found) with TTL \(ttl ?? 0), expected TTL \(expected.ttl) or less"
    case .failed(let reason): reason
    }
  }

  /// The name of the resolver.
  var resolver: String { server?.description ?? "system resolver" }
}
