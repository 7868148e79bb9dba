import Foundation
import TestSupport
import Testing

/// Whatever system call of a run is the last one or fails while it writes its metrics: the file is the old one or the new
/// one, whole; the work itself is done; and the next run leaves nothing lying about.
@Suite struct MetricsFaultTests {
  private static let words = [
    "apply", "hosts", "--file", "hosts", "--no-backup", "--metrics-file", "m.prom", "--name", "contoso-apim",
    "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "regional",
  ]
  private static let old = """
    # HELP apim_dns_build_info The version of the program; always 1.
    apim_dns_last_success_timestamp_seconds{owner="apim-dns",command="apply"} 1000

    """

  private static func makeFolder() async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
    try folder.write("m.prom", text: old)
    return folder
  }

  /// The lines of a file without the times in it.
  private static func withoutTimes(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard line.contains("_seconds{"), let space = line.lastIndex(of: " ") else { return line }
      return line[..<space]
    }
  }

  @Test(.needs("strace"), arguments: SystemCallFaults.all)
  func metricsFileIsOldOrNewWhicheverSystemCallFails(fault: String) async throws {
    let folder = try await Self.makeFolder()
    let program = Program.built("apim-dns")
    #expect(try await program.run(Self.words, in: folder.path).status == 0)
    let new = Self.withoutTimes(try folder.text(of: "m.prom"))
    let hosts = try folder.bytes(of: "hosts")
    let faults = SystemCallFaults(
      words: Self.words, file: "m.prom", purpose: " --metrics-file", makeFolder: Self.makeFolder)
    try await faults.run(fault) { result in
      let (folder, comment) = (result.folder, result.comment)
      let after = try folder.text(of: "m.prom")
      let isDone = try folder.bytes(of: "hosts") == hosts
      // The fault can also hit a last call about the hosts file, so that the metrics tell of a failure.
      let tellsOfFailure = result.status != 0 && Self.withoutTimes(after).count == new.count
      #expect(after == Self.old || !isDone || tellsOfFailure || Self.withoutTimes(after) == new, comment)
      #expect(
        after == Self.old || after.contains(/apim_dns_failures{owner="apim-dns",command="apply",backend="hosts"} \d\n$/)
      )
      #expect(result.status != 0 || isDone && after != Self.old, comment)
      #expect(try await program.run(Self.words, in: folder.path).status == 0, comment)
      #expect(Self.withoutTimes(try folder.text(of: "m.prom")).count == new.count, comment)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["hosts", "m.prom"], comment)
    }
  }
}
