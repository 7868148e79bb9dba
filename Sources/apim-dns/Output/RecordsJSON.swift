import DNSModel
import APIManagement

/// The output of `records --format json`, version 1.
struct RecordsJSON: Encodable {
  /// One hostname with its addresses.
  struct Record: Encodable {
    let name: String
    let ttl: UInt32
    let addresses: [String]
    let endpoint: String
    let instance: String
    let region: String?
  }

  let version = 1
  let records: [Record]

  init(_ records: [EndpointRecord]) {
    self.records = records.map { record in
      Record(
        name: record.recordSet.name.text, ttl: record.recordSet.ttl.seconds,
        addresses: record.recordSet.addresses.map(\.description), endpoint: record.endpoint.rawValue,
        instance: record.instance.text, region: record.region?.name)
    }
  }
}
