import APIManagement
import DNSModel

/// The A records as a table with a row for each address.
///
/// Cells contain only letters, digits, dots, hyphens and underscores, so they need no quoting in any format.
struct RecordsTable {
  /// The names of the columns.
  static let columns = ["name", "ttl", "type", "address", "endpoint", "instance", "region"]

  private let rows: [[String]]

  init(_ records: [EndpointRecord]) {
    rows = records.flatMap { record in
      let set = record.recordSet
      return set.addresses.map { address in
        [
          set.name.text, set.ttl.description, "A", address.description, record.endpoint.rawValue, record.instance.text,
          record.region?.name ?? "",
        ]
      }
    }
  }

  /// Comma-separated values with a header line ([RFC 4180 §2](https://www.rfc-editor.org/rfc/rfc4180#section-2)), but
  /// lines end with a line feed only, as in all other output.
  var csv: String {
    ([Self.columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// A table of GitHub's Markdown ([GFM §4.10](https://github.github.com/gfm/#tables-extension-)).
  var markdown: String {
    let rule = Self.columns.map { $0 == "ttl" ? "---:" : "---" }
    return ([Self.columns, rule] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }
}
