public import DNSModel

/// All hostnames of all instances, each once.
public struct HostnameTable: Sendable {
  /// Two instances that claim one hostname with different addresses.
  public struct Clash: Hashable, Sendable {
    /// The hostname that both claim.
    public let name: DomainName
    /// The instance that claimed it first, counted from 0.
    public let first: Int
    /// The instance that claimed it with other addresses, counted from 0.
    public let second: Int
  }

  /// The records in the order of the instances.
  public private(set) var records: [EndpointRecord] = []
  private var owners: [DomainName: (record: Int, instance: Int)] = [:]

  /// Makes an empty table.
  public init() {}

  /// The record sets alone, in the same order.
  public var recordSets: [RecordSet] { records.map(\.recordSet) }

  /// Adds the records of one instance.
  ///
  /// - Parameters:
  ///   - added: the records.
  ///   - instance: the number by which a clash names the instance.
  /// - Returns: the hostnames that another instance claims with other addresses; they are left out.
  public mutating func add(_ added: [EndpointRecord], ofInstance instance: Int) -> [Clash] {
    var clashes: [Clash] = []
    for record in added {
      let name = record.recordSet.name
      guard let owner = owners[name] else {
        owners[name] = (records.count, instance)
        records.append(record)
        continue
      }
      if records[owner.record].recordSet.addresses != record.recordSet.addresses {
        clashes.append(Clash(name: name, first: owner.instance, second: instance))
      }
    }
    return clashes
  }
}
