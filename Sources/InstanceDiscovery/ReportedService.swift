public import APIManagement
import Diagnostics
public import DNSModel
import ResourceManager

/// An API Management instance as Azure reports it.
public struct ReportedService: Sendable {
  /// Whether the instance can be used in an inventory.
  public enum Finding: Hashable, Sendable {
    /// It has private addresses. Its hostnames are exactly those that Azure reports below the cloud's suffix, and the custom
    /// ones if they were asked for.
    case usable(Instance)
    /// It needs no private records, or Azure does not report enough about it; the reason follows the instance's name and a colon.
    case leftOut(reason: String)
  }

  /// The resource ID.
  public let id: ResourceID
  /// Whether the instance can be used in an inventory.
  public let finding: Finding
  /// The hostnames outside Azure's own domains that are not names of the instance in ``finding``.
  public let customNames: [DomainName]
  /// The number of private endpoints that clients reach the gateway by.
  public private(set) var privateEndpoints = 0
}

extension ReportedService {
  /// Reads a service from Azure's response.
  ///
  /// Nil if it has no valid resource ID.
  ///
  /// - Parameters:
  ///   - wire: the service.
  ///   - endpointAddresses: the addresses of its private endpoints, or why they are not known; nil if they were not read.
  ///   - includesCustomNames: whether custom hostnames become names of the instance.
  ///   - cloud: the cloud, which decides the suffix of default hostnames.
  init?(
    _ wire: WireService, behind endpointAddresses: Result<[String], UnusableReport>? = nil,
    includesCustomNames: Bool = false, in cloud: Cloud
  ) {
    guard let path = wire.id, let id = ResourceID(path) else { return nil }
    self.id = id
    privateEndpoints = wire.privateEndpoints.count
    var custom: [Endpoint: [DomainName]] = [:]
    if includesCustomNames {
      // A private endpoint serves only the gateway.
      for (type, endpoint) in Self.endpoints where wire.isInjected || endpoint == .gateway {
        custom[endpoint, default: []] += wire.hostnames(ofType: type).filter { Self.isCustom($0, in: cloud) }
      }
    }
    var seen = Set(custom.values.joined())
    customNames = wire.hostnames(ofType: nil).filter { Self.isCustom($0, in: cloud) && seen.insert($0).inserted }
    do throws(UnusableReport) {
      let report = ServiceReport(wire, named: id.name, customNames: custom, in: cloud)
      finding = .usable(try report.instance(behind: endpointAddresses))
    } catch {
      finding = .leftOut(reason: error.description)
    }
  }

  /// The endpoint of each type of hostname configuration.
  private static let endpoints: [(type: String, endpoint: Endpoint)] = [
    ("Proxy", .gateway), ("Portal", .developerPortal), ("DeveloperPortal", .developerPortal),
    ("Management", .management), ("Scm", .scm), ("ConfigurationApi", .configuration),
  ]

  /// Whether a hostname is outside Azure's own domains.
  private static func isCustom(_ name: DomainName, in cloud: Cloud) -> Bool {
    name.relative(to: cloud.gatewaySuffix) == nil
  }
}

/// Why an instance cannot be used in an inventory.
struct UnusableReport: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason, to follow the instance's name and a colon.
  let description: String

  /// Takes a reason and turns text from Azure in it into a single line.
  init(_ description: String) {
    self.description = PrintableText.firstLine(description) + (description.hasSuffix(".") ? "." : "")
  }
}
