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
  /// Whether a record has an alias.
  package private(set) var hasAliases = false
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

  /// Whether a gateway leads to a location of its own in a region.
  package func hasView(of region: Region) -> Bool { records.contains { $0.hasView(of: region) } }

  /// Adds an instance and its hostnames.
  ///
  /// - Parameter instance: the instance.
  /// - Returns: whether it was added.
  /// - Throws: ``DerivationError`` if its hostnames cannot be derived; the instance is then added without hostnames.
  package mutating func add(_ instance: Instance) throws(DerivationError) -> Addition {
    let index = instances.count
    if let first = instanceIndices.updateValue(index, forKey: instance.name) {
      instanceIndices[instance.name] = first
      // Each cloud has names of its own.
      let same = instances.indices.first { other in
        instances[other].name == instance.name && instances[other].cloud ?? cloud == instance.cloud ?? cloud
      }
      if let same { return .duplicate(same) }
    }
    instances.append(instance)
    var mismatches: [AddressMismatch] = []
    /// Whether the name is already there; notes if it leads elsewhere.
    func isTaken(_ hostname: DomainName, by record: EndpointRecord, at existing: Int?) -> Bool {
      guard let existing else { return false }
      let holder = records[existing]
      if !holder.leads(where: record), let first = instanceIndices[holder.instance] {
        mismatches.append(AddressMismatch(name: hostname, first: first, second: index))
      }
      return true
    }
    try instance.forEachRecord(in: cloud, ttl: ttl) { record in
      let hostname = record.recordSet.name
      if let alias = record.alias {
        hasAliases = true
        // Another instance may have one of the two names with the same addresses; both names stay.
        for name in [alias, hostname] where !isTaken(name, by: record, at: recordIndices[name]) {
          recordIndices[name] = records.count
        }
        return records.append(record)
      }
      guard let existing = recordIndices.updateValue(records.count, forKey: hostname) else {
        return records.append(record)
      }
      recordIndices[hostname] = existing
      _ = isTaken(hostname, by: record, at: existing)
      // The name that the clients of a private endpoint use is not yet a name in DNS.
      if records[existing].recordSet.name != hostname { records.append(record) }
    }
    return .added(mismatches: mismatches)
  }
}
