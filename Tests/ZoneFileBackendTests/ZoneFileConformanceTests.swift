import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// A directory of zone files, whose records BIND's tools read.
struct ZoneFileTarget: ConformanceTarget {
  /// The directory.
  let folder: TemporaryFolder
  /// How records are spread over zones.
  let layout: ZoneLayout
  let storesTTL = true

  func backend() throws -> any RecordBackend {
    try makeBackend(folder.path, layout: layout)
  }

  func addUnmanagedData() async throws {
    try folder.write("corp.example.zone", text: "$ORIGIN corp.example.\n@ 60 IN SOA a. b. 1 2 3 4 5\n")
    try folder.write("fabrikam.example.zone", text: "; apim-dns owner=fabrikam\nwhatever they have\n")
    try folder.write("named.conf", text: "// by hand\n")
    try folder.write("copy of contoso.zone", text: "; apim-dns owner=contoso-platform\nwhatever they have\n")
  }

  /// All files but those that stay when no record does, because named.conf may still name them: an include file without zones,
  /// and a policy zone without addresses.
  func contents() async throws -> [String: [UInt8]] {
    let files = try folder.contents()
    let isEmpty = try await recordSets().isEmpty
    return files.filter { !isEmpty || ![IncludeFile.name, "rpz.apim-dns.invalid.zone"].contains($0.key) }
  }

  func recordSets() async throws -> [String: StoredRecordSet] {
    let compiler = try Program.required("named-compilezone")
    var sets: [String: StoredRecordSet] = [:]
    for (name, bytes) in try folder.contents() where bytes.starts(with: "; apim-dns owner=contoso-platform\n".utf8) {
      let origin = String(name.dropLast(".zone".count))
      guard (try? DomainName(origin)) != nil else { continue }
      let result = try await compiler.run(["-q", "-i", "local", "-s", "full", "-o", "-", origin, folder.path(name)])
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      for line in result.output.split(separator: "\n") {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 5, words[3] == "A", let address = IPv4Address(words[4]) else { continue }
        let owner =
          layout == .responsePolicy ? words[0].replacing(".\(DomainName.responsePolicyZone).", with: "") : words[0]
        let (name, ttl) = (try DomainName(owner).text, TimeToLive(words[1]))
        sets[name, default: StoredRecordSet(ttl: ttl, addresses: [])].add(address, ttl: ttl)
      }
    }
    return sets
  }
}

/// Zone files in each layout.
@Suite struct ZoneFileConformanceTests {
  @Test(.needs("named-compilezone"), arguments: ZoneLayout.allCases)
  func zoneFilesPassTheSuite(layout: ZoneLayout) async throws {
    try await BackendConformance.check(ZoneFileTarget(folder: TemporaryFolder(), layout: layout))
  }
}
