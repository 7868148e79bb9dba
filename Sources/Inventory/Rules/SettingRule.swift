package import APIManagement
import Diagnostics
package import DNSModel
package import HostsBackend
package import Reconciliation
import ResourceManager
package import ZoneFileBackend

/// The rules for values of an inventory from any source: the file, the command line or Swift code.
///
/// Each rule parses a text, and throws if the text is not valid. The caller knows the position of the text.
package enum SettingRule {
  /// Where a value is written, which decides the fix in messages.
  package enum Source: Sendable {
    case inventory
    case option
  }

  // MARK: Words

  /// Parses one of a few words; messages call it by the noun, such as "cloud".
  package static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, of type: Value.Type, called noun: String
  ) throws(InvalidSetting) -> Value {
    if let value = Value(rawValue: text) { return value }
    throw InvalidSetting(
      .unknown, unknown(noun, text, among: Value.allCases.map(\.rawValue)))
  }

  /// The message for an unknown word, which may be redacted; it suggests the nearest word, or lists all.
  static func unknown(
    _ noun: String, _ word: String, isShown: Bool = true, among words: [String]
  ) -> String {
    let beginning = "unknown \(noun) \(PrintableText.quoted(isShown ? word : "…"))"
    if let nearest = NearestWord.find(for: word, among: words) { return "\(beginning). Did you mean '\(nearest)'?" }
    return "\(beginning). Use \(listed(words))."
  }

  /// Words in quotes: `'a', 'b' or 'c'`.
  static func listed(_ words: [String]) -> String {
    let quoted = words.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return "\(quoted.dropLast().joined(separator: ", ")) or \(last)"
  }

  /// Throws if a list has a value twice.
  static func distinct(_ values: [some Hashable]) throws(InvalidSetting) {
    if Set(values).count < values.count {
      throw InvalidSetting(.duplicate, "duplicate value. Remove one of them.")
    }
  }

  // MARK: All instances

  package static func owner(_ text: String) throws(InvalidSetting) -> Owner {
    if let owner = Owner(text) { return owner }
    throw InvalidSetting(
      .malformed, "\(PrintableText.quoted(text)) is not a valid owner. Use 1-63 letters, digits, '-', '_' or '.'.")
  }

  static func cloud(_ text: String) throws(InvalidSetting) -> Cloud {
    try choice(text, of: Cloud.self, called: "cloud")
  }

  static func access(_ text: String) throws(InvalidSetting) -> Access {
    try choice(text, of: Access.self, called: "access")
  }

  static func instanceEndpoint(_ text: String) throws(InvalidSetting) -> Endpoint {
    try choice(text, of: Endpoint.self, called: "endpoint")
  }

  static func scheme(_ text: String) throws(InvalidSetting) -> HostnameScheme {
    try choice(text, of: HostnameScheme.self, called: "hostname scheme")
  }

  /// Parses a TTL: seconds, or a number with one of the units s, m, h, d.
  package static func ttl(_ text: String) throws(InvalidSetting) -> TimeToLive {
    if let ttl = TimeToLive(text) { return ttl }
    throw invalidTTL(PrintableText.quoted(text))
  }

  /// Checks a TTL in seconds.
  static func ttl(_ number: Double) throws(InvalidSetting) -> TimeToLive {
    if let seconds = Int(exactly: number), let ttl = TimeToLive(seconds: seconds) { return ttl }
    throw invalidTTL(written(number))
  }

  /// A number in the words of a message.
  static func written(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }

  private static func invalidTTL(_ written: String) -> InvalidSetting {
    InvalidSetting(
      .malformed, "\(written) is not a valid TTL. Use 1-2147483647 seconds, or a duration such as 30s, 5m, 2h or 1d.")
  }

  // MARK: Instances

  /// Parses the name of an instance, in any case.
  package static func instanceName(_ text: String) throws(InvalidSetting) -> InstanceName {
    if let name = InstanceName(text) { return name }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is not a valid instance name. Use 1-50 letters, digits or '-'; start with a letter "
        + "and don't end with '-'.")
  }

  /// Parses a hostname; the message comes from `DomainNameError`.
  package static func hostname(_ text: String) throws(InvalidSetting) -> DomainName {
    do throws(DomainNameError) {
      return try DomainName(text)
    } catch {
      throw InvalidSetting(.malformed, error.description)
    }
  }

  /// Parses a hostname that an instance is given; its first label may be `*`.
  static func givenName(_ text: String) throws(InvalidSetting) -> DomainName {
    let name: DomainName
    do throws(DomainNameError) {
      name = try DomainName(allowingWildcard: text)
    } catch {
      throw InvalidSetting(.malformed, error.description)
    }
    guard !name.isWildcard || name.ownZone.text.utf8.contains(UInt8(ascii: ".")) else {
      throw InvalidSetting(
        .unusable,
        "'\(name)' covers a whole top-level domain. Use a wildcard below a domain of yours, such as "
          + "'*.api.corp.example'.")
    }
    let suffixes = Cloud.allCases.map(\.gatewaySuffix)
    if name.isWildcard, let suffix = suffixes.first(where: name.ownZone.isAtOrBelow) {
      throw InvalidSetting(
        .unusable,
        "'\(name)' would hide the hostnames of other instances, and API Management serves no wildcard below '\(suffix)'. Use "
          + "a wildcard below a domain of yours, such as '*.api.corp.example'.")
    }
    return name
  }

  /// Parses the name of any region, such as the one whose clients see the records of a backend.
  package static func regionName(_ text: String) throws(InvalidSetting) -> Region {
    if let region = Region(text) { return region }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is not a valid region. Use a name such as 'westeurope' or 'West Europe'.")
  }

  /// Parses the name or the display name of a region; a region that is not in this program's list must be allowed.
  static func region(
    _ text: String, in cloud: Cloud, unknownAllowed: Bool, of source: Source
  ) throws(InvalidSetting) -> KnownRegion {
    if let known = KnownRegion.find(text, in: cloud) { return known }
    let quoted = PrintableText.quoted(text)
    let region = try regionName(text)
    if unknownAllowed { return KnownRegion(region: region, isLogical: false) }
    if let other = Cloud.allCases.first(where: { KnownRegion.find(text, in: $0) != nil }) {
      throw InvalidSetting(
        .unusable,
        "region \(quoted) is in the cloud '\(other.rawValue)', but the instance is in '\(cloud.rawValue)'. Set its cloud to "
          + "'\(other.rawValue)', or use another region.")
    }
    let nearest = NearestWord.all(for: region.name, among: KnownRegion.names(in: cloud)).prefix(3)
    let offer =
      nearest.isEmpty
      ? "Run 'az account list-locations' to list the regions." : "Did you mean \(listed(Array(nearest)))?"
    throw InvalidSetting(
      .unknown,
      "unknown region \(quoted). \(offer) If the region is newer than this program, "
        + (source == .option ? "use --allow-unknown-region." : "set allowUnknownRegion: true for the instance."))
  }

  /// The warning for a logical region, which no instance runs in.
  static func warning(aboutLogical region: Region) -> String {
    "'\(region)' is a group of regions or a staging region. Use the region that the instance runs in."
  }

  /// Parses a virtual IP: an IPv4 address that a virtual network can use, private unless public ones are allowed.
  static func virtualIP(
    _ text: String, publicAllowed: Bool, of source: Source
  ) throws(InvalidSetting) -> IPv4Address {
    guard let address = IPv4Address(text) else {
      throw InvalidSetting(
        .malformed,
        "\(PrintableText.quoted(text)) is not a valid IPv4 address. Use four numbers from 0 to 255 without leading zeros, "
          + "such as 10.1.0.5.")
    }
    try check(address)
    guard publicAllowed || address.isPrivate else {
      let ranges = AddressRange.privateUse.map(\.description).joined(separator: ", ")
      throw InvalidSetting(
        .unusable,
        "\(address) is not a private address (\(ranges)). If the virtual network uses it anyway, "
          + (source == .option ? "use --public-vip." : "set publicVip: true for the instance."))
    }
    return address
  }

  /// Throws for an address that no virtual network can use.
  static func check(_ address: IPv4Address) throws(InvalidSetting) {
    guard let range = address.unusableRange else { return }
    throw InvalidSetting(
      .unusable, "\(address) cannot be a virtual IP: \(range) is \(range.purpose). Use another address.")
  }

  /// The maximum number of addresses for one name: Azure's
  /// [limit of records in a record set](https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#private-dns).
  private static let maxAddresses = 20

  /// Throws for more addresses than one name can have.
  static func check(countOf addresses: [IPv4Address]) throws(InvalidSetting) {
    let count = addresses.count <= maxAddresses ? 0 : Set(addresses).count
    guard count > maxAddresses else { return }
    throw InvalidSetting(
      .wrongCount, "\(count) addresses are too many for one name. Use at most \(maxAddresses).")
  }

  /// Throws if no location has a gateway.
  static func check(gatewaysOf locations: [Location]) throws(InvalidSetting) {
    guard locations.allSatisfy(\.gatewayIsDisabled) else { return }
    throw InvalidSetting(
      .wrongCount,
      "the gateway is disabled in every location. Remove disableGateway from a location whose gateway takes requests.")
  }

  /// Throws unless there is one regional gateway hostname for each location, or none at all.
  static func check(regionalGateways count: Int, locations: Int) throws(InvalidSetting) {
    guard count != 0, count != locations else { return }
    throw InvalidSetting(
      .wrongCount,
      "expected one hostname for each location (\(locations)), found \(count). Write one for each location, in the same order."
    )
  }

  // MARK: Files

  /// Checks the path of a file or folder: not empty, and without control characters.
  package static func path(_ text: String) throws(InvalidSetting) -> String {
    guard text.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else {
      throw InvalidSetting(.malformed, "the path is empty. Set a path.")
    }
    guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw InvalidSetting(
        .malformed,
        "\(PrintableText.quoted(text)) is not a valid path: it contains a control character. Remove the character.")
    }
    return text
  }

  /// Checks the path of a file on another machine, which must be absolute.
  package static func pathOnMachine(_ text: String) throws(InvalidSetting) -> String {
    let path = try path(text)
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw InvalidSetting(
        .unusable,
        "\(PrintableText.quoted(text)) is a relative path, and a path on another machine must be absolute. Start it with '/'."
      )
    }
    return path
  }

  /// Checks the path of the zone files as the name server sees it, which must be absolute.
  package static func serverPath(_ text: String) throws(InvalidSetting) -> String {
    let path = try path(text)
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw InvalidSetting(
        .unusable,
        "\(PrintableText.quoted(text)) is a relative path, and the name server needs an absolute one. Start it with '/'."
      )
    }
    return path.utf8.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Parses a statement for each zone in named.conf.
  package static func zoneOption(_ text: String) throws(InvalidSetting) -> ZoneOption {
    if let option = ZoneOption(text) { return option }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is not a valid zone option. Use one statement of named.conf on one line, such as "
        + "'allow-query { lan; }', without comments and backslashes; 'type' and 'file' are set already.")
  }

  /// Checks a shell command: not empty, and without a zero byte.
  package static func command(_ text: String) throws(InvalidSetting) -> String {
    guard text.utf8.contains(where: { $0 > 0x20 }) else {
      throw InvalidSetting(.malformed, "the command is empty. Set a command.")
    }
    guard !text.utf8.contains(0) else {
      throw InvalidSetting(
        .malformed, "\(PrintableText.quoted(text)) is not a valid command: it contains a zero byte. Remove the byte.")
    }
    return text
  }

  /// Checks a mail address: exactly one `@` between two parts without white space or control characters.
  package static func contact(_ text: String) throws(InvalidSetting) -> String {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    let isPlain = text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !PrintableText.isHarmful($0) }
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain else {
      throw InvalidSetting(
        .malformed,
        "\(PrintableText.quoted(text)) is not a valid mail address. Use one such as hostmaster@corp.example, without spaces."
      )
    }
    return text
  }

  /// Parses a machine to reach over ssh: `[USER@]HOST[:PORT]`.
  ///
  /// No part may begin with a hyphen, which ssh would take for an option.
  package static func machine(_ text: String) throws(InvalidSetting) -> Machine {
    if let machine = Machine(text) { return machine }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is not a valid machine. Use [USER@]HOST[:PORT] with letters, digits, '.', '-', '_', '/', '+' or '=', "
        + "not starting with '-'; put an IPv6 address in brackets; use a port from 1 to 65535.")
  }

  // MARK: Azure

  /// Checks a subscription ID: 1-64 letters, digits and hyphens.
  package static func subscription(_ text: String) throws(InvalidSetting) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    if isPlain, (1...64).contains(text.utf8.count) { return text }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is not a valid subscription. Use its ID, such as "
        + "00000000-0000-0000-0000-000000000000, which 'az account show' prints as id.")
  }

  package static func resourceGroup(_ text: String) throws(InvalidSetting) -> String {
    if ResourceID.isPlain(text) { return text }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is not a valid resource group. Use 1-90 letters, digits, '-', '_', '.', '(' or ')'."
    )
  }

  /// Parses the resource ID of a virtual network.
  package static func virtualNetwork(_ text: String) throws(InvalidSetting) -> ResourceID {
    try resource(text, of: "Microsoft.Network/virtualNetworks", called: "virtual network")
  }

  /// Parses the resource ID of an API Management instance.
  static func service(_ text: String) throws(InvalidSetting) -> ResourceID {
    try resource(text, of: "Microsoft.ApiManagement/service", called: "API Management instance")
  }

  private static func resource(
    _ text: String, of type: String, called noun: String
  ) throws(InvalidSetting) -> ResourceID {
    if let resource = ResourceID(text), resource.type.lowercased() == type.lowercased() { return resource }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is not a valid \(noun). Use its resource ID, such as /subscriptions/SUBSCRIPTION"
        + "/resourceGroups/GROUP/providers/\(type)/NAME.")
  }

  /// Checks the URL of a Resource Manager, which may get a token: https, or http on this machine.
  package static func endpoint(_ text: String) throws(InvalidSetting) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isLetterOrDigit || "-._~:[]/%".utf8.contains($0) }
    if isPlain, text.hasPrefix("http"), WebAddress(text)?.isSafeForSecrets == true { return text }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is not a valid Resource Manager endpoint. Use https://HOST[:PORT], or http:// on this "
        + "machine only.")
  }
}

extension UInt8 {
  /// Whether the byte is an ASCII letter or digit.
  var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
