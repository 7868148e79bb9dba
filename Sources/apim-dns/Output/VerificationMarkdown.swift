import DNSModel

/// What `verify` prints with `--format markdown`: a comment for a pull request.
struct VerificationMarkdown {
  private let results: [Verification]

  /// Takes the results in their order.
  init(_ results: [Verification]) {
    self.results = results
  }

  /// The comment: the headline, what is not true, then what is.
  var text: String {
    var page = BoundedMarkdown()
    page.add("### apim-dns verify: \(VerificationText.count(results))\n\n")
    for (isTrue, noun) in [(false, "untrue answer"), (true, "true answer")] {
      let rows = results.filter { ($0.state == .isTrue) == isTrue }.map(row)
      page.add(table: ["", "name", "asked", "answer"], rows: rows, called: noun)
    }
    return page.text
  }

  private func row(_ result: Verification) -> [String] {
    [
      result.state == .isTrue ? "✓" : "✗", MarkdownText.code(result.expected.name.text),
      MarkdownText.sentence(result.asked), MarkdownText.sentence(result.finding),
    ]
  }
}
