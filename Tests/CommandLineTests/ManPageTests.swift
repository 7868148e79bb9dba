import TestSupport
import Testing

/// The manual page, read by the programs that show it.
@Suite struct ManPageTests {
  let folder: TemporaryFolder
  let page: String

  init() async throws {
    folder = try TemporaryFolder()
    let result = try await Program.built("apim-dns").run(["help", "--man"], environment: [:])
    #expect(result.status == 0)
    page = try folder.write("apim-dns.1", text: result.output)
  }

  @Test(.needs("mandoc")) func mandocFindsNothingToSay() async throws {
    let result = try await Program.required("mandoc").run(["-Tlint", page])
    // What pages this machine has an index of is no matter of ours.
    let remarks = (result.output + result.errors).split(separator: "\n").filter { !$0.contains("mandoc.db") }
    #expect(remarks == [])
  }

  @Test(.needs("man")) func manShowsEveryCommandAndOption() async throws {
    let result = try await Program.required("man").run(
      ["--warnings", "-l", page], environment: ["MANWIDTH": "80", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"])
    #expect(result.errors == "")
    #expect(result.status == 0)
    for text in ["apply", "--detailed-exitcode", "--name-server NAME", "-i, --inventory FILE", "EXIT STATUS"] {
      #expect(result.output.contains(text), "\(text)")
    }
  }
}
