import DNSModel
import FileReplacement
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// After a failed or missed reload, the next run reloads.
struct ReloadMarkTests {
  private static let mark = "reload-due.apim-dns"

  @Test func failedReloadLeavesTheNewFilesAndAMark() async throws {
    let folder = try TemporaryFolder()
    let done = try await apply(contoso, with: makeBackend(folder.path, reloadCommand: "echo no; exit 1"))
    #expect(done.changes.map(\.outcome) == [.applied, .applied])
    #expect(done.hasFailures)
    #expect(
      done.problems == [
        "the reload command 'echo no; exit 1' ended with status 1. The new files are in place. Correct the cause; the "
          + "next apply runs the command again. It printed: no"
      ])
    #expect(
      try folder.text(of: Self.mark) == """
        // apim-dns owner=contoso-platform
        // files were replaced, and the reload command has not worked since

        """)
    #expect(try folder.contents().count == 4)
  }

  @Test func planShowsADueReloadAndApplyRunsIt() async throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    try await apply(contoso, with: makeBackend(folder.path, reloadCommand: "exit 1"))
    let files = try folder.contents()
    let reload = "echo run >> '\(other.path("trace"))'"
    let work = try await makeBackend(folder.path, reloadCommand: reload).plan(.present(contoso))
    #expect(!work.plan.isInSync)
    #expect(work.plan.changes == [Change(.update, .configuration, name: Self.mark)])
    #expect(
      work.plan.warnings == [
        "\(folder.path(Self.mark)): a reload is still due from an earlier run, so apply runs '\(reload)'"
      ])
    let done = try await work.apply()
    #expect(done.changes.map(\.outcome) == [.applied])
    #expect(!done.hasFailures)
    #expect(try other.text(of: "trace") == "run\n")
    #expect(try folder.contents() == files.filter { $0.key != Self.mark })
    #expect(try await makeBackend(folder.path, reloadCommand: reload).plan(.present(contoso)).plan.isInSync)
  }

  @Test func reloadThatFailsAgainStaysDue() async throws {
    let folder = try TemporaryFolder()
    let backend = try makeBackend(folder.path, reloadCommand: "exit 1")
    try await apply(contoso, with: backend)
    let done = try await apply(contoso, with: backend)
    #expect(done.hasFailures)
    #expect(done.changes.map(\.outcome) == [.failed(done.problems[0])])
    #expect(try folder.contents()[Self.mark] != nil)
  }

  @Test func nextSuccessfulReloadRemovesTheMark() async throws {
    let folder = try TemporaryFolder()
    try await apply([contoso[0]], with: makeBackend(folder.path, reloadCommand: "exit 1"))
    let done = try await apply(contoso, with: makeBackend(folder.path, reloadCommand: "true"))
    #expect(done.changes.map(\.outcome) == [.applied])
    #expect(try folder.contents()[Self.mark] == nil)
  }

  @Test func withoutAReloadCommandThereIsNoMark() async throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    let check = "ls -A '\(folder.path)' >> '\(other.path("list"))'"
    try await apply(contoso, with: makeBackend(folder.path, checkCommand: check))
    #expect(try !other.text(of: "list").contains("reload"))
    #expect(try folder.contents().count == 3)
    // A run without a reload command ignores the mark of another run.
    try await apply(contoso, with: makeBackend(folder.path, reloadCommand: "exit 1"))
    #expect(try await makeBackend(folder.path).plan(.present(contoso)).plan.isInSync)
  }

  @Test(arguments: [nil, "true"])
  func removeDeletesTheMark(reload: String?) async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path, reloadCommand: "exit 1"))
    let done = try await makeBackend(folder.path, reloadCommand: reload).plan(.absent).apply()
    #expect(!done.hasFailures)
    #expect(Array(try folder.contents().keys) == ["named.conf.apim-dns"])
  }

  @Test func refusalBeforeTheFirstReplacementLeavesNoMark() async throws {
    let folder = try TemporaryFolder()
    let file = "\(contoso[1].name).zone"
    let check = "echo theirs > '\(folder.path(file))'"
    await #expect(
      throws: BackendError(
        .refused, "\(folder.path(file)): the file changed since the plan. Plan again.")
    ) { try await apply(contoso, with: makeBackend(folder.path, checkCommand: check, reloadCommand: "true")) }
    #expect(try folder.contents() == [file: Array("theirs\n".utf8)])
  }

  @Test func markOfAnotherOwnerIsAConflict() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.mark, text: "// apim-dns owner=fabrikam\n")
    let plan = try await makeBackend(folder.path, reloadCommand: "true").plan(.present(contoso)).plan
    #expect(
      plan.conflicts.map(\.reason) == [
        "line 1 is '// apim-dns owner=fabrikam' and not '// apim-dns owner=contoso-platform', so the file belongs to "
          + "another owner. Each owner needs a directory of its own. Choose another one, such as "
          + "'\(folder.path)-contoso-platform', and put both 'include \"\(folder.path)/named.conf.apim-dns\";' and 'include "
          + "\"\(folder.path)-contoso-platform/named.conf.apim-dns\";' into named.conf."
      ])
    #expect(try await makeBackend(folder.path).plan(.present(contoso)).plan.conflicts.isEmpty)
  }

  @Test func successfulReloadKeepsTheMarkOfAnotherRun() throws {
    let folder = try TemporaryFolder()
    let lock = try FolderLock(around: folder.path(Self.mark))
    let first = try ReloadMark(in: folder.path(Self.mark), of: .standard, under: lock)
    let second = try ReloadMark(in: folder.path(Self.mark), of: .standard, under: lock)
    try first.remove()
    #expect(try folder.contents().count == 1)
    try second.remove()
    #expect(try folder.contents().isEmpty)
  }
}
