import DNSModel
import APIManagement

/// The A records as an aligned table with a line for each address.
enum RecordsText {
  static func of(_ records: [EndpointRecord]) -> String {
    let nameWidth = records.map { $0.recordSet.name.text.utf8.count }.max() ?? 0
    let ttlWidth = records.map { $0.recordSet.ttl.description.utf8.count }.max() ?? 0
    var text = ""
    for record in records {
      let set = record.recordSet
      let place = record.region.map { " in \($0)" } ?? ""
      let purpose = "\(record.endpoint.label) of \(record.instance)\(place)"
      for address in set.addresses {
        let name = padded(set.name.text, nameWidth)
        let ttl = padded(set.ttl.description, ttlWidth)
        text += "\(name)  \(ttl)  A  \(padded(address.description, 15))  \(purpose)\n"
      }
    }
    return text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.utf8.count))
  }
}

extension Endpoint {
  /// Its name in text.
  fileprivate var label: String {
    switch self {
    case .gateway: "gateway"
    case .regionalGateway: "regional gateway"
    case .developerPortal: "developer portal"
    case .management: "management API"
    case .scm: "Git repository"
    case .configuration: "configuration endpoint"
    }
  }
}
