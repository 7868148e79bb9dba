/// Record sets one behind the other: a million of them cost some fifty bytes each.
///
/// The names stand in one piece of memory and the addresses in another, which a list of the same sets in another order
/// shares. A ``RecordSet`` is made when somebody asks for it; whoever works on a million looks at ``Part``s.
public struct RecordSetList: RandomAccessCollection, Sendable {
  /// Where the parts of a set stand.
  @usableFromInline
  struct Place: Sendable {
    /// The first byte of the name.
    @usableFromInline let nameStart: UInt32
    /// The number of the first address.
    @usableFromInline let addressStart: UInt32
    /// How many addresses there are.
    @usableFromInline let addressCount: UInt32
    /// The TTL.
    @usableFromInline let ttl: TimeToLive
    /// The length of the name, which is 253 at most.
    @usableFromInline let nameLength: UInt8
  }

  /// The names without anything between them.
  private var names: [UInt8] = []
  /// The addresses of each set in numeric order.
  private var addresses: [IPv4Address] = []
  /// The sets.
  private var places: [Place] = []

  /// Makes an empty list.
  public init() {}

  /// Makes a list of sets in their order.
  public init(_ sets: some Sequence<RecordSet>) {
    for set in sets { append(set) }
  }

  /// Adds a set behind the last.
  public mutating func append(_ set: RecordSet) {
    append(Array(set.name.text.utf8).span, Span(), set.ttl, set.addresses.span)
  }

  /// The number of the first set.
  public var startIndex: Int { 0 }

  /// How many sets there are.
  public var endIndex: Int { places.count }

  /// The set of a number.
  public subscript(position: Int) -> RecordSet {
    let place = places[position]
    let name = names[Int(place.nameStart)..<Int(place.nameStart) + Int(place.nameLength)]
    let first = Int(place.addressStart)
    return RecordSet(
      name: DomainName(canonical: name), ttl: place.ttl,
      addresses: Array(addresses[first..<first + Int(place.addressCount)]))
  }

  /// Makes room for so many sets with one address each.
  package mutating func reserveCapacity(_ count: Int) {
    names.reserveCapacity(32 * count)
    addresses.reserveCapacity(count)
    places.reserveCapacity(count)
  }

  /// Adds a set behind the last.
  ///
  /// - Parameters:
  ///   - name: the first part of the name.
  ///   - ending: the rest of it; both together are the text of a ``DomainName``.
  ///   - ttl: the TTL.
  ///   - virtualIPs: the addresses; their order and repetition do not matter.
  package mutating func append(
    _ name: Span<UInt8>, _ ending: Span<UInt8>, _ ttl: TimeToLive, _ virtualIPs: Span<IPv4Address>
  ) {
    let (nameStart, addressStart) = (names.count, addresses.count)
    name.withUnsafeBufferPointer { names.append(contentsOf: $0) }
    ending.withUnsafeBufferPointer { names.append(contentsOf: $0) }
    virtualIPs.withUnsafeBufferPointer { virtualIPs in
      if virtualIPs.count < 2 {
        addresses.append(contentsOf: virtualIPs)
      } else {
        addresses += Set(virtualIPs).sorted()
      }
    }
    places.append(
      Place(
        nameStart: UInt32(nameStart), addressStart: UInt32(addressStart),
        addressCount: UInt32(addresses.count - addressStart), ttl: ttl, nameLength: UInt8(names.count - nameStart)))
  }

  /// The sets of some places, in that order.
  func sharing(_ places: [Place]) -> RecordSetList {
    var list = self
    list.places = places
    return list
  }

  /// Lends out all sets as they stand in memory.
  ///
  /// - Parameter body: what is done with them.
  /// - Returns: what that gives.
  /// - Throws: what `body` throws.
  public func withParts<Result, Failure: Error>(
    _ body: (Parts) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try names.withUnsafeBufferPointer { (names) throws(Failure) in
      try addresses.withUnsafeBufferPointer { (addresses) throws(Failure) in
        try places.withUnsafeBufferPointer { (places) throws(Failure) in
          try body(Parts(names: names, addresses: addresses, places: places))
        }
      }
    }
  }

  /// The sets of a list while they are lent out.
  public struct Parts {
    @usableFromInline let names: UnsafeBufferPointer<UInt8>
    @usableFromInline let addresses: UnsafeBufferPointer<IPv4Address>
    @usableFromInline let places: UnsafeBufferPointer<Place>

    /// How many sets there are.
    @inlinable
    public var count: Int { places.count }

    /// The set of a number.
    @inlinable
    public subscript(number: Int) -> Part { part(places[number]) }

    /// The set of a place.
    @inlinable
    func part(_ place: Place) -> Part {
      let (nameStart, addressStart) = (Int(place.nameStart), Int(place.addressStart))
      return Part(
        name: UnsafeBufferPointer(rebasing: names[nameStart..<nameStart + Int(place.nameLength)]), ttl: place.ttl,
        addresses: UnsafeBufferPointer(rebasing: addresses[addressStart..<addressStart + Int(place.addressCount)]))
    }
  }

  /// One set while it is lent out.
  public struct Part {
    /// The bytes of the name.
    public let name: UnsafeBufferPointer<UInt8>
    /// The TTL.
    public let ttl: TimeToLive
    /// The addresses in numeric order, each once.
    public let addresses: UnsafeBufferPointer<IPv4Address>

    @inlinable
    init(name: UnsafeBufferPointer<UInt8>, ttl: TimeToLive, addresses: UnsafeBufferPointer<IPv4Address>) {
      self.name = name
      self.ttl = ttl
      self.addresses = addresses
    }
  }
}

extension RecordSetList: Hashable {
  /// Whether both have the same sets in the same order.
  public static func == (left: RecordSetList, right: RecordSetList) -> Bool { left.elementsEqual(right) }

  /// Adds all sets.
  public func hash(into hasher: inout Hasher) {
    for set in self { hasher.combine(set) }
  }
}
