import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// Unmanaged lines with managed names.
@Suite struct HostsConflictTests {
  let folder: TemporaryFolder
  let desiredState = DesiredState.present([
    BackendConformance.recordSet("contoso-apim.azure-api.net", ["10.1.0.5", "10.1.0.6"])
  ])

  init() throws {
    folder = try TemporaryFolder()
  }

  private func conflicts(_ desiredState: DesiredState, in text: String) async throws -> [Conflict] {
    try folder.write("hosts", text: text)
    return try await HostsBackend(path: folder.path("hosts"), owner: .standard).plan(desiredState).plan.conflicts
  }

  @Test(
    "An unmanaged line with another address is a conflict",
    arguments: [
      ("127.0.0.1 localhost\n10.9.9.9 db contoso-apim.azure-api.net\n", 2, "10.9.9.9"),
      ("10.9.9.9\tCONTOSO-apim.azure-api.net. # ours, says somebody\r\n", 1, "10.9.9.9"),
      ("127.0.0.1 localhost\n10.9.9.9\u{0C}contoso-apim.azure-api.net", 2, "10.9.9.9"),
      ("127.0.0.1 localhost\n\u{0B}10.9.9.9 db\u{0B}contoso-apim.azure-api.net\n", 2, "10.9.9.9"),
      ("fd00::5 contoso-apim.azure-api.net", 1, "fd00::5"),
      // musl reads these as addresses, and takes the first line.
      ("127.0.0.1 localhost\n10.9.9 contoso-apim.azure-api.net", 2, "10.9.9"),
      ("127.0.0.1 localhost\n0x0a090909 contoso-apim.azure-api.net", 2, "0x0a090909"),
      ("010.1.0.5 contoso-apim.azure-api.net", 1, "010.1.0.5"),
      ("127.0.0.1 localhost\n127.1 contoso-apim.azure-api.net", 2, "127.1"),
      ("127.0.0.1 localhost\n10.0X1.05.06 contoso-apim.azure-api.net", 2, "10.0X1.05.06"),
      ("127.0.0.1 localhost\n4294967295 contoso-apim.azure-api.net", 2, "4294967295"),
      // A resolver might accept it.
      ("127.0.0.1 localhost\n1:2 contoso-apim.azure-api.net", 2, "1:2"),
      (
        "# BEGIN apim-dns owner=other\n10.9.9.9 contoso-apim.azure-api.net\n# END apim-dns owner=other\n", 2, "10.9.9.9"
      ),
    ])
  func anotherAddressIsAConflict(text: String, line: Int, address: String) async throws {
    let place = "\(folder.path("hosts")):\(line)"
    let expected = Conflict(
      name: "contoso-apim.azure-api.net", place: place,
      reason:
        "this unmanaged line maps contoso-apim.azure-api.net to \(address) and comes before the managed block, so "
        + "it takes precedence where the first match wins. Remove the name from this line, or use --force to add "
        + "the block anyway.",
      yieldsToForce: true)
    #expect(try await conflicts(desiredState, in: text) == [expected])
    #expect(try await conflicts(.absent, in: text) == [])
  }

  /// Many lines must not make a list that is too long to read or fills the memory.
  @Test("Lines with the same mapping are one conflict") func linesWithTheSameMappingAreOneConflict() async throws {
    let line = "10.9.9.9 contoso-apim.azure-api.net contoso-apim.azure-api.net\n"
    let found = try await conflicts(desiredState, in: String(repeating: line, count: 100_000))
    #expect(
      found.map { "\($0.place): \($0.reason)" } == [
        "\(folder.path("hosts")):1: this unmanaged line maps contoso-apim.azure-api.net to 10.9.9.9 and comes "
          + "before the managed block, so it takes precedence where the first match wins (later lines with the same "
          + "mapping: 99999). Remove the name from this line, or use --force to add the block anyway."
      ])
  }

  @Test("At most 100 conflicts are listed") func atMost100ConflictsAreListed() async throws {
    let found = try await conflicts(
      desiredState, in: (0..<253).map { "10.9.9.\($0) contoso-apim.azure-api.net\n" }.joined())
    #expect(found.count == 101)
    #expect(
      found.last
        == Conflict(
          name: folder.path("hosts"), place: folder.path("hosts"),
          reason:
            "unmanaged lines map names of the inventory to other addresses in 153 more cases. Remove the names from "
            + "those lines, or use --force to add the block anyway.",
          yieldsToForce: true))
  }

  @Test(
    "A line with the same address, or without an entry, is not a conflict",
    arguments: [
      "10.1.0.6 contoso-apim.azure-api.net\n", "127.0.0.1 localhost\n10.1.6 contoso-apim.azure-api.net\n",
      "127.0.0.1 localhost\n0xa.0x1.6 contoso-apim.azure-api.net\n",
      "127.0.0.1 localhost\n012.01.00.05 contoso-apim.azure-api.net\n",
      // musl reads no address from these.
      "127.0.0.1 localhost\n10.9.9.256 contoso-apim.azure-api.net\n",
      "127.0.0.1 localhost\n10.9.9.9. contoso-apim.azure-api.net\n",
      "127.0.0.1 localhost\n08.9.9.9 contoso-apim.azure-api.net\n",
      "127.0.0.1 localhost\n0x contoso-apim.azure-api.net\n4294967296 contoso-apim.azure-api.net\n",
      "127.0.0.1 localhost\n256.1 contoso-apim.azure-api.net\n10.16777216 contoso-apim.azure-api.net\n",
      "#10.9.9.9 contoso-apim.azure-api.net\n",
      "10.9.9.9 x#contoso-apim.azure-api.net\n",
      "10.9.9.9 my-contoso-apim.azure-api.net contoso-apim.azure-api.net.corp.example\n",
      "127.0.0.1 localhost\nnot-an-address contoso-apim.azure-api.net\nuser:key contoso-apim.azure-api.net\n",
      "127.0.0.1 localhost\n10.9.9.9\n",
    ])
  func sameAddressOrNoEntryIsNone(text: String) async throws {
    #expect(try await conflicts(desiredState, in: text) == [])
  }
}
