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
      for clash in hostnames.add(try instance.records(in: cloud, ttl: ttl), ofInstance: number) {
        let first = instances[clash.first].name
        log.report(
          "'\(clash.name)' is already a hostname of '\(first)' (\(log.name(of: spots[clash.first]))) with other addresses",
          at: givenSpots[clash.name] ?? spot)
      }
    } catch {
      log.report(error.description, at: spot)
    }
  }
}
