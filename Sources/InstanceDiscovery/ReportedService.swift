public import APIManagement
import Diagnostics
public import DNSModel
import ResourceManager

/// An API Management instance as Azure reports it.
public struct ReportedService: Sendable {
  /// What the report is good for.
  public enum Finding: Hashable, Sendable {
    /// The instance answers at private addresses; its hostnames are exactly those that Azure reports below the cloud's suffix.
    case usable(Instance)
    /// It needs no private records, or Azure does not say enough about it; the reason is one sentence without a full stop.
    case leftOut(reason: String)
  }

  /// By what Resource Manager knows it.
  public let id: ResourceID
  /// What the report is good for.
  public let finding: Finding
  /// Hostnames that somebody gave it, under domains that are not Azure's.
  public let customNames: [DomainName]
}

extension ReportedService {
  /// Reads a service off the wire.
  ///
  /// Gives nothing where it has no identifier that could be shown.
  ///
  /// - Parameters:
  ///   - wire: the service.
  ///   - cloud: whose suffix default hostnames have.
  init?(_ wire: WireService, in cloud: Cloud) {
    guard let path = wire.id, let id = ResourceID(path) else { return nil }
    self.id = id
    let names = wire.properties?.hostnameConfigurations?.compactMap(\.hostName) ?? []
    var seen: Set<DomainName> = []
    customNames = names.compactMap { try? DomainName($0) }.filter {
      $0.relative(to: cloud.gatewaySuffix) == nil && seen.insert($0).inserted
    }
    do throws(UnusableReport) {
      finding = .usable(try ServiceReport(wire, named: id.name, in: cloud).instance())
    } catch {
      finding = .leftOut(reason: error.description)
    }
  }
}

/// Why nothing can be made of what Azure reports about a service.
struct UnusableReport: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence without a full stop, fit to follow the instance's name and a colon.
  let description: String

  /// Makes the error; words of Azure in it become a single line.
  init(_ description: String) {
    self.description = PrintableText.firstLine(description)
  }
}
