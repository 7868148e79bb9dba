import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// The file changes between the plan and the apply.
@Suite struct HostsChangedMeanwhileTests {
  let folder: TemporaryFolder
  let path: String
  let desiredState = DesiredState.present([BackendConformance.recordSet("contoso-apim.azure-api.net", ["10.1.0.5"])])

  init() throws {
    folder = try TemporaryFolder()
    path = try folder.write("hosts", text: "127.0.0.1 localhost\n")
  }

  private var backend: HostsBackend { HostsBackend(path: path, owner: .standard, keepsBackup: false) }

  private static let block =
    "# BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)\n10.1.0.5\tcontoso-apim.azure-api.net\n"
    + "# END apim-dns owner=apim-dns\n"

  @Test("Unmanaged lines that were added since the plan are kept") func whatIsNoneOfOurConcernIsKept() async throws {
    let work = try await backend.plan(desiredState)
    let other = HostsBackend(path: path, owner: Owner("other") ?? .standard, keepsBackup: false)
    _ = try await other.plan(.present(BackendConformance.first)).apply()
    let before = try folder.text(of: "hosts") + "10.9.9.9 mine\n"
    try folder.write("hosts", text: before)
    let done = try await work.apply()
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    #expect(try folder.text(of: "hosts") == before + Self.block)
  }

  @Test("A change that another run has made meanwhile is not an error") func whatSomebodyElseHasDoneForUsIsDone()
    async throws
  {
    let work = try await backend.plan(desiredState)
    _ = try await backend.plan(desiredState).apply()
    _ = try await work.apply()
    #expect(try folder.text(of: "hosts") == "127.0.0.1 localhost\n" + Self.block)
  }

  @Test(
    "A change of the block or of a managed name since the plan is refused",
    arguments: [
      "10.9.9.9 contoso-apim.azure-api.net\n",
      "# BEGIN apim-dns owner=apim-dns\n10.1.0.6 contoso-apim.azure-api.net\n# END apim-dns owner=apim-dns\n",
    ])
  func whatTouchesOurNamesIsRefused(text: String) async throws {
    let work = try await backend.plan(desiredState)
    try folder.write("hosts", text: text)
    await #expect(
      throws: BackendError(
        .refused,
        "\(path): the managed block, or a line with one of its names, changed since the plan. Plan again."
      )
    ) { _ = try await work.apply() }
    #expect(try folder.text(of: "hosts") == text)
  }

  @Test("A block that became incomplete since the plan is refused") func blockThatIsNotWholeAnyMoreIsRefused()
    async throws
  {
    let work = try await backend.plan(desiredState)
    try folder.write("hosts", text: "# BEGIN apim-dns owner=apim-dns\n")
    await #expect(
      throws: BackendError(
        .refused,
        "\(path):1: the block of owner apim-dns starts here, but no END marker follows. Correct the markers by "
          + "hand, then run again."
      )
    ) { _ = try await work.apply() }
  }
}
