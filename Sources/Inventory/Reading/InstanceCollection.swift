import APIManagement
import DNSModel

/// The instances read so far, their hostnames, and where each of them stands.
struct InstanceCollection {
  /// The instances in order, and their hostnames.
  private(set) var hostnames: HostnameTable
  /// Where problems go.
  private let log: ProblemLog
  /// Where the name of each instance stands.
  private var spots: [ProblemLog.Spot] = []
  /// The hostnames that are too long for the name of a zone in Azure, and where each comes from.
  private var longNames: [(name: DomainName, spot: ProblemLog.Spot)] = []

  /// The most characters that Azure's documents allow in the name of a private zone:
  /// [naming rules](https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork).
  private static let longestZone = 63

  /// Makes an empty collection.
  init(in cloud: Cloud, ttl: TimeToLive, _ log: ProblemLog) {
    hostnames = HostnameTable(cloud: cloud, ttl: ttl)
    self.log = log
  }

  /// Makes room for so many instances.
  mutating func reserveCapacity(_ count: Int) {
    hostnames.reserveCapacity(count)
    spots.reserveCapacity(count)
  }

  /// Adds an instance and derives its hostnames; what is wrong with them is reported where each stands.
  mutating func add(_ instance: Instance, at spot: ProblemLog.Spot, givenSpots: [DomainName: ProblemLog.Spot] = [:]) {
    let addition: HostnameTable.Addition
    let count = hostnames.records.count
    do throws(DerivationError) {
      addition = try hostnames.add(instance)
    } catch {
      spots.append(spot)
      return log.report(error.description, at: spot)
    }
    switch addition {
    case .repeated(let first):
      let place = log.name(of: spots[first])
      log.report("repeated instance '\(instance.name)'; it already stands in \(place)", at: spot)
    case .added(let mismatches):
      spots.append(spot)
      for number in count..<hostnames.records.count {
        let name = hostnames.records[number].recordSet.name
        if name.text.utf8.count > Self.longestZone { longNames.append((name, givenSpots[name] ?? spot)) }
      }
      for mismatch in mismatches {
        let (first, place) = (hostnames.instances[mismatch.first].name, log.name(of: spots[mismatch.first]))
        log.report(
          "'\(mismatch.name)' is already a hostname of '\(first)' (\(place)) with other addresses",
          at: givenSpots[mismatch.name] ?? spot)
      }
    }
  }

  /// Warns of every hostname that Azure may refuse as the name of a zone.
  func warnOfLongZones() {
    for (name, spot) in longNames {
      log.report(
        "a zone '\(name)' would have a name of \(name.text.utf8.count) characters, and Azure's documents allow "
          + "\(Self.longestZone); Azure may refuse it", at: spot, .warning)
    }
  }
}
