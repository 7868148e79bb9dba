import DNSModel
import FileReplacement
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// How a plan is applied: in the right order, or not at all.
struct ZoneFileApplierTests {
  /// The inode and modification time, which show whether a file was written or replaced.
  private func identity(of path: String) throws -> [Int] {
    var status = stat()
    try #require(stat(path, &status) == 0)
    #if canImport(Darwin)
      return [Int(status.st_ino), status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec]
    #else
      return [Int(status.st_ino), status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    #endif
  }

  /// A command that appends a line to a file each time it runs.
  private func trace(_ folder: TemporaryFolder) -> String { "echo run >> '\(folder.path("trace"))'" }

  @Test(arguments: ZoneLayout.allCases)
  func unchangedRunWritesNothing(layout: ZoneLayout) async throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    try await apply(contoso, with: makeBackend(folder.path, layout: layout))
    let names = try folder.contents().keys.map { folder.path($0) } + [folder.path]
    let before = try names.map(identity)
    let contents = try folder.contents()
    for policy in SerialPolicy.allCases {
      let later = try makeBackend(
        folder.path, layout: layout, serialPolicy: policy, checkCommand: trace(other), reloadCommand: trace(other),
        now: SerialNumberTests.noon + 40 * SerialNumberTests.day)
      let done = try await apply(contoso.reversed(), with: later)
      #expect(done.isInSync)
      #expect(done.unchanged == 2)
    }
    #expect(try names.map(identity) == before)
    #expect(try folder.contents() == contents)
    #expect(try other.contents().isEmpty)
  }

