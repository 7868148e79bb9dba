import TestSupport
import Testing

/// Completions, asked for in the shells themselves.
@Suite struct CompletionsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("one.json5", text: "")
  }

  /// Writes the script of a shell into the folder.
  private func script(_ shell: String, as name: String) async throws {
    let result = try await Program.built("apim-dns").run(["completions", shell], environment: [:])
    #expect(result.status == 0)
    #expect(result.errors == "")
    try folder.write(name, text: result.output)
  }

  /// A command line to complete, and words that the completions must contain, or must not.
  struct Case: CustomTestStringConvertible, Sendable {
    let line: String
    let offered: [String]
    let notOffered: [String]

    var testDescription: String { line }
  }

  static let cases = [
    Case(line: "apim-dns pl", offered: ["plan"], notOffered: ["apply", "verify"]),
    Case(line: "apim-dns ", offered: ["records", "check", "plan", "apply", "remove"], notOffered: ["zones"]),
    Case(line: "apim-dns plan z", offered: ["zones"], notOffered: ["hosts"]),
    Case(line: "apim-dns plan --lay", offered: ["--layout"], notOffered: ["--name"]),
    Case(line: "apim-dns plan --layout p", offered: ["perHostname", "parent"], notOffered: ["responsePolicy"]),
    Case(line: "apim-dns records --inventory one", offered: ["one.json5"], notOffered: ["plan"]),
    Case(line: "apim-dns records --max", offered: [], notOffered: ["--max-deletes"]),
    Case(line: "apim-dns completions f", offered: ["fish"], notOffered: ["bash"]),
    Case(line: "apim-dns completions bash --", offered: ["--help"], notOffered: ["--force", "--layout", "--format"]),
    Case(line: "apim-dns check -i on", offered: ["one.json5"], notOffered: ["plan"]),
    Case(line: "apim-dns plan --metrics-file on", offered: ["one.json5"], notOffered: ["zones"]),
    Case(line: "apim-dns --ver", offered: ["--version"], notOffered: ["plan"]),
    Case(line: "apim-dns -q pl", offered: ["plan"], notOffered: ["apply"]),
    Case(line: "apim-dns -i one.json5 pl", offered: ["plan"], notOffered: ["apply"]),
    Case(line: "apim-dns discover --format ", offered: ["text", "json"], notOffered: ["html", "csv", "markdown"]),
    Case(line: "apim-dns ren", offered: ["rename-owner"], notOffered: ["records"]),
    Case(line: "apim-dns rename-owner a b z", offered: ["zones"], notOffered: ["azure"]),
    Case(line: "apim-dns help exi", offered: ["exit-codes"], notOffered: ["machines"]),
    Case(line: "apim-dns help ", offered: ["machines", "inventory", "plan"], notOffered: ["zones"]),
    Case(line: "apim-dns plan --endpoints dev", offered: ["developerPortal"], notOffered: ["gateway"]),
    Case(
      line: "apim-dns records --region westu", offered: ["westus", "westus2", "westus3"],
      notOffered: ["eastus", "westeurope"]),
    Case(line: "apim-dns verify --view usgov", offered: ["usgovvirginia"], notOffered: ["westus"]),
    Case(line: "apim-dns plan --format h", offered: ["html"], notOffered: ["json"]),
  ]

  private func check(_ words: [String], _ what: Case, _ errors: String) {
    #expect(errors == "")
    for word in what.offered { #expect(words.contains(word), "\(what.line) must offer \(word), offered were \(words)") }
    for word in what.notOffered { #expect(!words.contains(word), "\(what.line) must not offer \(word)") }
  }

  @Test(.needs("bash"), arguments: cases) func bashOffersTheRightWords(_ what: Case) async throws {
    try await askBash(what)
  }

  /// What completes a list: bash and fish show the whole word, zsh only its end.
  private static let wholeList = Case(
    line: "apim-dns plan --endpoints gateway,sc", offered: ["gateway,scm"], notOffered: ["scm", "gateway,management"])
  private static let endOfList = Case(
    line: "apim-dns plan --endpoints gateway,sc", offered: ["scm"], notOffered: ["management"])

  @Test(.needs("bash", "fish", "zsh")) func listsAreCompletedAfterAComma() async throws {
    try await askBash(Self.wholeList)
    try await fishOffersTheRightWords(Self.wholeList)
    try await zshOffersTheRightWords(Self.endOfList)
  }

  @Test(.needs("bash")) func bashCompletesAFileNameWithABlank() async throws {
    try folder.write("my inventory.json5", text: "")
    try folder.write("my folder/file", text: "")
    let file = Case(line: "apim-dns check -i my", offered: ["my inventory.json5"], notOffered: ["inventory.json5"])
    try await askBash(file)
    try await askBash(
      Case(line: "apim-dns plan --directory my", offered: ["my folder"], notOffered: ["my inventory.json5"]))
  }

  private func askBash(_ what: Case) async throws {
    try await script("bash", as: "completions")
    let words = what.line.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }
    let ask = """
      source ./completions
      compopt() { :; }
      COMP_WORDS=(\(words.joined(separator: " "))) COMP_CWORD=\(words.count - 1)
      _apim_dns
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let result = try await Program.required("bash").run(["-c", ask], in: folder.path)
    check(result.output.split(separator: "\n").map(String.init), what, result.errors)
  }

  @Test(.needs("fish"), arguments: cases) func fishOffersTheRightWords(_ what: Case) async throws {
    try await script("fish", as: "completions")
    let result = try await Program.required("fish").run(
      ["--no-config", "-c", "source ./completions; complete -C '\(what.line)'"],
      environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"], in: folder.path)
    let words = result.output.split(separator: "\n").compactMap { $0.split(separator: "\t").first.map(String.init) }
    check(words, what, result.errors)
  }

  @Test(.needs("zsh"), arguments: cases) func zshOffersTheRightWords(_ what: Case) async throws {
    try await script("zsh", as: "_apim-dns")
    // A shell in a pseudo-terminal of zsh's own, asked with the tab key, shows the list that it would show a person.
    let ask = """
      zmodload zsh/zpty
      zpty -b shell zsh -f -i
      zpty -w shell 'PROMPT= RPROMPT= ; unset zle_bracketed_paste; stty columns 200'
      zpty -w shell 'fpath=($PWD $fpath); autoload -U compinit; compinit -u -D'
      zpty -w shell "zstyle ':completion:*' list-colors ''; zstyle ':completion:*' verbose no; setopt auto_list"
      zpty -w shell 'bindkey "^I" list-choices; echo READY''NOW'
      zpty -r -m shell all '*READYNOW*' || exit 1
      zpty -w -n shell '\(what.line)'$'\\t'
      # The list comes when it comes: ten seconds at most, and one where nothing is to come.
      shown=
      for turn in {1..100}; do
        while zpty -r -t shell chunk; do shown+=$chunk; done
        missing=
        for word in \(what.offered.joined(separator: " ")); do [[ $shown == *$word* ]] || missing=yes; done
        if [[ -z $missing && ( -n '\(what.offered.joined())' || $turn -gt 10 ) ]]; then break; fi
        sleep 0.1
      done
      print -rn -- $shown
      """
    let result = try await Program.required("zsh").run(
      ["-f", "-c", ask], environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin", "TERM": "dumb"], in: folder.path)
    let shown = result.output.replacing("\u{1B}[0m", with: "").split(whereSeparator: \.isWhitespace).map(String.init)
    check(shown, what, result.errors)
  }

  @Test(arguments: [
    ([], "a shell is required. Use bash, zsh or fish."),
    (["tcsh"], "unknown shell 'tcsh'. Use bash, zsh or fish."),
    (
      ["bash", "zsh"],
      "unexpected argument 'zsh' of 'apim-dns completions'. Run 'apim-dns help completions' to see its usage."
    ),
  ])
  func otherShellsAreRefused(words: [String], message: String) async throws {
    let result = try await Program.built("apim-dns").run(["completions"] + words, environment: [:])
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(result.status == 64)
  }
}
