import Testing

@testable import apim_dns

/// What a pipeline would obey, byte for byte.
@Suite struct PipelineCommandsTests {
  private func escaped(_ parts: [String], _ notation: PipelineCommands.Notation = .text) -> String {
    var commands = PipelineCommands()
    return parts.map { String(decoding: commands.escape(Array($0.utf8), in: notation), as: UTF8.self) }.joined()
  }

  @Test(arguments: [
    ("::error::x\n", ":\\u{3A}error::x\n"),
    (" \t::set-output name=a::x\n", " \t:\\u{3A}set-output name=a::x\n"),
    ("a\n::add-mask::x\n", "a\n:\\u{3A}add-mask::x\n"),
    ("a\r::debug::x\n", "a\r:\\u{3A}debug::x\n"),
    ("a\u{85}::debug::x\n", "a\u{85}:\\u{3A}debug::x\n"),
    ("a\u{2028}::debug::x\n", "a\u{2028}:\\u{3A}debug::x\n"),
    ("a\u{C} ::debug::x\n", "a\u{C} :\\u{3A}debug::x\n"),
    ("\u{FEFF}::debug::x\n", "\u{FEFF}:\\u{3A}debug::x\n"),
    (":\u{200D}:debug::x\n", ":\u{200D}\\u{3A}debug::x\n"),
    ("::7::\n", ":\\u{3A}7::\n"),
    ("::", ":\\u{3A}"),
    ("::1", ":\\u{3A}1"),
    ("x ##vso[task.complete]\n", "x ##vso\\u{5B}task.complete]\n"),
    ("x##[error]y\n", "x##\\u{5B}error]y\n"),
    ("####[error]y\n", "####\\u{5B}error]y\n"),
    ("##VSO[task.complete]\n", "##VSO\\u{5B}task.complete]\n"),
    ("#\u{FE0F}#\u{AD}v\0so[x]\n", "#\u{FE0F}#\u{AD}v\0so\\u{5B}x]\n"),
  ])
  func commandsAreEscaped(text: String, expected: String) { #expect(escaped([text]) == expected) }

  @Test(arguments: [
    "", "::1\tlocalhost ip6-localhost\n", " ::1 localhost\n", "::1 localhost\r\n", "fe80::1%lo0 a::b\n",
    "a ::error::x\n",
    "-::error::x\n", ": :error::x\n", "# # [x]\n", "#[x]\n", "## [x]\n", "##\n[x]\n", "##1[x]\n", "## Plan\n[a](b)\n",
    "{\"a\":[\"#\",[1]]}\n", "\u{1B}[1mzone\u{1B}[0m\n", "$a::\n", "grüße\n",
  ])
  func otherTextIsUnchanged(text: String) { #expect(escaped([text]) == text) }

  @Test func everyFormatEscapesCommandsInItsOwnNotation() {
    let text = "::error::##[error]##vso[x]"
    #expect(escaped([text], .json) == #":\u003aerror::##\u005berror]##vso\u005bx]"#)
    #expect(escaped([text], .html) == ":&#58;error::##&#91;error]##vso&#91;x]")
    #expect(escaped([text], .shell) == ":'':error::##''[error]##vso''[x]")
  }

  /// However a text is cut into two parts, no command is in what comes out.
  @Test(arguments: [
    "::error::x\n", "a\n \u{2028}::error::x\n", "a##vso[task.complete]b\n", "##[error]\n", ":\u{200D}:x::\n",
  ])
  func commandInTwoPartsIsEscaped(text: String) {
    let bytes = Array(text.utf8)
    for place in 0...bytes.count {
      var commands = PipelineCommands()
      let parts = [bytes[..<place], bytes[place...]].map { commands.escape(Array($0), in: .text) }
      let whole = String(decoding: parts.joined(), as: UTF8.self)
      #expect(whole.contains("\\u{3A}") || whole.contains("\\u{5B}"), "cut at \(place): \(whole)")
      #expect(whole.replacing("\\u{3A}", with: ":").replacing("\\u{5B}", with: "[") == text, "cut at \(place)")
    }
  }

  /// Another stream may have ended the line between two parts.
  @Test func commandAtTheBeginningOfAPartIsEscaped() {
    #expect(escaped(["no line end", "::error::x\n"]) == "no line end:\\u{3A}error::x\n")
  }

  /// What we write ourselves is the same in a pipeline.
  @Test func helpAndManualPageHaveNoCommands() {
    let texts =
      [HelpText.overview, ManPage.text] + Command.allCases.map(HelpText.screen)
      + Shell.allCases.map(\.completions)
    for text in texts { #expect(escaped([text]) == text) }
  }
}
