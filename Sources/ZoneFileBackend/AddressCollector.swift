import DNSModel

/// Gathers the A records of a file into sets, in one pass and in whatever order they come.
struct AddressCollector {
  /// The names in the order in which they were first seen.
  private var names: [DomainName] = []
  /// The TTL of each name.
  private var ttls: [TimeToLive] = []
  /// The addresses of each name.
  private var addresses: [[IPv4Address]] = []
  /// Where each name stands in the lists.
  private var places: [DomainName: Int] = [:]

  /// Adds one record.
  ///
  /// - Parameters:
  ///   - address: the record's address.
  ///   - name: its owner.
  ///   - ttl: its TTL.
  /// - Returns: false where the owner already has another TTL, which
  ///   [RFC 2181 §5.2](https://www.rfc-editor.org/rfc/rfc2181#section-5.2) rules out; nothing is added then.
  mutating func add(_ address: IPv4Address, to name: DomainName, _ ttl: TimeToLive) -> Bool {
    // The addresses of one name stand together in all that we write.
    guard let place = names.last == name ? names.count - 1 : places[name] else {
      places[name] = names.count
      names.append(name)
      ttls.append(ttl)
      addresses.append([address])
      return true
    }
    guard ttls[place] == ttl else { return false }
    addresses[place].append(address)
    return true
  }

  /// The sets, each name once.
  var recordSets: [RecordSet] {
    names.indices.map { RecordSet(name: names[$0], ttl: ttls[$0], addresses: addresses[$0]) }
  }
}
