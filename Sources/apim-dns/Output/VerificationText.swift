import Diagnostics
import DNSClient
import DNSModel
import Inventory

/// What `verify` found, as a person reads it: a line for each name, and one that counts.
struct VerificationText {
  /// Whether it is coloured.
  let usesColor: Bool

  /// Writes the results, resolver by resolver.
  func of(_ results: [Verification]) -> String {
    var text = ""
    var resolver: String?
    for result in results {
      let asked = result.asked
      if asked != resolver { text += "\(asked)\n" }
      resolver = asked
      text += "  \(line(result))\n"
    }
    return text + Self.count(results) + "\n"
  }

  private func line(_ result: Verification) -> String {
    let (sign, code) =
      switch result.state {
      case .isTrue: ("=", "32")
      case .failed: ("?", "31")
      case .otherAddress, .publicAddress, .missing, .longerTTL: ("!", "33")
      }
    let text = "\(sign) \(result.expected.name)  \(PrintableText.escaped(result.finding))"
    return usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// The line that counts.
  static func count(_ results: [Verification]) -> String {
    "\(results.count { $0.state == .isTrue }) of \(results.count) answers are true"
  }
}

extension Verification {
  /// What the answer was, and what it should have been.
  var finding: String {
    let wanted = expected.addresses.map(\.description).joined(separator: ", ")
    let found = found.map(\.description).joined(separator: ", ")
    return switch state {
    case .isTrue: found
    case .otherAddress: "answers \(found), should be \(wanted)"
    case .publicAddress: "answers \(found), which is no private address, should be \(wanted)"
    case .missing(let reason): "\(reason), should be \(wanted)"
    case .longerTTL: "\(found) with the TTL \(ttl ?? 0), should be at most \(expected.ttl)"
    case .failed(let reason): reason
    }
  }

  /// Who was asked.
  var asked: String { server?.description ?? "the resolver of this machine" }
}
