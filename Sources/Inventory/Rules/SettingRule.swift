package import APIManagement
import Diagnostics
package import DNSModel
package import HostsBackend
import Reconciliation
import ResourceManager

/// What the values of an inventory must be, wherever they come from: the file, the command line and Swift ask here.
///
/// Every rule takes what somebody wrote and gives the value that it stands for. None knows the place of the text.
package enum SettingRule {
  // MARK: Words

  /// Takes one of a few words, which says what the noun names, such as "cloud".
  package static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, of type: Value.Type, called noun: String
  ) throws(InvalidSetting) -> Value {
    if let value = Value(rawValue: text) { return value }
    throw InvalidSetting(
      .unknown, unknown(noun, text, among: Value.allCases.map(\.rawValue), advice: "use", conjunction: "or"))
  }

  /// The sentence about a word, shown or not, that is none of the right ones, with the nearest one or all of them.
  static func unknown(
    _ noun: String, _ word: String, isShown: Bool = true, among words: [String], advice: String, conjunction: String
  ) -> String {
    let beginning = "unknown \(noun) \(PrintableText.quoted(isShown ? word : "…"))"
    if let nearest = NearestWord.find(for: word, among: words) { return "\(beginning); did you mean '\(nearest)'?" }
    return "\(beginning); \(advice) \(listed(words, conjunction))"
  }

  /// Words in quotes with commas between them, and a conjunction before the last.
  private static func listed(_ words: [String], _ conjunction: String) -> String {
    let quoted = words.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return "\(quoted.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
  }

  /// Refuses a list in which a value stands twice.
  static func distinct(_ values: [some Hashable]) throws(InvalidSetting) {
    if Set(values).count < values.count {
      throw InvalidSetting(.repeated, "repeated value; take one of the two out")
    }
  }

  // MARK: All instances

  /// Takes the mark of an owner.
  static func owner(_ text: String) throws(InvalidSetting) -> Owner {
    if let owner = Owner(text) { return owner }
    throw InvalidSetting(
      .malformed, "\(PrintableText.quoted(text)) is no owner: use 1 to 63 letters, digits, '-', '_' and '.'")
  }

  /// Takes the name of a cloud.
  static func cloud(_ text: String) throws(InvalidSetting) -> Cloud {
    try choice(text, of: Cloud.self, called: "cloud")
  }

  /// Takes how hostnames are formed.
  static func scheme(_ text: String) throws(InvalidSetting) -> HostnameScheme {
    try choice(text, of: HostnameScheme.self, called: "hostname scheme")
  }

  /// Takes a time to live: seconds, or a number with one of the units s, m, h, d.
  static func ttl(_ text: String) throws(InvalidSetting) -> TimeToLive {
    if let ttl = TimeToLive(text) { return ttl }
    throw noTTL(PrintableText.quoted(text))
  }

  /// Takes a time to live in seconds that is written as a number.
  static func ttl(_ number: Double) throws(InvalidSetting) -> TimeToLive {
    if let seconds = Int(exactly: number), let ttl = TimeToLive(seconds: seconds) { return ttl }
    throw noTTL(written(number))
  }

  /// A number as a message repeats it.
  static func written(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }

  /// The error about what is no time to live.
  private static func noTTL(_ written: String) -> InvalidSetting {
    InvalidSetting(
      .malformed, "\(written) is no TTL: use 1 to 2147483647 seconds, or a text such as 30s, 5m, 2h or 1d")
  }

  // MARK: Instances

  /// Takes the name of an instance, in any case.
  package static func instanceName(_ text: String) throws(InvalidSetting) -> InstanceName {
    if let name = InstanceName(text) { return name }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is no instance name: use 1 to 50 letters, digits and '-', beginning with a letter "
        + "and not ending with '-'")
  }

  /// Takes a hostname that somebody gave; what is wrong with it is said in the words of `DomainNameError`.
  package static func hostname(_ text: String) throws(InvalidSetting) -> DomainName {
    do throws(DomainNameError) {
      return try DomainName(text)
    } catch {
      throw InvalidSetting(.malformed, error.description)
    }
  }

  /// Takes the name or the display name of a region, of another than the list of regions in this program only where unknown
  /// ones are allowed.
  static func region(
    _ text: String, in cloud: Cloud, unknownAllowed: Bool
  ) throws(InvalidSetting) -> KnownRegion {
    if let known = KnownRegion.find(text, in: cloud) { return known }
    let quoted = PrintableText.quoted(text)
    guard let region = Region(text) else {
      throw InvalidSetting(
        .malformed, "\(quoted) is no region: use a name such as 'westeurope' or 'West Europe'")
    }
    if unknownAllowed { return KnownRegion(region: region, isLogical: false) }
    if let other = Cloud.allCases.first(where: { KnownRegion.find(text, in: $0) != nil }) {
      throw InvalidSetting(
        .unusable,
        "\(quoted) is a region of the cloud '\(other.rawValue)', and the cloud here is '\(cloud.rawValue)'")
    }
    let nearest = NearestWord.all(for: region.name, among: KnownRegion.names(in: cloud)).prefix(3)
    let offer =
      nearest.isEmpty
      ? "'az account list-locations' lists the regions" : "did you mean \(listed(Array(nearest), "or"))?"
    throw InvalidSetting(
      .unknown,
      "unknown region \(quoted); \(offer) (allowUnknownRegion: true for the instance, or --allow-unknown-region, takes "
        + "one that is newer than this program)")
  }

  /// What is said about a region that is only a group of regions.
  static func remark(onLogical region: Region) -> String {
    "'\(region)' is a group of regions or a test ring, and an instance runs in one region: name that one"
  }

  /// Takes a virtual IP: a dotted quad that a virtual network can use, and a private one unless public ones are allowed.
  static func virtualIP(_ text: String, publicAllowed: Bool) throws(InvalidSetting) -> IPv4Address {
    guard let address = IPv4Address(text) else {
      throw InvalidSetting(
        .malformed,
        "\(PrintableText.quoted(text)) is no IPv4 address: use four numbers from 0 to 255 without leading zeros, such as "
          + "10.1.0.5")
    }
    try check(address)
    guard publicAllowed || address.isPrivate else {
      let ranges = AddressRange.privateUse.map(\.description).joined(separator: ", ")
      throw InvalidSetting(
        .unusable,
        "\(address) is not a private address (\(ranges)); if the virtual network uses it all the same, say "
          + "publicVip: true for the instance in the inventory")
    }
    return address
  }

  /// Refuses an address that no virtual network can use.
  static func check(_ address: IPv4Address) throws(InvalidSetting) {
    guard let range = AddressRange.unusable.first(where: { $0.contains(address) }) else { return }
    throw InvalidSetting(.unusable, "\(address) cannot be a VIP: \(range) is \(range.purpose)")
  }

  /// How many addresses one name can have: Azure's
  /// [limit of records in a record set](https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#private-dns).
  private static let mostAddresses = 20

  /// Refuses more addresses than one name can have.
  static func check(countOf addresses: [IPv4Address]) throws(InvalidSetting) {
    let count = addresses.count <= mostAddresses ? 0 : Set(addresses).count
    guard count > mostAddresses else { return }
    throw InvalidSetting(
      .wrongCount, "a name can have \(mostAddresses) addresses at most, and here are \(count)")
  }

  /// Refuses hostnames of regional gateways unless there is one for each location, or none at all.
  static func check(regionalGateways count: Int, locations: Int) throws(InvalidSetting) {
    guard count != 0, count != locations else { return }
    throw InvalidSetting(
      .wrongCount, "expected one hostname for each location in their order: \(locations), found \(count)")
  }

  // MARK: Files

  /// Takes the path of a file or folder: not empty, and without control characters.
  package static func path(_ text: String) throws(InvalidSetting) -> String {
    guard text.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else {
      throw InvalidSetting(.malformed, "a path is not empty")
    }
    guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw InvalidSetting(
        .malformed, "\(PrintableText.quoted(text)) is no path: it has a control character in it")
    }
    return text
  }

  /// Takes the path of a file on another machine, where no folder is ours.
  package static func pathOnMachine(_ text: String) throws(InvalidSetting) -> String {
    let path = try path(text)
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw InvalidSetting(
        .unusable, "\(PrintableText.quoted(text)) is a path on other machines, so it must begin with '/'")
    }
    return path
  }

  /// Takes a command for the shell: not empty, and without a zero byte.
  package static func command(_ text: String) throws(InvalidSetting) -> String {
    guard text.utf8.contains(where: { $0 > 0x20 }) else {
      throw InvalidSetting(.malformed, "a command is not empty")
    }
    guard !text.utf8.contains(0) else {
      throw InvalidSetting(
        .malformed, "\(PrintableText.quoted(text)) is no command: it has a zero byte in it")
    }
    return text
  }

  /// Takes a mail address: exactly one `@` between two parts without white space or control characters.
  package static func contact(_ text: String) throws(InvalidSetting) -> String {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    let isPlain = text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !PrintableText.isHarmful($0) }
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain else {
      throw InvalidSetting(
        .malformed,
        "\(PrintableText.quoted(text)) is no mail address: use one such as hostmaster@corp.example, without spaces")
    }
    return text
  }

  /// Takes a machine to reach over ssh: `[USER@]HOST[:PORT]`.
  ///
  /// A text that begins with a hyphen would be an option of ssh, so no part may.
  package static func machine(_ text: String) throws(InvalidSetting) -> Machine {
    if let machine = Machine(text) { return machine }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is no machine: use [USER@]HOST[:PORT] with letters, digits, '.', '-' and '_', not "
        + "beginning with '-', an IPv6 address in brackets, and a port from 1 to 65535")
  }

  // MARK: Azure

  /// Takes the identifier of a subscription: 1 to 64 letters, digits and hyphens.
  package static func subscription(_ text: String) throws(InvalidSetting) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    if isPlain, (1...64).contains(text.utf8.count) { return text }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is no subscription: use its identifier, such as "
        + "00000000-0000-0000-0000-000000000000; 'az account show' prints it as id")
  }

  /// Takes the name of a resource group.
  package static func resourceGroup(_ text: String) throws(InvalidSetting) -> String {
    if ResourceID.isPlain(text) { return text }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is no resource group: use 1 to 90 letters, digits, '-', '_', '.', '(' and ')'")
  }

  /// Takes the path of a virtual network.
  package static func virtualNetwork(_ text: String) throws(InvalidSetting) -> ResourceID {
    try resource(text, of: "Microsoft.Network/virtualNetworks", called: "virtual network")
  }

  /// Takes the path of an API Management instance.
  static func service(_ text: String) throws(InvalidSetting) -> ResourceID {
    try resource(text, of: "Microsoft.ApiManagement/service", called: "API Management instance")
  }

  /// Takes the path of a resource of one type.
  private static func resource(
    _ text: String, of type: String, called noun: String
  ) throws(InvalidSetting) -> ResourceID {
    if let resource = ResourceID(text), resource.type.lowercased() == type.lowercased() { return resource }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is no \(noun): use its resource ID, such as /subscriptions/SUBSCRIPTION"
        + "/resourceGroups/GROUP/providers/\(type)/NAME")
  }

  /// Takes the address of a Resource Manager: host, port and path of a server that may get a token.
  package static func endpoint(_ text: String) throws(InvalidSetting) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isLetterOrDigit || "-._~:[]/%".utf8.contains($0) }
    if isPlain, text.hasPrefix("http"), WebAddress(text)?.isSafeForSecrets == true { return text }
    throw InvalidSetting(
      .malformed,
      "\(PrintableText.quoted(text)) is no address of a Resource Manager: use https://HOST[:PORT], or http:// on "
        + "this machine only")
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
