import APIManagement
import AzureBackend
import DNSModel
import Foundation
import HTTPTransport
import Reconciliation
import ResourceManager
import Synchronization
import TestSupport
import Testing

/// An emulator with a resource group, and access to it without the code under test.
struct RunningAzure {
  static let group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-dns"
  static let zones = "\(group)/providers/Microsoft.Network/privateDnsZones"
  static let network =
    "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet1"

  let emulator: RunningEmulator
  let client = LibcurlClient(connectTimeout: 5, totalTimeout: 30)
  private let folder: TemporaryFolder

  /// Starts an emulator with the zones of a state file.
  init(_ arguments: [String] = [], zones: String = "") throws {
    folder = try TemporaryFolder()
    let owned = zones.replacing(
      "{\"name\"",
      with: "{\"subscription\":\"00000000-0000-0000-0000-000000000001\",\"resourceGroup\":\"rg-dns\",\"name\"")
    let state = try folder.write("state.json", text: "{\"version\":1,\"zones\":[\(owned)]}")
    emulator = try RunningEmulator(["--state", state] + arguments)
  }

  /// The backend under test.
  func backend(
    owner: String = "contoso-platform", links: [String]? = nil, existingZones: [DomainName] = [],
    layout: ZoneLayout = .perHostname,
    secret: String = "s3cret", client: (any HTTPClient)? = nil, timeout: Double = 300,
    time: TestTime? = nil
  ) throws -> AzureBackend {
    let client = client ?? self.client
    let environment = [
      "AZURE_TENANT_ID": "contoso.example", "AZURE_CLIENT_ID": "app-1", "AZURE_CLIENT_SECRET": secret,
      "AZURE_AUTHORITY_HOST": emulator.endpoint,
    ]
    return try AzureBackend(
      subscription: "00000000-0000-0000-0000-000000000001", resourceGroup: "rg-dns",
      links: links?.map { try #require(ResourceID($0)) },
      existingZones: existingZones, layout: layout,
      owner: try #require(Owner(owner)), endpoint: emulator.endpoint, client: client,
      tokens: try CredentialChain(
        .environment, cloud: .global, environment: environment, client: client, programs: NoPrograms()),
      timeout: timeout, time: time?.systemTime ?? .system)
  }

  /// The record sets of each zone, as the emulator saved them when it was stopped.
  func state() throws -> [String: [[String: Any]]] {
    let zones = Self.object(Array(try folder.text(of: "state.json").utf8))["zones"] as? [[String: Any]] ?? []
    return Dictionary(
      uniqueKeysWithValues: zones.map { ($0["name"] as? String ?? "", $0["recordSets"] as? [[String: Any]] ?? []) })
  }

  /// Access to the zones of the resource group.
  var access: ZoneAccess {
    let (client, endpoint) = (client, emulator.endpoint)
    return ZoneAccess(zones: endpoint + Self.zones, client: client) {
      let form =
        "client_id=test&client_secret=x&grant_type=client_credentials"
        + "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
      let login = try await client.send(
        HTTPRequest(
          method: "POST", url: "\(endpoint)/t/oauth2/v2.0/token",
          fields: [HTTPField("Content-Type", "application/x-www-form-urlencoded")], content: Array(form.utf8)))
      return try #require(Self.object(login.content)["access_token"] as? String)
    }
  }

  /// Sends a request to the emulator and decodes the JSON body.
  @discardableResult
  func ask(
    _ method: String, _ path: String, _ body: String = "", fields: [HTTPField] = []
  ) async throws -> (status: Int, json: [String: Any]) {
    try await access.ask(method, path, body, fields: fields)
  }

  /// All items of a list, page by page.
  func list(_ path: String) async throws -> [[String: Any]] { try await access.list(path) }

  /// The properties of an A record set; nil if it does not exist.
  func recordSet(_ zone: String, _ name: String = "@") async throws -> [String: Any]? {
    try await ask("GET", "/\(zone)/A/\(name)").json["properties"] as? [String: Any]
  }

  /// The addresses of an A record set.
  func addresses(_ zone: String, _ name: String = "@") async throws -> [String]? {
    (try await recordSet(zone, name)?["aRecords"] as? [[String: String]])?.compactMap { $0["ipv4Address"] }
  }

  /// Creates an unmanaged zone.
  func makeZone(_ name: String, tags: String = "{}") async throws { try await access.makeZone(name, tags: tags) }

  /// Creates or replaces an A record set.
  func makeRecordSet(_ zone: String, _ name: String, _ addresses: [String], ttl: Int = 300, metadata: String = "{}")
    async throws
  { try await access.makeRecordSet(zone, name, addresses, ttl: ttl, metadata: metadata) }

  /// Decodes a JSON object; empty if there is none.
  static func object(_ bytes: [UInt8]) -> [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]) ?? [:]
  }
}

/// A record set with one address and a TTL of five minutes.
func recordSet(_ name: StaticString, _ addresses: String..., ttl: Int = 300) -> RecordSet {
  RecordSet(
    name: DomainName(constant: name), ttl: TimeToLive(seconds: ttl) ?? .standard,
    addresses: addresses.compactMap { IPv4Address($0) })
}

/// Plans and applies.
func apply(_ backend: AzureBackend, _ sets: RecordSet...) async throws -> BackendPlan {
  try await apply(backend, sets)
}

/// Plans and applies.
func apply(_ backend: AzureBackend, _ sets: [RecordSet]) async throws -> BackendPlan {
  let work = try await backend.plan(.present(sets))
  return try await work.apply(overriding: work.plan.conflicts.filter { $0.name == "azure-api.net" }, within: nil)
}

/// The action, kind and name of each change of a plan.
func summary(_ plan: BackendPlan) -> [String] {
  plan.changes.map { "\($0.action) \($0.kind) \($0.name)" }
}

/// Records the calls.
final class Recorder: Sendable {
  private let noted = Mutex<[String]>([])
  var all: [String] { noted.withLock { $0 } }
  func note(_ word: String) { noted.withLock { $0.append(word) } }
}
