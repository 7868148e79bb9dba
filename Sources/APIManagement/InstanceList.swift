import DNSModel

/// Instances in order, each name once: a large inventory costs some sixty bytes an instance.
///
/// The parts of all instances stand one behind the other, and an ``Instance`` is made when somebody asks for it.
public struct InstanceList: RandomAccessCollection, Sendable {
  /// The names.
  private var names = NameTable()
  /// How the hostnames of each instance are formed.
  private var schemes: [HostnameScheme] = []
  /// The location behind the last one of each instance.
  private var locationEnds: [UInt32] = []
  /// The region of each location, by its place in ``regions``.
  private var locationRegions: [UInt32] = []
  /// The address behind the last one of each location.
  private var addressEnds: [UInt32] = []
  /// The addresses of all locations.
  private var addresses: [IPv4Address] = []
  /// The hostnames that somebody gave, by the number of the instance.
  private var givenNames: [Int: [Endpoint: [DomainName]]] = [:]
  /// Every region that occurs, once.
  private var regions: [Region] = []
  /// The place of each region in ``regions``.
  private var regionNumbers: [Region: UInt32] = [:]

  /// Makes an empty list.
  init() {}

  /// The number of the first instance.
  public var startIndex: Int { 0 }

  /// How many instances there are.
  public var endIndex: Int { names.count }

  /// The instance of a number.
  public subscript(position: Int) -> Instance {
    let locations = Self.range(position, in: locationEnds).map { location in
      Location(
        region: regions[Int(locationRegions[location])],
        virtualIPs: Array(addresses[Self.range(location, in: addressEnds)]))
    }
    return Instance(
      name: name(of: position), scheme: schemes[position], locations: locations,
      givenNames: givenNames[position] ?? [:])
  }

  /// The name of an instance alone.
  public func name(of position: Int) -> InstanceName { InstanceName(canonical: names[position]) }

  /// The number of the instance of a name in lower case.
  func number(named name: Span<UInt8>) -> Int? { names.number(of: name) }

  /// Adds the record sets of an instance with one location, for which nobody gave hostnames, to a list.
  ///
  /// - Parameters:
  ///   - position: the number of the instance.
  ///   - ttl: the TTL of the records.
  ///   - endings: what follows the names of instances.
  ///   - list: what the record sets are added to.
  /// - Returns: whether the instance is of that sort; for another one, nothing is added.
  func add(
    _ position: Int, ttl: TimeToLive, _ endings: inout HostnameEndings, to list: inout RecordSetList
  ) -> Bool {
    let locations = Self.range(position, in: locationEnds)
    guard locations.count == 1, givenNames.isEmpty || givenNames[position] == nil else { return false }
    let numbers = endings.find(schemes[position], locationRegions[locations.lowerBound], in: regions)
    let virtualIPs = addresses.span.extracting(Self.range(locations.lowerBound, in: addressEnds))
    names.withText(position) { name in
      for number in numbers { endings.withText(number) { list.append(name, $0, ttl, virtualIPs) } }
    }
    return true
  }

  /// Makes room for so many instances with one location each.
  mutating func reserveCapacity(_ count: Int) {
    names.reserveCapacity(count)
    schemes.reserveCapacity(count)
    locationEnds.reserveCapacity(count)
    locationRegions.reserveCapacity(count)
    addressEnds.reserveCapacity(count)
    addresses.reserveCapacity(count)
  }

  /// Adds an instance behind the last.
  ///
  /// - Parameter instance: the instance.
  /// - Returns: the number of the instance that has its name already; then nothing is added.
  mutating func append(_ instance: Instance) -> Int? {
    if let first = names.insert(Array(instance.name.text.utf8).span) { return first }
    for location in instance.locations { append(number(of: location.region), location.virtualIPs) }
    finish(instance.scheme)
    if !instance.givenNames.isEmpty { givenNames[count - 1] = instance.givenNames }
    return nil
  }

  /// Adds an instance with one location and one address, for which nobody gave hostnames.
  ///
  /// - Parameters:
  ///   - name: its name in lower case.
  ///   - scheme: how its hostnames are formed.
  ///   - region: where it runs, as ``number(of:)`` gives it.
  ///   - address: its virtual IP.
  /// - Returns: the number of the instance that has its name already; then nothing is added.
  mutating func append(
    name: Span<UInt8>, _ scheme: HostnameScheme, _ region: UInt32, _ address: IPv4Address
  ) -> Int? {
    if let first = names.insert(name) { return first }
    append(region, CollectionOfOne(address))
    finish(scheme)
    return nil
  }

  /// The place of a region in ``regions``, which gets it where it does not have it yet.
  mutating func number(of region: Region) -> UInt32 {
    if let number = regionNumbers[region] { return number }
    let number = UInt32(regions.count)
    regionNumbers[region] = number
    regions.append(region)
    return number
  }

  /// Adds a location of the instance that is being added.
  private mutating func append(_ region: UInt32, _ virtualIPs: some Collection<IPv4Address>) {
    locationRegions.append(region)
    addresses.append(contentsOf: virtualIPs)
    addressEnds.append(UInt32(addresses.count))
  }

  /// Ends the instance that is being added.
  private mutating func finish(_ scheme: HostnameScheme) {
    schemes.append(scheme)
    locationEnds.append(UInt32(locationRegions.count))
  }

  /// What belongs to one of many that stand one behind the other.
  private static func range(_ position: Int, in ends: [UInt32]) -> Range<Int> {
    Int(position == 0 ? 0 : ends[position - 1])..<Int(ends[position])
  }
}
