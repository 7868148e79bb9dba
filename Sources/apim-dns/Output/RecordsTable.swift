import APIManagement
import DNSModel

/// The A records as a table for other programs, a row for each address.
///
/// Names, addresses and words are letters, digits, dots, hyphens and underscores, so no cell needs quoting in any format.
struct RecordsTable {
  /// What the columns are called.
  static let columns = ["name", "ttl", "type", "address", "endpoint", "instance", "region"]

  /// The cells, row by row.
  private let rows: [[String]]

  /// Takes the records in their order.
  init(_ records: [EndpointRecord]) {
    rows = records.flatMap { record in
      let set = record.recordSet
      return set.addresses.map { address in
        [
          set.name.text, set.ttl.description, "A", address.description, record.endpoint.rawValue, record.instance.text,
          record.region.name,
        ]
      }
    }
  }

  /// Comma-separated values with a header line ([RFC 4180 §2](https://www.rfc-editor.org/rfc/rfc4180#section-2)), but
  /// lines end with a line feed alone, as in all other output.
  var csv: String {
    ([Self.columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// A table of GitHub's Markdown ([GFM §4.10](https://github.github.com/gfm/#tables-extension-)).
  var markdown: String {
    let rule = Self.columns.map { $0 == "ttl" ? "---:" : "---" }
    return ([Self.columns, rule] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }
}
