import EndpointProbe
import Testing

@testable import apim_dns

/// Nothing that a server sends reaches a terminal or a page as it is.
struct ConnectionOutputTests {
  @Test func textIsEscaped() async throws {
    let connection = try await ConnectionSamples.otherName()
    #expect(connection.state == .certificateOtherName)
    let text = ConnectionText(usesColor: false).of([connection])
    #expect(text.contains(": the certificate is for 'a\\u{1B}[31m<b>.example'\n"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func markdownAndPageAreEscaped() async throws {
    let connection = try await ConnectionSamples.otherName()
    let markdown = VerificationMarkdown([], [connection]).text
    #expect(!markdown.contains("\u{1B}"))
    #expect(!markdown.contains("<b>"))
    let page = VerificationPage(answers: [], connections: [connection], owner: "apim-dns").text
    #expect(!page.contains("\u{1B}"))
    #expect(!page.contains("<b>.example"))
    #expect(page.contains("the certificate is for &#39;a\\u{1B}[31m&lt;b&gt;.example&#39;"))
  }

  @Test func jsonHasTheNameAsItIs() async throws {
    let text = try JSONText.of(ConnectionJSON(try await ConnectionSamples.otherName()))
    #expect(text.contains("\"names\":[\"a\\u001b[31m<b>.example\"]"))
    #expect(!text.contains("\u{1B}"))
  }
}
