import DNSModel

/// The output of `verify --format markdown`: a comment for a pull request.
struct VerificationMarkdown {
  private let results: [Verification]

  init(_ results: [Verification]) {
    self.results = results
  }

  /// The comment: the headline, answers that do not match, then those that do.
  var text: String {
    var page = BoundedMarkdown()
    page.add("### apim-dns verify: \(VerificationText.summary(results))\n\n")
    for (matches, noun) in [(false, "wrong answer"), (true, "correct answer")] {
      let rows = results.filter { ($0.state == .matches) == matches }.map(row)
      page.add(table: ["", "name", "resolver", "answer"], rows: rows, called: noun)
    }
    return page.text
  }

  private func row(_ result: Verification) -> [String] {
    [
      result.state == .matches ? "✓" : "✗", MarkdownText.code(result.expected.name.text),
      MarkdownText.sentence(result.resolver), MarkdownText.sentence(result.finding),
    ]
  }
}
