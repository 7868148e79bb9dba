import FoundationEssentials

extension HTTPResponse {
  /// Creates a response with a JSON body.
  ///
  /// - Parameters:
  ///   - status: the status code.
  ///   - value: the body.
  ///   - etag: the value of the field `ETag`.
  ///   - escapingSlashes: whether slashes are escaped, as in responses of private DNS, but not in errors of Resource Manager.
  /// - Returns: the response.
  static func json(_ status: Int, _ value: some Encodable, etag: String? = nil, escapingSlashes: Bool = true)
    -> HTTPResponse
  {
    var response = HTTPResponse(status: status)
    response.fields.append("Content-Type", "application/json; charset=utf-8")
    if let etag { response.fields.append("ETag", etag) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = escapingSlashes ? .sortedKeys : [.sortedKeys, .withoutEscapingSlashes]
    do {
      response.body = Array(try encoder.encode(value))
    } catch {
      response.status = 500
      response.body = Array(
        #"{"error":{"code":"InternalServerError","message":"The response cannot be encoded as JSON."}}"#.utf8)
    }
    return response
  }
}

extension HTTPRequest {
  /// Decodes the JSON body.
  ///
  /// - Parameter type: its type.
  /// - Returns: the body.
  /// - Throws: ``ManagementError`` if it cannot be decoded.
  func json<Value: Decodable>(_ type: Value.Type) throws(ManagementError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch {
      let message = (error as? DecodingError)?.message ?? "\(error)"
      throw .resourceManager(
        400, "InvalidRequestContent", "The request content was invalid and could not be deserialized: '\(message)'.")
    }
  }
}

/// The empty object that Azure returns when an operation is accepted, and as the result of a deletion.
struct EmptyBody: Encodable, Sendable {}
