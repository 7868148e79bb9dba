/// One request as it came over the wire, its body whole.
struct HTTPRequest: Sendable {
  /// The method, in the case it was sent in.
  let method: String
  /// The path and query.
  let target: RequestTarget
  /// The header fields.
  let fields: HTTPFields
  /// The body without any transfer coding; empty when there was none.
  let body: [UInt8]
}

/// Header fields in their order, looked up without regard to case.
struct HTTPFields: Sendable {
  /// Names and values as they were sent.
  private var fields: [(name: String, value: String)] = []

  /// The value of the first field of this name.
  subscript(name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name.lowercased() == wanted }?.value
  }

  /// The values of all fields of this name.
  func values(_ name: String) -> [String] {
    let wanted = name.lowercased()
    return fields.filter { $0.name.lowercased() == wanted }.map(\.value)
  }

  /// Puts a field at the end.
  mutating func append(_ name: String, _ value: String) {
    fields.append((name, value))
  }

  /// The fields as they are sent: a line each.
  var lines: String { fields.map { "\($0.name): \($0.value)\r\n" }.joined() }
}
