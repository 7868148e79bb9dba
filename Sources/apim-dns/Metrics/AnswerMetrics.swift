import DNSClient

/// The metrics of `verify`.
struct AnswerMetrics {
  var answers: [Verification] = []

  /// Writes the number of hostnames for each resolver and state.
  func write(to text: inout MetricsText, _ run: [(name: String, value: String)]) {
    var resolvers: [String] = []
    var counts: [String: [Verification.State.Word: Int]] = [:]
    for answer in answers {
      let resolver = answer.server?.description ?? "system"
      if counts[resolver] == nil { resolvers.append(resolver) }
      counts[resolver, default: [:]][answer.state.word, default: 0] += 1
    }
    text.gauge(
      "apim_dns_answers", "Hostnames by the state of the resolver's answer.",
      resolvers.flatMap { resolver in
        Verification.State.Word.allCases.map { word in
          let labels = run + [("resolver", resolver), ("state", word.rawValue)]
          return .init(labels, counts[resolver]?[word] ?? 0)
        }
      })
  }
}
