import APIManagement
import DNSModel

/// The instances read so far, with their hostnames and origins.
struct InstanceCollection {
  private(set) var hostnames: HostnameTable
  private let log: ProblemLog
  /// The origin of each instance's name.
  private var origins: [ProblemLog.Origin] = []
  /// The hostnames that are too long for a private zone in Azure, with their origins.
  private var longNames: [(name: DomainName, origin: ProblemLog.Origin)] = []

  /// The maximum length of a private zone's name in characters, by Azure's documentation:
  /// [naming rules](https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork).
  private static let maxZoneNameLength = 63

  init(in cloud: Cloud, ttl: TimeToLive, _ log: ProblemLog) {
    hostnames = HostnameTable(cloud: cloud, ttl: ttl)
    self.log = log
  }

  mutating func reserveCapacity(_ count: Int) {
    hostnames.reserveCapacity(count)
    origins.reserveCapacity(count)
  }

  /// Adds an instance, derives its hostnames, and reports duplicates and mismatches.
  mutating func add(
    _ instance: Instance, at origin: ProblemLog.Origin, givenOrigins: [DomainName: ProblemLog.Origin] = [:]
  ) {
    let addition: HostnameTable.Addition
    let count = hostnames.records.count
    do throws(DerivationError) {
      addition = try hostnames.add(instance)
    } catch {
      origins.append(origin)
      return log.report(error.description, at: origin)
    }
    switch addition {
    case .duplicate(let first):
      let place = log.name(of: origins[first])
      log.report("duplicate instance '\(instance.name)', first defined at \(place). Remove one of them.", at: origin)
    case .added(let mismatches):
      origins.append(origin)
      for number in count..<hostnames.records.count {
        let name = hostnames.records[number].recordSet.name
        if name.text.utf8.count > Self.maxZoneNameLength { longNames.append((name, givenOrigins[name] ?? origin)) }
      }
      for mismatch in mismatches {
        let (first, place) = (hostnames.instances[mismatch.first].name, log.name(of: origins[mismatch.first]))
        log.report(
          "'\(mismatch.name)' is already a hostname of instance '\(first)' (\(place)) with different addresses. Remove one of "
            + "them.",
          at: givenOrigins[mismatch.name] ?? origin)
      }
    }
  }

  /// Warns about every hostname that Azure may refuse as the name of a zone.
  func warnOfLongZones() {
    for (name, origin) in longNames {
      log.report(
        "zone name '\(name)' has \(name.text.utf8.count) characters; Azure documents a limit of "
          + "\(Self.maxZoneNameLength) and may reject it", at: origin, .warning)
    }
  }
}
