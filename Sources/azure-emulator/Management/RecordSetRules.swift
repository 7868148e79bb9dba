import DNSModel
import Glibc

extension RecordSet {
  /// Validates the values.
  ///
  /// - Throws: ``ManagementError`` for the first value that Azure rejects.
  func check() throws(ManagementError) {
    guard (0...2_147_483_647).contains(ttl) else {
      throw .badRequest("The TTL \(ttl) of the record set '\(key.name)' is not between 0 and 2147483647.")
    }
    guard data.count <= Limit.recordsPerSet else {
      throw .conflict(
        "The record set '\(key.name)' has \(data.count) records; the most that it may have is \(Limit.recordsPerSet).")
    }
    for record in data.aRecords ?? [] where IPv4Address(record.ipv4Address) == nil {
      throw .badRequest("The IPv4 address '\(record.ipv4Address)' is invalid.")
    }
    for record in data.aaaaRecords ?? [] where !isIPv6Address(record.ipv6Address) {
      throw .badRequest("The IPv6 address '\(record.ipv6Address)' is invalid.")
    }
    for name in targets where !isDomainName(name) {
      throw .badRequest("The domain name '\(name)' is invalid.")
    }
    for number in numbers where !(0...65535).contains(number) {
      throw .badRequest("The value \(number) in the record set '\(key.name)' is not between 0 and 65535.")
    }
    for piece in (data.txtRecords ?? []).flatMap(\.value) where piece.utf8.count > 255 {
      throw .badRequest("A text in the record set '\(key.name)' has more than 255 characters.")
    }
    if let (property, values) = distinguished, Set(values).count < values.count {
      throw .badRequest(
        "The list of record sets of type '\(key.type.rawValue)' may not contain multiple entries with the same "
          + "'\(property)'.")
    }
  }

  /// What Azure tells the records of a set apart by, and its value in each record; nil for a single record.
  private var distinguished: (property: String, values: [[String]])? {
    switch key.type {
    case .a: ("ipv4Address", (data.aRecords ?? []).map { [$0.ipv4Address] })
    case .aaaa: ("ipv6Address", (data.aaaaRecords ?? []).map { [canonicalIPv6Address($0.ipv6Address)] })
    case .mx: ("(preference, exchange)", (data.mxRecords ?? []).map { ["\($0.preference)", $0.exchange.lowercased()] })
    case .ptr: ("ptrdname", (data.ptrRecords ?? []).map { [$0.ptrdname.lowercased()] })
    // Two ports of one target are the same to Azure.
    case .srv:
      (
        "(priority, weight, target)",
        (data.srvRecords ?? []).map { ["\($0.priority)", "\($0.weight)", $0.target.lowercased()] }
      )
    case .txt: ("value", (data.txtRecords ?? []).map(\.value))
    case .cname, .soa: nil
    }
  }

  /// The names that the records refer to.
  private var targets: [String] {
    (data.cnameRecord.map { [$0.cname] } ?? []) + (data.mxRecords ?? []).map(\.exchange)
      + (data.ptrRecords ?? []).map(\.ptrdname) + (data.srvRecords ?? []).map(\.target)
  }

  /// The 16-bit numbers of the records.
  private var numbers: [Int] {
    (data.mxRecords ?? []).map(\.preference) + (data.srvRecords ?? []).flatMap { [$0.priority, $0.weight, $0.port] }
  }
}

extension RecordSetKey {
  /// Rejects names that a record set of a zone cannot have.
  ///
  /// - Parameter zone: the zone.
  /// - Throws: ``ManagementError`` if the name is not valid.
  func checkName(in zone: ZoneID) throws(ManagementError) {
    switch (type, name) {
    case (.soa, "@"): return
    case (.soa, _): throw .badRequest("The SOA record set of a zone has the name '@'.")
    case (.cname, "@"): throw .badRequest("A CNAME record set cannot have the name of its zone.")
    case (_, "@"): return
    default:
      // RFC 4592 §2.1.1: a wildcard is the whole leftmost label.
      var labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)[...]
      if labels.first.map({ $0.elementsEqual("*".utf8) }) == true { labels.removeFirst() }
      let rest = labels.map { String(decoding: $0, as: UTF8.self) } + [zone.name]
      guard isDomainName(rest.joined(separator: ".")) else {
        throw .badRequest("The domain name '\(name).\(zone.name)' is invalid.")
      }
    }
  }
}

/// Whether a text is a valid domain name.
private func isDomainName(_ text: String) -> Bool {
  var bytes = Array(text.utf8)
  if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
  guard (1...253).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return false }
  return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    .allSatisfy { (1...63).contains($0.count) }
}

/// Whether a text is an IPv6 address.
private func isIPv6Address(_ text: String) -> Bool {
  var address = in6_addr()
  return inet_pton(AF_INET6, text, &address) == 1
}

/// The same text for all spellings of an IPv6 address.
private func canonicalIPv6Address(_ text: String) -> String {
  var address = in6_addr()
  guard inet_pton(AF_INET6, text, &address) == 1 else { return text.lowercased() }
  return withUnsafeBytes(of: address) { $0.map { String($0, radix: 16) }.joined(separator: ":") }
}
