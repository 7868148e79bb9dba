public import DNSModel

/// All instances with their hostnames, each once.
public struct HostnameTable: Sendable {
  /// Two instances that claim one hostname with different addresses.
  package struct AddressMismatch: Hashable, Sendable {
    /// The hostname that both claim.
    package let name: DomainName
    /// The instance that claimed it first, counted from 0.
    package let first: Int
    /// The instance that claimed it with other addresses, counted from 0.
    package let second: Int
  }

  /// What became of an instance.
  package enum Addition: Sendable {
    /// It is in the table, its hostnames too; those that clash are left out.
    case added(mismatches: [AddressMismatch])
    /// It is not, since the instance of this number has its name.
    case repeated(Int)
  }

  /// The instances in order.
  package private(set) var instances: [Instance] = []
  /// The records in the order of the instances; each hostname is there once.
  public private(set) var records: [EndpointRecord] = []
  /// The cloud in which the instances run.
  private let cloud: Cloud
  /// The TTL of every record.
  private let ttl: TimeToLive
  /// The number of the instance of each name.
  private var numbers: [InstanceName: Int] = [:]
  /// The place of each hostname among the records.
  private var places: [DomainName: Int] = [:]

  /// Makes an empty table.
  ///
  /// - Parameters:
  ///   - cloud: the cloud in which the instances run.
  ///   - ttl: the TTL of every record.
  package init(cloud: Cloud = .global, ttl: TimeToLive = .standard) {
    self.cloud = cloud
    self.ttl = ttl
  }

  /// Makes room for so many instances with two hostnames each; half of each dictionary stays empty, so that few names meet.
  package mutating func reserveCapacity(_ count: Int) {
    instances.reserveCapacity(count)
    numbers.reserveCapacity(2 * count)
    records.reserveCapacity(2 * count)
    places.reserveCapacity(4 * count)
  }

  /// The record sets alone, in the same order.
  public var recordSets: [RecordSet] { records.map(\.recordSet) }

  /// Adds an instance and its hostnames.
  ///
  /// - Parameter instance: the instance.
  /// - Returns: what became of it.
  /// - Throws: ``DerivationError`` where its hostnames cannot be known; then it is in the table without any.
  package mutating func add(_ instance: Instance) throws(DerivationError) -> Addition {
    let number = instances.count
    if let first = numbers.updateValue(number, forKey: instance.name) {
      numbers[instance.name] = first
      return .repeated(first)
    }
    instances.append(instance)
    var mismatches: [AddressMismatch] = []
    for hostname in try instance.hostnames(in: cloud) {
      let record = instance.record(of: hostname, ttl: ttl)
      guard let place = places.updateValue(records.count, forKey: hostname.name) else {
        records.append(record)
        continue
      }
      places[hostname.name] = place
      let holder = records[place]
      if holder.recordSet.addresses != record.recordSet.addresses, let first = numbers[holder.instance] {
        mismatches.append(AddressMismatch(name: hostname.name, first: first, second: number))
      }
    }
    return .added(mismatches: mismatches)
  }
}