  @Test func addedCommentIsNotAChange() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path))
    let file = "\(contoso[0].name).zone"
    try folder.write(file, text: try folder.text(of: file) + "\n; a note\n")
    #expect(try await makeBackend(folder.path).plan(.present(contoso)).plan.isInSync)
  }

  @Test func modificationTimeIsTheTimeOfTheRun() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path))
    let modified = try identity(of: folder.path("\(contoso[0].name).zone"))[1]
    #expect(abs(modified - Int(Date().timeIntervalSince1970)) < 60, "whatever the injected clock says")
  }

  @Test func missingDirectoryIsCreated() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path("a/b")))
    #expect(try folder.contents().count == 3)
  }

  @Test func checkSeesEachNewFileBeforeAnythingIsReplaced() async throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    let check =
      "echo {zone} >> '\(other.path("zones"))'; cat {file} >> '\(other.path("files"))'; ls '\(folder.path)' >> '\(other.path("list"))'"
    try await apply(contoso, with: makeBackend(folder.path, checkCommand: check))
    #expect(try other.text(of: "zones") == "contoso-apim.portal.azure-api.net\ncontoso-apim.westus.azure-api.net\n")
    let files = try contoso.reversed().map { try folder.text(of: "\($0.name).zone") }.joined()
    #expect(try other.text(of: "files") == files)
    #expect(try other.text(of: "list") == "")
  }

  @Test func failedCheckChangesNothing() async throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    try await apply(contoso, with: makeBackend(folder.path))
    let before = try folder.contents()
    let moved = contoso.map { RecordSet(name: $0.name, ttl: $0.ttl, addresses: [IPv4Address(number: 0x0A01_0009)]) }
    let check = "case {zone} in *westus*) echo no such thing; exit 3;; esac"
    await #expect(
      throws: BackendError(
        .failed,
        "the check command '\(check)' ended with status 3 for the zone contoso-apim.westus.azure-api.net, so nothing was "
          + "replaced. Correct the zone or the command. It printed: no such thing")
    ) { try await apply(moved, with: makeBackend(folder.path, checkCommand: check, reloadCommand: trace(other))) }
    #expect(try folder.contents() == before)
    #expect(try other.contents().isEmpty)
  }

  @Test func checkThatChangesTheFileIsAFailure() async throws {
    let folder = try TemporaryFolder()
    await #expect(
      throws: BackendError(
        .failed,
        "\(folder.path)/contoso-apim.portal.azure-api.net.zone: the bytes read back from the new file differ from "
          + "those written, so nothing was replaced. Make sure that the check command does not change the file and that the "
          + "disk works.")
    ) { try await apply(contoso, with: makeBackend(folder.path, checkCommand: "sed -i s/10.1.0.5/10.6.6.6/ {file}")) }
    #expect(try folder.contents().isEmpty)
  }

  @Test(.needs("named-checkzone")) func namedCheckzoneIsACheck() async throws {
    let folder = try TemporaryFolder()
    try await apply(
      contoso, with: makeBackend(folder.path, checkCommand: "named-checkzone -i local -k fail {zone} {file}"))
    #expect(try folder.contents().count == 3)
  }

  @Test func reloadRunsOnceAfterEverythingIsInPlace() async throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    let reload = "ls '\(folder.path)' >> '\(other.path("list"))'"
    try await apply(contoso, with: makeBackend(folder.path, reloadCommand: reload))
    #expect(
      try other.text(of: "list") == """
        contoso-apim.portal.azure-api.net.zone
        contoso-apim.westus.azure-api.net.zone
        named.conf.apim-dns
        reload-due.apim-dns

        """)
    #expect(try folder.contents().count == 3)
  }

  @Test func fileThatChangedSinceThePlanIsRefused() async throws {
    let folder = try TemporaryFolder()
    let work = try await makeBackend(folder.path).plan(.present(contoso))
    let file = "\(contoso[0].name).zone"
    try folder.write(file, text: "theirs")
    await #expect(
      throws: BackendError(
        .refused, "\(folder.path(file)): the file changed since the plan. Plan again.")
    ) { try await work.apply() }
    #expect(try folder.contents() == [file: Array("theirs".utf8)])
  }

  @Test func includeFileNeverNamesAMissingZone() async throws {
    let folder = try TemporaryFolder()
    try await apply([contoso[0]], with: makeBackend(folder.path))
    let work = try await makeBackend(folder.path).plan(.present([contoso[1]]))
    let applier = try #require(work.applier as? ZoneFileApplier)
    let inOrder = applier.files.sorted { $0.phase < $1.phase }.map(\.snapshot.path)
    #expect(
      inOrder == [
        folder.path("\(contoso[1].name).zone"), folder.path("named.conf.apim-dns"),
        folder.path("\(contoso[0].name).zone"),
      ])
    let removal = try #require(try await makeBackend(folder.path).plan(.absent).applier as? ZoneFileApplier)
    #expect(removal.files.sorted { $0.phase < $1.phase }.first?.snapshot.path == folder.path("named.conf.apim-dns"))
  }

  @Test func fileThatCannotBePutInPlaceStopsTheRest() async throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    // The check runs after all files were compared, so its change is found only when the file is put in place.
    let check = "case {zone} in *westus*) echo theirs > '\(folder.path("\(contoso[0].name).zone"))';; esac"
    let done = try await apply(
      contoso, with: makeBackend(folder.path, checkCommand: check, reloadCommand: trace(other)))
    let path = folder.path("\(contoso[0].name).zone")
    let failure = "\(path): the file changed since the plan. Plan again."
    #expect(done.changes.map(\.outcome) == [.applied, .failed(failure)])
    #expect(
      done.problems == ["\(folder.path("named.conf.apim-dns")): not changed because of the failure before it"])
    #expect(
      Set(try folder.contents().keys) == [
        "\(contoso[0].name).zone", "\(contoso[1].name).zone", "reload-due.apim-dns",
      ])
    #expect(try other.contents().isEmpty)
  }

  @Test func thousandZonesAreWrittenAndInSync() async throws {
    let folder = try TemporaryFolder()
    let sets = try (0..<1000).map { number in
      RecordSet(
        name: try DomainName("apim-\(number).westus.azure-api.net"), ttl: .standard,
        addresses: [IPv4Address(number: 0x0A00_0000 + UInt32(number))])
    }
    let done = try await apply(sets, with: makeBackend(folder.path))
    #expect(done.changes.count == 1000)
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    #expect(try folder.contents().count == 1001)
    let again = try await makeBackend(folder.path).plan(.present(sets)).plan
    #expect(again.isInSync)
    #expect(again.unchanged == 1000)
    let fewer = try await apply(Array(sets[..<999]), with: makeBackend(folder.path))
    #expect(fewer.changes.count == 1)
    #expect(try folder.contents().count == 1000)
  }
}
