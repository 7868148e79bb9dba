import DNSModel
import Reconciliation

/// `named.conf.apim-dns`, which named.conf includes: it tells named of each of our zones.
///
/// The path of each zone's file is absolute, so that it does not matter what includes the file or where named runs.
struct IncludeFile {
  /// The file's name in the directory of the zone files.
  static let name = "named.conf.apim-dns"

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - zones: the zones in canonical order.
  ///   - catalog: which of them is the catalog.
  ///   - directory: the absolute path of the directory in which their files are.
  ///   - mark: line 1.
  /// - Returns: the bytes of the file.
  /// - Throws: ``BackendError`` when the directory's path cannot be written in named.conf.
  static func bytes(
    for zones: [Zone], catalog: DomainName?, in directory: String, mark: ZoneFileMark
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

  /// Writes a path between quotes.
  ///
  /// named takes `\"` for a quote and every other backslash for itself, so a backslash before a quote cannot be written.
  private static func quoted(_ path: String) throws(BackendError) -> String {
    var text = "\""
    var before: Unicode.Scalar = " "
    for scalar in path.unicodeScalars {
      guard scalar.value >= 0x20, scalar.value != 0x7F, before != "\\" || scalar != "\"" else {
        throw BackendError(
          .badSettings,
          "the directory of the zone files has a control character or '\\\"' in its path, which named.conf cannot hold: "
            + "choose another directory")
      }
      if scalar == "\"" { text.unicodeScalars.append("\\") }
      text.unicodeScalars.append(scalar)
      before = scalar
    }
    return text + "\""
  }
}

extension Zone {
  /// The name of the zone's file.
  var fileName: String { origin.text + ZoneFileName.ending }

  /// Whether a name in the zone has an underscore, for which named refuses a primary zone that it is not told to take.
  fileprivate var hasUnderscore: Bool {
    recordSets.contains { $0.name.hasUnderscore }
  }
}

extension DomainName {
  /// Whether the name has an underscore, which the name of a host cannot have
  /// ([RFC 1123 §2.1](https://www.rfc-editor.org/rfc/rfc1123#section-2.1)).
  var hasUnderscore: Bool {
    let bytes = text.utf8.span
    return bytes.indices.contains { bytes[$0] == UInt8(ascii: "_") }
  }
}

/// How the files of zones are called.
enum ZoneFileName {
  /// What follows the zone's name.
  static let ending = ".zone"
  /// What named puts behind the file's name for its journal of a dynamic zone.
  static let journalEnding = ".jnl"
  /// The longest zone name for which there can be a file: file systems take 255 bytes.
  static let longestZoneName = 255 - ending.utf8.count
}
