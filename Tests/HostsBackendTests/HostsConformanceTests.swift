import DNSModel
import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// A hosts file in a folder of its own.
struct HostsPlace: ConformanceTarget {
  let folder: TemporaryFolder
  let foreignText: String
  let owner = Owner("contoso-platform") ?? .standard
  let storesTTL = false

  init(foreignText: String) throws {
    folder = try TemporaryFolder()
    self.foreignText = foreignText
  }

  func backend() throws -> any RecordBackend {
    HostsBackend(path: folder.path("hosts"), owner: owner, keepsBackup: false)
  }

  func addUnmanagedData() async throws { try folder.write("hosts", text: foreignText) }

  func contents() async throws -> [String: [UInt8]] { try folder.contents() }

  /// Reads the lines as a person would: an address, white space, a name.
  func recordSets() async throws -> [String: StoredRecordSet] {
    var addresses: [String: [IPv4Address]] = [:]
    for line in try folder.text(of: "hosts").split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      let fields = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard fields.count == 2, fields[1].hasSuffix(".azure-api.net"), let address = IPv4Address(fields[0]) else {
        continue
      }
      addresses[fields[1], default: []].append(address)
    }
    return addresses.mapValues { StoredRecordSet(ttl: nil, addresses: $0) }
  }
}

@Suite struct HostsConformanceTests {
  @Test(arguments: [
    "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n",
    "127.0.0.1 localhost",
    "127.0.0.1 localhost\r\n10.9.9.9 db\r\n# a remark\r\n",
    "",
    """
    # BEGIN apim-dns owner=contoso (managed: edits inside are lost)
    10.9.9.9\tother.azure-api.example
    # END apim-dns owner=contoso
    10.9.9.8 tail # contoso-apim.westus.azure-api.net in a remark

    """,
  ])
  func hostsFilePassesTheSuite(foreignText: String) async throws {
    try await BackendConformance.check(HostsPlace(foreignText: foreignText))
  }
}
