public import APIManagement
import Diagnostics
public import DNSModel
import ResourceManager

/// An API Management instance as Azure reports it.
public struct ReportedService: Sendable {
  /// Whether the instance can be used in an inventory.
  public enum Finding: Hashable, Sendable {
    /// It has private addresses. Its hostnames are exactly those that Azure reports below the cloud's suffix.
    case usable(Instance)
    /// It needs no private records, or Azure does not report enough about it; the reason follows the instance's name and a colon.
    case leftOut(reason: String)
  }

  /// The resource ID.
  public let id: ResourceID
  /// Whether the instance can be used in an inventory.
  public let finding: Finding
  /// The hostnames outside Azure's own domains.
  public let customNames: [DomainName]
  /// Whether a private endpoint is connected, whose address Azure does not report with the instance.
  public private(set) var hasPrivateEndpoint = false
}

extension ReportedService {
  /// Reads a service from Azure's response.
  ///
  /// Nil if it has no valid resource ID.
  ///
  /// - Parameters:
  ///   - wire: the service.
  ///   - cloud: the cloud, which decides the suffix of default hostnames.
  init?(_ wire: WireService, in cloud: Cloud) {
    guard let path = wire.id, let id = ResourceID(path) else { return nil }
    self.id = id
    let names = wire.properties?.hostnameConfigurations?.compactMap(\.hostName) ?? []
    var seen: Set<DomainName> = []
    customNames = names.compactMap { try? DomainName($0) }.filter {
      $0.relative(to: cloud.gatewaySuffix) == nil && seen.insert($0).inserted
    }
    hasPrivateEndpoint = wire.properties?.privateEndpointConnections?.contains(where: \.isApproved) ?? false
    do throws(UnusableReport) {
      finding = .usable(try ServiceReport(wire, named: id.name, in: cloud).instance())
    } catch {
      finding = .leftOut(reason: error.description)
    }
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
