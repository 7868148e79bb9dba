@testable import ZoneFileBackend

/// Reads a file, and renders each record on a line after its origin.
func copied(_ bytes: [UInt8], zone: [UInt8]) throws -> [UInt8] {
  var reader = ZoneFileRecordReader(bytes, zone: zone)
  var text: [UInt8] = []
  while let head = try reader.next() {
    let record = try ResourceRecord(head, from: &reader)
    text += "$ORIGIN ".utf8 + record.origin + "\n".utf8 + record.line + "\n".utf8
  }
  return text
}
