import DNSModel
import Reconciliation

/// The include file `named.conf.apim-dns`, which configures each managed zone in named.
///
/// The paths of the zone files are absolute, so the include file works from any named.conf and any working directory.
struct IncludeFile {
  /// The file's name in the directory of the zone files.
  static let name = "named.conf.apim-dns"

  /// Renders the include file.
  ///
  /// - Parameters:
  ///   - zones: the zones in canonical order.
  ///   - catalog: the name of the catalog zone, if one of the zones is it.
  ///   - directory: the absolute path of the directory of the zone files.
  ///   - mark: the owner mark for line 1.
  /// - Returns: the bytes of the file.
  /// - Throws: ``BackendError`` if named.conf cannot express the path of the directory.
  static func bytes(
    for zones: [Zone], catalog: DomainName?, in directory: String, mark: OwnerMark
  ) throws(BackendError) -> [UInt8] {
    var text = "\(mark.line)\n// managed: edits are lost\n"
    text += "// in named.conf: include \(try quoted("\(directory)/\(name)"));\n"
    if let policy = zones.first(where: \.origin.isPolicyZone) {
      let policyZone = "{ zone \"\(policy.origin)\"; }"
      text += "// and in its options: response-policy \(policyZone) qname-wait-recurse no break-dnssec yes;\n"
    }
    if let catalog, zones.contains(where: { $0.origin == catalog }) {
      let primaries = "primaries { ADDRESS-OF-THIS-SERVER; };"
      text += "// and in its options: allow-transfer { ADDRESSES-OF-SECONDARIES; }; "
      text += "also-notify { ADDRESSES-OF-SECONDARIES; };\n"
      text += "// on secondaries: zone \"\(catalog)\" { type secondary; \(primaries) };\n"
      text += "// and in their options: catalog-zones { zone \"\(catalog)\" default-\(primaries) };\n"
    }
    for zone in zones {
      let file = try quoted("\(directory)/\(zone.fileName)")
      let checks = zone.hasUnderscore ? " check-names ignore;" : ""
      text += "zone \"\(zone.origin)\" { type primary; file \(file);\(checks) };\n"
    }
    return Array(text.utf8)
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
  /// The text that named appends to the name of a zone file for its journal.
  static let journalEnding = ".jnl"
  /// The length of the longest zone name that fits into a file name of 255 bytes.
  static let longestZoneName = 255 - ending.utf8.count
}
