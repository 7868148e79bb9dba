import FoundationEssentials

extension HTTPResponse {
  /// Makes an answer with a JSON body.
  ///
  /// - Parameters:
  ///   - status: the status code.
  ///   - value: what the body says.
  ///   - etag: the value of the header field `ETag`, as it is.
  ///   - escapingSlashes: whether slashes are escaped, as private DNS does and Resource Manager's own errors do not.
  /// - Returns: the answer.
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
      response.body = Array(#"{"error":{"code":"InternalServerError","message":"The answer is no JSON."}}"#.utf8)
    }
    return response
  }
}

extension HTTPRequest {
  /// Reads the JSON body.
  ///
  /// - Parameter type: what it should say.
  /// - Returns: what it says.
  /// - Throws: ``ManagementError`` when it is no JSON or says something else.
  func json<Value: Decodable>(_ type: Value.Type) throws(ManagementError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(body))
    } catch {
      let sentence = (error as? DecodingError)?.sentence ?? "\(error)"
      throw .resourceManager(
        400, "InvalidRequestContent", "The request content was invalid and could not be deserialized: '\(sentence)'.")
    }
  }
}

/// An object without anything in it, which Azure answers with where it has nothing to say.
struct EmptyBody: Encodable, Sendable {}
