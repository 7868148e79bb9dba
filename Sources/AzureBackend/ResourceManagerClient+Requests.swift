#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Reconciliation

extension ResourceManagerClient {
  /// An answer, and by what support finds it.
  struct Answer: Sendable {
    /// The answer.
    let response: HTTPResponse
    /// The identifier that Microsoft gave the request, else our own.
    let requestID: String
  }

  /// How often a request may meet a token that was good and is no longer.
  private static let mostTokens = 5

  /// Sends a request with a token; one that is refused is renewed, unless it never was good.
  ///
  /// - Parameters:
  ///   - method: the method.
  ///   - url: the absolute address on the endpoint.
  ///   - task: what is asked, for messages.
  ///   - fields: further header fields.
  ///   - content: the JSON to send; empty for none.
  /// - Returns: an answer whose status is not that of a refused token.
  /// - Throws: ``ResourceManagerError`` when none came, or a new token was refused too.
  func send(
    _ method: String, _ url: String, task: String, fields: [HTTPField] = [], content: [UInt8] = []
  ) async throws(ResourceManagerError) -> Answer {
    var refused: AccessToken?
    var tokens = 0
    while true {
      let token = try await token(insteadOf: refused, task)
      let ownID = UUID().uuidString.lowercased()
      var request = HTTPRequest(method: method, url: url, fields: fields, content: content)
      request.fields += [
        HTTPField("Authorization", "Bearer \(token.secret)"), HTTPField("Accept", "application/json"),
        HTTPField("User-Agent", Self.userAgent), HTTPField("x-ms-client-request-id", ownID),
      ]
      if !content.isEmpty { request.fields.append(HTTPField("Content-Type", "application/json")) }
      let answer = try await answer(to: request, hiding: token.secret, ownID, task)
      guard answer.response.status == 401 else {
        token.acceptance.note()
        return answer
      }
      tokens += 1
      guard refused == nil || (token.acceptance.isKnown && tokens < Self.mostTokens) else {
        throw ResourceManagerError(task, answer.response, requestID: answer.requestID)
      }
      refused = token
    }
  }

  /// Reads the content of an answer that must be a success.
  ///
  /// - Parameters:
  ///   - answer: the answer.
  ///   - type: the shape of its content.
  ///   - task: what was asked, for messages.
  /// - Returns: the content.
  /// - Throws: ``ResourceManagerError`` when the answer says no, or something else than expected.
  func decode<Body: Decodable>(
    _ answer: Answer, as type: Body.Type, task: String
  ) throws(ResourceManagerError) -> Body {
    guard answer.response.status == 200 else {
      throw ResourceManagerError(task, answer.response, requestID: answer.requestID)
    }
    do {
      return try JSONDecoder().decode(type, from: Data(answer.response.content))
    } catch {
      throw ResourceManagerError(
        task, reason: "the answer is not what Resource Manager answers: see whether '\(endpoint)' is one")
    }
  }

  /// Gets a token, with the error of a request where there is none.
  private func token(insteadOf refused: AccessToken?, _ task: String) async throws(ResourceManagerError) -> AccessToken
  {
    do throws(BackendError) {
      return try await tokens.token(insteadOf: refused)
    } catch {
      throw ResourceManagerError(task, reason: error.description)
    }
  }

  /// Sends one request.
  private func answer(
    to request: HTTPRequest, hiding secret: String, _ ownID: String, _ task: String
  ) async throws(ResourceManagerError) -> Answer {
    do throws(HTTPClientError) {
      let response = try await sender.send(request).hiding(secret)
      let names = ["x-ms-request-id", "x-ms-correlation-request-id"]
      return Answer(response: response, requestID: names.lazy.compactMap(response.value(of:)).first ?? ownID)
    } catch {
      throw ResourceManagerError(task, reason: error.description)
    }
  }
}
