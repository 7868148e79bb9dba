package import DNSModel

/// All instances and their hostnames, without duplicates.
public struct HostnameTable: Sendable {
  /// Two instances that have one hostname with different addresses.
  package struct AddressMismatch: Hashable, Sendable {
    /// The hostname that both have.
    package let name: DomainName
    /// The index of the instance that has it first.
    package let first: Int
    /// The index of the instance that has it with different addresses.
    package let second: Int
  }

  /// The result of adding an instance.
  package enum Addition: Sendable {
    /// The instance and its hostnames are added, without those that have different addresses already.
    case added(mismatches: [AddressMismatch])
    /// The instance is not added: the instance at this index has the same name.
    case duplicate(Int)
  }

  /// The instances in order.
  package private(set) var instances: [Instance] = []
  /// The records in the order of the instances, one for each hostname.
  public private(set) var records: [EndpointRecord] = []
  private let cloud: Cloud
  private let ttl: TimeToLive
  /// The index of each instance by name.
  private var instanceIndices: [InstanceName: Int] = [:]
  /// The index of each record by its name and by its alias.
  private var recordIndices: [DomainName: Int] = [:]

  /// Makes an empty table.
  ///
  /// - Parameters:
  ///   - cloud: the cloud in which the instances run.
  ///   - ttl: the TTL of every record.
  package init(cloud: Cloud = .global, ttl: TimeToLive = .standard) {
    self.cloud = cloud
    self.ttl = ttl
  }

  /// Reserves space for instances with two hostnames each; the dictionaries stay half empty to avoid collisions.
  package mutating func reserveCapacity(_ count: Int) {
    instances.reserveCapacity(count)
    instanceIndices.reserveCapacity(2 * count)
    records.reserveCapacity(2 * count)
    recordIndices.reserveCapacity(4 * count)
  }

  /// Adds an instance and its hostnames.
  ///
  /// - Parameter instance: the instance.
  /// - Returns: whether it was added.
  /// - Throws: ``DerivationError`` if its hostnames cannot be derived; the instance is then added without hostnames.
  package mutating func add(_ instance: Instance) throws(DerivationError) -> Addition {
    let index = instances.count
    if let first = instanceIndices.updateValue(index, forKey: instance.name) {
      instanceIndices[instance.name] = first
      return .duplicate(first)
    }
    instances.append(instance)
    var mismatches: [AddressMismatch] = []
    func noteMismatch(of record: EndpointRecord, named hostname: DomainName, with holder: EndpointRecord) {
      guard holder.recordSet.addresses != record.recordSet.addresses, let first = instanceIndices[holder.instance]
      else {
        return
      }
      mismatches.append(AddressMismatch(name: hostname, first: first, second: index))
    }
    try instance.forEachRecord(in: cloud, ttl: ttl) { record in
      let hostname = record.recordSet.name
      // Only hosts files have the alias itself.
      if let alias = record.alias, let existing = recordIndices[alias] {
        return noteMismatch(of: record, named: alias, with: records[existing])
      }
      guard let existing = recordIndices.updateValue(records.count, forKey: hostname) else {
        if let alias = record.alias { recordIndices[alias] = records.count }
        return records.append(record)
      }
      recordIndices[hostname] = existing
      noteMismatch(of: record, named: hostname, with: records[existing])
    }
    return .added(mismatches: mismatches)
  }
}
