import DNSModel
import Reconciliation

/// The include file `named.conf.apim-dns`, which configures each managed zone in named.
///
/// The paths of the zone files are absolute, so the include file works from any named.conf and any working directory. Each zone
/// statement sets what the zone needs, so it loads whatever the options of the server say.
struct IncludeFile {
  /// The file's name in the directory of the zone files.
  static let name = "named.conf.apim-dns"

  /// The zones in canonical order.
  let zones: [Zone]
  /// The name of the catalog zone, if one of the zones is it.
  let catalog: DomainName?
  /// The absolute path of the directory of the zone files, as the name server sees it.
  let directory: String
  /// The oldest version of BIND that reads the file.
  let version: BINDVersion
  /// Statements to add to each zone; one with the name of ours replaces it.
  let options: [ZoneOption]

  /// Renders the include file.
  ///
  /// - Parameter mark: the owner mark for line 1.
  /// - Returns: the bytes of the file.
  /// - Throws: ``BackendError`` if named.conf cannot express the path of the directory.
  func bytes(mark: OwnerMark) throws(BackendError) -> [UInt8] {
    var text = "\(mark.line)\n// managed: edits are lost\n"
    text += "// in named.conf: include \(try Self.quoted("\(directory)/\(Self.name)"));\n"
    if zones.isEmpty { text += "// no zones: delete this file when named.conf no longer includes it\n" }
    let (secondary, primaries) =
      version == .v9x11
      ? ("slave", "masters { ADDRESS-OF-THIS-SERVER; }") : ("secondary", "primaries { ADDRESS-OF-THIS-SERVER; }")
    for policy in zones.filter(\.isPolicy).map(\.origin) {
      text += "// and in its options: response-policy { zone \"\(policy)\"; } qname-wait-recurse no break-dnssec yes;\n"
      text += "// if a response-policy stands there already: add zone \"\(policy)\"; to its zones\n"
      text += "// in a named.conf with views: the include and the response-policy in each view\n"
      text += "// on secondaries, also those of a catalog: zone \"\(policy)\" { type \(secondary); \(primaries); }; "
      text += "and the same response-policy\n"
    }
    if let catalog, zones.contains(where: { $0.origin == catalog }) {
      text += "// and in its options: allow-transfer { ADDRESSES-OF-SECONDARIES; }; "
      text += "also-notify { ADDRESSES-OF-SECONDARIES; };\n"
      text += "// on secondaries: zone \"\(catalog)\" { type \(secondary); \(primaries); };\n"
      text += "// and in their options: catalog-zones { zone \"\(catalog)\" default-\(primaries); };\n"
    }
    for zone in zones { text += try statement(of: zone) }
    return Array(text.utf8)
  }

  /// What the file says, as a plan shows it: the zones, and what is the same for each.
  var summary: [String] {
    zones.map { "zone \($0.origin)" } + options.map { "statement \($0.text)" }
  }

  /// The zone statement on one line.
  private func statement(of zone: Zone) throws(BackendError) -> String {
    var parts = [
      "type \(version == .v9x11 ? "master" : "primary")", "file \(try Self.quoted("\(directory)/\(zone.fileName)"))",
    ]
    var needed = [
      "masterfile-format text", "allow-update { none; }", "ixfr-from-differences no",
      // 9.18.49 knows 'unlimited', but its named-checkconf -z ends with a failed assertion.
      version == .v9x20 ? nil : "max-zone-ttl 2147483647",
      version == .v9x11 ? nil : "dnssec-policy none",
    ].compactMap(\.self)
    if zone.hasUnderscore { needed.append("check-names ignore") }
    parts += needed.filter { statement in !options.contains { statement.hasPrefix("\($0.name) ") } }
    return "zone \"\(zone.origin)\" { \((parts + options.map(\.text)).joined(separator: "; ")); };\n"
  }

  /// Whether an include file has a zone.
  static func lists(_ origin: DomainName, in bytes: [UInt8]) -> Bool {
    let statement = Array("zone \"\(origin)\" {".utf8)
    return bytes.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: statement) }
  }

  /// The path in quotes.
  ///
  /// named reads `\"` as a quote and any other backslash literally, so it cannot read a path with a backslash before a quote.
  private static func quoted(_ path: String) throws(BackendError) -> String {
    var text = "\""
    var previous: Unicode.Scalar = " "
    for scalar in path.unicodeScalars {
      guard scalar.value >= 0x20, scalar.value != 0x7F, previous != "\\" || scalar != "\"" else {
        throw BackendError(
          .badSettings,
          "the path of the zone file directory contains a control character or '\\\"', which named.conf cannot express. "
            + "Choose another directory.")
      }
      if scalar == "\"" { text.unicodeScalars.append("\\") }
      text.unicodeScalars.append(scalar)
      previous = scalar
    }
    return text + "\""
  }
}

extension Zone {
  /// The name of the zone file.
  var fileName: String { origin.text + ZoneFileName.ending }

  /// Whether a name in the zone has an underscore, which named rejects in a primary zone unless `check-names` allows it.
  fileprivate var hasUnderscore: Bool {
    recordSets.contains { $0.name.hasUnderscore }
  }
}

extension DomainName {
  /// Whether the name has an underscore, which a hostname cannot have
  /// ([RFC 1123 §2.1](https://www.rfc-editor.org/rfc/rfc1123#section-2.1)).
  var hasUnderscore: Bool {
    let bytes = text.utf8.span
    return bytes.indices.contains { bytes[$0] == UInt8(ascii: "_") }
  }
}

/// The naming scheme of zone files.
enum ZoneFileName {
  /// The text after the zone's name.
  static let ending = ".zone"
  /// The length of the longest zone name that fits into a file name of 255 bytes.
  static let longestZoneName = 255 - ending.utf8.count
}
