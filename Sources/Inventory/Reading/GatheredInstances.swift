import APIManagement
import DNSModel

/// The instances read so far, their hostnames, and where each of them stands.
struct GatheredInstances {
  /// The instances in order, and their hostnames.
  private(set) var hostnames: HostnameTable
  /// The regions that were read so far, as they were written.
  private var regions = RegionCache()
  /// Where the name of each instance stands.
  private var spots: [ProblemLog.Spot] = []
  /// The hostnames that are too long for the name of a zone in Azure, and where each comes from.
  private var longNames: [(name: DomainName, spot: ProblemLog.Spot)] = []

  /// The most characters that Azure's documents allow in the name of a private zone:
  /// [naming rules](https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork).
  private static let longestZone = 63

  /// The characters that Azure may take for a zone's name without anybody looking at it.
  private let longestPlain: Int

  /// Makes an empty collection.
  ///
  /// - Parameters:
  ///   - cloud: the cloud in which the instances run.
  ///   - ttl: the TTL of their records.
  init(in cloud: Cloud, ttl: TimeToLive) {
    hostnames = HostnameTable(cloud: cloud, ttl: ttl)
    longestPlain = Self.longestZone - cloud.gatewaySuffix.text.utf8.count - 2
  }

  /// Makes room for so many instances.
  mutating func reserveCapacity(_ count: Int) {
    hostnames.reserveCapacity(count)
    spots.reserveLargeCapacity(count)
  }

  /// Adds an instance and derives its hostnames; what is wrong with them is reported.
  ///
  /// - Parameters:
  ///   - instance: the instance.
  ///   - spot: where its name stands.
  ///   - givenSpots: where the hostnames stand that somebody gave.
  ///   - log: where problems go.
  mutating func add(
    _ instance: Instance, at spot: ProblemLog.Spot, givenSpots: [DomainName: ProblemLog.Spot], _ log: inout ProblemLog
  ) {
    let addition: HostnameTable.Addition
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
    case .added(let clashes):
      spots.append(spot)
      if mayHaveLongNames(instance) {
        for name in hostnames.names(of: hostnames.instances.count - 1) where name.text.utf8.count > Self.longestZone {
          longNames.append((name, givenSpots[name] ?? spot))
        }
      }
      for clash in clashes {
        let (first, place) = (hostnames.instances.name(of: clash.first), log.name(of: spots[clash.first]))
        log.report(
          "'\(clash.name)' is already a hostname of '\(first)' (\(place)) with other addresses",
          at: givenSpots[clash.name] ?? spot)
      }
    }
  }

  /// Whether it is worth looking at the hostnames of an instance one by one.
  private func mayHaveLongNames(_ instance: Instance) -> Bool {
    guard instance.givenNames.isEmpty else { return true }
    let regionalGateway = "-".utf8.count + "-01.regional".utf8.count
    let longestRegion = instance.locations.map(\.region.name.utf8.count).max() ?? 0
    return instance.name.text.utf8.count + longestRegion + regionalGateway > longestPlain
  }

  /// The region of a spelling, where there is nothing to say about it.
  mutating func region(written text: Span<UInt8>, in cloud: Cloud) -> RegionCache.Entry? {
    regions.find(text, in: cloud) { hostnames.number(of: $0) }
  }

  /// Adds an instance about which there is nothing to say.
  ///
  /// - Parameters:
  ///   - name: its name in lower case.
  ///   - spot: where its name stands.
  ///   - scheme: how its hostnames are formed.
  ///   - region: where it runs.
  ///   - address: its virtual IP.
  /// - Returns: whether it was added; where it was not, there may be something to say.
  mutating func addPlain(
    _ name: Span<UInt8>, at spot: ProblemLog.Spot, _ scheme: HostnameScheme,
    _ region: RegionCache.Entry, _ address: IPv4Address
  ) -> Bool {
    guard name.count + region.longestLabel <= longestPlain,
      hostnames.addPlain(name: name, scheme, region.number, address)
    else { return false }
    spots.append(spot)
    return true
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
