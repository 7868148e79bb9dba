/// An HTTP request with its complete body.
struct HTTPRequest: Sendable {
  /// The method as sent.
  let method: String
  /// The path and query.
  let target: RequestTarget
  let fields: HTTPFields
  /// The decoded body; empty for none.
  let body: [UInt8]
}

/// Header fields in order; names are case-insensitive.
struct HTTPFields: Sendable {
  private var fields: [(name: String, value: String)] = []

  /// The value of the first field with a name.
  subscript(name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name.lowercased() == wanted }?.value
  }

  /// The values of all fields with a name.
  func values(_ name: String) -> [String] {
    let wanted = name.lowercased()
    return fields.filter { $0.name.lowercased() == wanted }.map(\.value)
  }

  mutating func append(_ name: String, _ value: String) {
    fields.append((name, value))
  }

  /// The fields in wire format, one on each line.
  var lines: String { fields.map { "\($0.name): \($0.value)\r\n" }.joined() }
}
