import APIManagement
import DNSModel

/// The instances read so far, their hostnames, and where each of them stands.
struct GatheredInstances {
  /// The instances in order.
  private(set) var instances: [Instance] = []
  /// Their hostnames.
  private(set) var hostnames = HostnameTable()
  /// Where the name of each instance stands.
  private var spots: [ProblemLog.Spot] = []
  /// The number of each instance, counted from 0.
  private var numbers: [InstanceName: Int] = [:]

  /// The hostnames that are too long for the name of a zone in Azure, and where each comes from.
  private var longNames: [(name: DomainName, spot: ProblemLog.Spot)] = []

  /// The most characters that Azure's documents allow in the name of a private zone:
  /// [naming rules](https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork).
  private static let longestZone = 63

  /// Adds an instance and derives its hostnames; what is wrong with them is reported.
  ///
  /// - Parameters:
  ///   - instance: the instance.
  ///   - spot: where its name stands.
  ///   - givenSpots: where the hostnames stand that somebody gave.
  ///   - cloud: the cloud in which it runs.
  ///   - ttl: the TTL of its records.
  ///   - log: where problems go.
  mutating func add(
    _ instance: Instance, at spot: ProblemLog.Spot, givenSpots: [DomainName: ProblemLog.Spot], in cloud: Cloud,
    ttl: TimeToLive, _ log: inout ProblemLog
  ) {
    let number = instances.count
    if let first = numbers.updateValue(number, forKey: instance.name) {
      numbers[instance.name] = first
      log.report("repeated instance '\(instance.name)'; it already stands in \(log.name(of: spots[first]))", at: spot)
      return
    }
    instances.append(instance)
    spots.append(spot)
    do throws(DerivationError) {
      let records = try instance.records(in: cloud, ttl: ttl)
      for name in records.map(\.recordSet.name) where name.text.utf8.count > Self.longestZone {
        longNames.append((name, givenSpots[name] ?? spot))
      }
      for clash in hostnames.add(records, ofInstance: number) {
        let first = instances[clash.first].name
        log.report(
          "'\(clash.name)' is already a hostname of '\(first)' (\(log.name(of: spots[clash.first]))) with other addresses",
          at: givenSpots[clash.name] ?? spot)
      }
    } catch {
      log.report(error.description, at: spot)
    }
  }

  /// Warns of every hostname that Azure may refuse as the name of a zone.
  func warnOfLongZones(_ log: inout ProblemLog) {
    for (name, spot) in longNames {
      log.report(
        "a zone '\(name)' would have a name of \(name.text.utf8.count) characters, and Azure's documents allow "
          + "\(Self.longestZone); Azure may refuse it", at: spot, .warning)
    }
  }
}
