import DNSModel
import Reconciliation
import Synchronization
import TestSupport

@testable import ZoneFileBackend

/// The suffix of Azure's public cloud.
let suffix = DomainName(constant: "azure-api.net")

/// The instance of the worked example.
let contoso = [
  BackendConformance.recordSet("contoso-apim.westus.azure-api.net", ["10.1.0.5"]),
  BackendConformance.recordSet("contoso-apim.portal.azure-api.net", ["10.1.0.5"]),
]

/// A backend as the worked example has it, at noon of 2026-08-21 in UTC.
func makeBackend(
  _ directory: String, layout: ZoneLayout = .perHostname,
  nameServers: [DomainName] = [DomainName(constant: "localhost")],
  contact: String = "hostmaster@localhost", serialPolicy: SerialPolicy = .date, owner: String = "contoso-platform",
  checkCommand: String? = nil, reloadCommand: String? = nil, now: Int = SerialNumberTests.noon
) throws -> ZoneFileBackend {
  try ZoneFileBackend(
    directory: directory, layout: layout, suffixes: [suffix], nameServers: nameServers, contact: contact,
    serialPolicy: serialPolicy, owner: Owner(owner) ?? .standard, checkCommand: checkCommand,
    reloadCommand: reloadCommand, now: { now })
}

extension FoundZone {
  /// Whether a plan finds nothing to change in the file, and its serial and its unmanaged records are these.
  func matches(_ contents: ZoneFileContents) -> Bool {
    difference(to: contents.zone).changes.isEmpty && apex == contents.apex && serial == contents.serial
      && otherRecords == contents.otherRecords
  }
}

/// Plans and applies, as a run of the program does.
@discardableResult
func apply(_ recordSets: [RecordSet], with backend: ZoneFileBackend) async throws -> BackendPlan {
  try await backend.plan(.present(recordSets)).apply()
}
