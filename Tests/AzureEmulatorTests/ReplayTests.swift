import Foundation
import TestSupport
import Testing

/// Whole conversations with Azure, sent to the emulator in their order.
@Suite(.timeLimit(.minutes(5)), .needs("python3")) struct ReplayTests {
  /// The root of this package.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// The recordings that lie beside this package on some machines.
  private static let recordings =
    cassettes(in: "../shared/azure/recordings/azure-cli")
    + cassettes(in: "../shared/azure/recordings/azure-service-operator")

  /// The cassettes in a folder; none where there is no such folder.
  private static func cassettes(in folder: String) -> [String] {
    let folder = root.appending(path: folder).standardizedFileURL.path
    return (try? FileManager.default.contentsOfDirectory(atPath: folder))?.filter { $0.hasSuffix(".yaml") }.sorted()
      .map { "\(folder)/\($0)" } ?? []
  }

  /// Replays cassettes, and gives the lines of the report; nothing where Python has no reader of YAML.
  private func report(_ cassettes: [String]) async throws -> (lines: [String], errors: String)? {
    let python = try Program.required("python3")
    guard try await python.run(["-c", "import yaml"]).status == 0 else {
      #expect(ProcessInfo.processInfo.environment["CI"] != "true", "Python has no module yaml")
      return nil
    }
    let emulator = try RunningEmulator()
    let script = Self.root.appending(path: "scripts/peers/replay.py").path
    let result = try await python.run([script, "\(emulator.port)"] + cassettes)
    return (result.output.split(separator: "\n").map(String.init), result.errors)
  }

  @Test func ownCassettesReplayWithoutDifferences() async throws {
    let cassettes = Self.cassettes(in: "Tests/AzureEmulatorTests/Fixtures")
    guard let (lines, errors) = try await report(cassettes) else { return }
    #expect(
      lines == [
        "skipped: resource group: 1", "skipped: virtual network: 1", "27 exchanges replayed, 0 differences",
      ], "\(errors)")
  }

  @Test func differenceIsReported() async throws {
    let folder = try TemporaryFolder()
    let own = try String(
      contentsOf: Self.root.appending(path: "Tests/AzureEmulatorTests/Fixtures/record-sets.yaml"), encoding: .utf8)
    // In the answers only, where slashes are escaped.
    let changed = own.replacing(#""fqdn":"www.contoso.example.""#, with: #""fqdn":"WWW.contoso.example.""#)
      .replacing("code: 404", with: "code: 400")
    guard let (lines, errors) = try await report([folder.write("changed.yaml", text: changed)]) else { return }
    let place = "Microsoft.Network/privateDnsZones/contoso.example/A"
    let fqdn = "'www.contoso.example.', not 'WWW.contoso.example.'"
    #expect(
      lines.dropLast(2) == [
        "changed.yaml 4: PUT \(place)/WWW: body.properties.fqdn is \(fqdn)",
        "changed.yaml 7: PATCH \(place)/WWW: body.properties.fqdn is \(fqdn)",
        "changed.yaml 8: GET \(place): body.value[0].properties.fqdn is \(fqdn)",
      ], "\(errors)")
    #expect(lines.suffix(2).first?.contains(": status 404, not 400: ") == true)
    #expect(lines.last == "12 exchanges replayed, 4 differences")
  }

  @Test(.enabled(if: !recordings.isEmpty, "there are no recordings beside this package"))
  func recordingsReplayWithoutDifferences() async throws {
    guard let (lines, errors) = try await report(Self.recordings) else { return }
    #expect(
      lines == [
        "known: a link is ready as soon as its operation has ended: 4",
        "skipped: operation of a resource group: 4",
        "skipped: operation of a virtual network: 13",
        "skipped: resource group: 15",
        "skipped: virtual network: 29",
        "621 exchanges replayed, 0 differences",
      ], "\(errors)")
  }
}
