import APIManagement
import Diagnostics
import DNSModel

/// The instances read so far, with their hostnames and origins.
struct InstanceCollection {
  private(set) var hostnames: HostnameTable
  private let log: ProblemLog
  /// The origin of each instance's name.
  private var origins: [ProblemLog.Origin] = []
  /// The instances that add no hostname, with their origins.
  private var emptyInstances: [(instance: Instance, origin: ProblemLog.Origin)] = []
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
      if hostnames.records.count == count { emptyInstances.append((instance, origin)) }
      for number in count..<hostnames.records.count {
        let name = hostnames.records[number].recordSet.name
        // A name with an alias does not get a zone of its own in Azure.
        if name.ownZone.text.utf8.count > Self.maxZoneNameLength, hostnames.records[number].alias == nil {
          longNames.append((name, givenOrigins[name] ?? origin))
        }
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

  /// The position of each instance's name in the file; instances of other clouds have none.
  var positions: [InstanceName: SourcePosition] {
    var positions: [InstanceName: SourcePosition] = [:]
    for (instance, origin) in zip(hostnames.instances, origins) where instance.cloud == nil {
      if case .byte(let offset) = origin { positions[instance.name] = log.position(ofByte: offset) }
    }
    return positions
  }

  /// Warns about every instance without a hostname.
  func warnOfMissingHostnames() {
    for (instance, origin) in emptyInstances {
      guard let records = try? instance.records(in: .global, ttl: .standard), records.isEmpty else { continue }
      log.report(
        "instance '\(instance.name)' has no hostname, so it gets no record. Correct 'names' or 'endpoints', or remove the "
          + "instance.", at: origin, .warning)
    }
  }

  /// Warns about an inventory without instances.
  func warnOfNoInstances(at origin: ProblemLog.Origin) {
    guard hostnames.instances.isEmpty else { return }
    log.report(
      "the inventory has no instances and makes no records. Add an instance to 'instances'.", at: origin, .warning)
  }

  /// Warns about every virtual IP that is written for two instances or two locations.
  ///
  /// Instances with the scheme ``HostnameScheme/given`` often share the address of a proxy.
  func warnOfSharedAddresses() {
    var holders: [IPv4Address: (instance: Int, location: Int)] = [:]
    for (index, instance) in hostnames.instances.enumerated() where instance.scheme != .given {
      for (number, location) in instance.locations.enumerated() {
        for address in Set(location.virtualIPs).sorted() {
          guard let holder = holders.updateValue((index, number), forKey: address) else { continue }
          holders[address] = holder
          let first = hostnames.instances[holder.instance]
          guard holder != (index, number), first.cloud == instance.cloud else { continue }
          let other =
            holder.instance == index
            ? "location '\(first.locations[holder.location].region?.name ?? "")'"
            : "instance '\(first.name)' (\(log.name(of: origins[holder.instance])))"
          log.report(
            "instance '\(instance.name)' has the virtual IP \(address), which \(other) has too. Correct one of them.",
            at: origins[index], .warning)
        }
      }
    }
  }

  /// Warns about every hostname that Azure may refuse as the name of a zone.
  func warnOfLongZones() {
    for (name, origin) in longNames.map({ ($0.name.ownZone, $0.origin) }) {
      log.report(
        "zone name '\(name)' has \(name.text.utf8.count) characters; Azure documents a limit of "
          + "\(Self.maxZoneNameLength) and may reject it", at: origin, .warning)
    }
  }
}
