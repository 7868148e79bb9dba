import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// New serials exceed the served one too.
struct ServedSerialTests {
  private func serial(file: UInt32?, _ answer: ServedSerial) async throws -> String {
    let folder = try TemporaryFolder()
    let name = "\(contoso[0].name).zone"
    if let file {
      try await apply([contoso[0]], with: makeBackend(folder.path))
      try folder.write(name, text: try folder.text(of: name).replacing(" 2026082100 ", with: " \(file) "))
    }
    let backend = try ZoneFileBackend(
      directory: folder.path, suffixes: [suffix], serialPolicy: .increment, servedSerial: { _ in answer },
      owner: Owner("contoso-platform") ?? .standard, now: { SerialNumberTests.noon })
    try await apply([BackendConformance.recordSet("contoso-apim.westus.azure-api.net", ["10.1.0.9"])], with: backend)
    let line = try folder.text(of: name).split(separator: "\n").first { $0.hasSuffix(" ; serial") }
    return String(try #require(line).split(separator: " ")[0])
  }

  @Test(
    arguments: [
      (5, 100, "101"), (100, 5, "101"), (100, 100, "101"), (4_294_967_290, 3, "4"), (3, 4_294_967_290, "4"),
      (5, 4_294_967_295, "6"), (nil, 100, "101"),
    ] as [(UInt32?, UInt32, String)])
  func nextSerialExceedsBoth(file: UInt32?, served: UInt32, next: String) async throws {
    #expect(try await serial(file: file, .serial(served)) == next)
  }

  @Test func serverWithoutTheZoneDoesNotCount() async throws {
    #expect(try await serial(file: 7, .noZone) == "8")
    #expect(try await serial(file: nil, .noZone) == "1")
    #expect(try await serial(file: nil, .refused("10.0.0.53:53 refuses")) == "1")
  }

  @Test func refusalForAZoneWithAFileStopsTheRun() async throws {
    await #expect(
      throws: BackendError(
        .failed,
        "cannot query the serial of contoso-apim.westus.azure-api.net: 10.0.0.53:53 refuses. Nothing was replaced. "
          + "Set --serial-from to a server that serves the zone, or leave it out.")
    ) { try await serial(file: 7, .refused("10.0.0.53:53 refuses")) }
  }
}
