public import DNSModel

/// All instances with their hostnames, each once.
///
/// A hostname that is derived from an instance's name begins with that name, which no other instance has. So only the
/// others are held in memory, those that somebody gave and the regional gateways; all else is derived again when it is asked for.
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

  /// What became of an instance.
  public enum Addition: Sendable {
    /// It is in the table, its hostnames too; those that clash are left out.
    case added(clashes: [Clash])
    /// It is not, since the instance of this number has its name.
    case repeated(Int)
  }

  /// The instances in order.
  public private(set) var instances = InstanceList()
  /// How many hostnames there are.
  public private(set) var count = 0
  /// The cloud in which the instances run.
  private let cloud: Cloud
  /// The TTL of every record.
  private let ttl: TimeToLive
  /// Who has a hostname that another instance could have too.
  private var claims: [DomainName: (instance: Int, addresses: [IPv4Address])] = [:]
  /// The first labels of these hostnames: an instance of such a name may derive one of them.
  private var claimedLabels: Set<String> = []
  /// The records of an instance, by their number, whose hostnames another one had already.
  private var leftOut: [Int: Set<Int>] = [:]

  /// Makes an empty table.
  ///
  /// - Parameters:
  ///   - cloud: the cloud in which the instances run.
  ///   - ttl: the TTL of every record.
  public init(cloud: Cloud = .global, ttl: TimeToLive = .standard) {
    self.cloud = cloud
    self.ttl = ttl
  }

  /// Makes room for so many instances.
  package mutating func reserveCapacity(_ count: Int) { instances.reserveCapacity(count) }

  /// The records in the order of the instances, derived anew.
  public var records: [EndpointRecord] {
    var records: [EndpointRecord] = []
    records.reserveCapacity(count)
    for (number, instance) in instances.enumerated() {
      guard let derived = try? instance.records(in: cloud, ttl: ttl) else { continue }
      guard let leftOut = leftOut[number] else {
        records += derived
        continue
      }
      records += derived.enumerated().filter { !leftOut.contains($0.offset) }.map(\.element)
    }
    return records
  }

  /// The record sets alone, in the same order.
  public var recordSets: RecordSetList {
    var list = RecordSetList()
    list.reserveCapacity(count)
    var endings = HostnameEndings(in: cloud)
    for number in instances.indices {
      guard leftOut[number] == nil, instances.add(number, ttl: ttl, &endings, to: &list) else {
        addOneByOne(number, to: &list)
        continue
      }
    }
    return list
  }

  /// Adds the record sets of any instance.
  private func addOneByOne(_ number: Int, to list: inout RecordSetList) {
    guard let derived = try? instances[number].records(in: cloud, ttl: ttl) else { return }
    for (position, record) in derived.enumerated() where leftOut[number]?.contains(position) != true {
      list.append(record.recordSet)
    }
  }

  /// The hostnames of one instance, also those that another one had already; none where they cannot be known.
  package func names(of instance: Int) -> [DomainName] {
    (try? instances[instance].records(in: cloud, ttl: ttl).map(\.recordSet.name)) ?? []
  }

  /// Adds an instance and its hostnames.
  ///
  /// - Parameter instance: the instance.
  /// - Returns: what became of it.
  /// - Throws: ``DerivationError`` where its hostnames cannot be known; then it is in the table without any.
  public mutating func add(_ instance: Instance) throws(DerivationError) -> Addition {
    if let first = instances.append(instance) { return .repeated(first) }
    if instance.hasOnlyNamesOfItsOwn, !claimedLabels.contains(instance.name.text) {
      count += instance.scheme.count(ofLocations: instance.locations.count)
      return .added(clashes: [])
    }
    let number = instances.count - 1
    var clashes: [Clash] = []
    for (position, set) in try instance.records(in: cloud, ttl: ttl).map(\.recordSet).enumerated() {
      guard let holder = holder(of: set.name, otherThan: number) else {
        claims[set.name] = (number, set.addresses)
        claimedLabels.insert(String(decoding: Self.firstLabel(of: set.name), as: UTF8.self))
        count += 1
        continue
      }
      leftOut[number, default: []].insert(position)
      if holder.addresses != set.addresses {
        clashes.append(Clash(name: set.name, first: holder.instance, second: number))
      }
    }
    return .added(clashes: clashes)
  }

  /// Adds an instance with one location and one address for which nobody gave hostnames, if that is simple.
  ///
  /// - Parameters:
  ///   - name: its name in lower case.
  ///   - scheme: how its hostnames are formed.
  ///   - region: where it runs, as ``number(of:)`` gives it.
  ///   - address: its virtual IP.
  /// - Returns: whether it was added; ``add(_:)`` can say why it was not.
  package mutating func addPlain(
    name: Span<UInt8>, _ scheme: HostnameScheme, _ region: UInt32, _ address: IPv4Address
  ) -> Bool {
    if !claimedLabels.isEmpty {
      let label = name.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      if claimedLabels.contains(label) { return false }
    }
    guard instances.append(name: name, scheme, region, address) == nil else { return false }
    count += scheme.count(ofLocations: 1)
    return true
  }

  /// The number by which ``addPlain(name:_:_:_:)`` knows a region of Azure's list.
  package mutating func number(of region: Region) -> UInt32 { instances.number(of: region) }

  /// Who has a hostname: somebody who claimed it, or the instance from whose name it is derived.
  private func holder(of name: DomainName, otherThan number: Int) -> (instance: Int, addresses: [IPv4Address])? {
    if let claim = claims[name] { return claim }
    guard let namesake = instances.number(named: Self.firstLabel(of: name).span), namesake != number else { return nil }
    let records = try? instances[namesake].records(in: cloud, ttl: ttl)
    guard let record = records?.first(where: { $0.recordSet.name == name }) else { return nil }
    return (namesake, record.recordSet.addresses)
  }

  /// The part of a name before its first dot.
  private static func firstLabel(of name: DomainName) -> [UInt8] {
    Array(name.text.utf8.prefix { $0 != UInt8(ascii: ".") })
  }
}

extension Instance {
  /// Whether each hostname begins with the instance's name as its first label, and stands there once.
  fileprivate var hasOnlyNamesOfItsOwn: Bool {
    guard givenNames.isEmpty else { return false }
    guard locations.count > 1 || scheme == .regional else { return true }
    // Regions that Azure does not have could be called as the developer portal is.
    return scheme != .classic && Set(locations.map(\.region.name)).union(["portal"]).count == locations.count + 1
  }
}
