/// A request that is answered with an error, in one of the two shapes that Azure has for it.
struct ManagementError: Error, Sendable, CustomStringConvertible {
  /// Who refuses, which decides the shape of the body.
  enum Origin: Hashable, Sendable {
    /// Resource Manager itself: `{"error": {"code", "message"}}`.
    case resourceManager
    /// Private DNS: `{"code", "message"}`.
    case privateDNS
  }

  /// The status of the answer.
  let status: Int
  /// The code in the body.
  let code: String
  /// The message in the body.
  let description: String
  /// Who refuses.
  let origin: Origin

  /// Makes an error of Resource Manager.
  static func resourceManager(_ status: Int, _ code: String, _ message: String) -> ManagementError {
    ManagementError(status: status, code: code, description: message, origin: .resourceManager)
  }

  /// Makes an error of private DNS.
  static func privateDNS(_ status: Int, _ code: String, _ message: String) -> ManagementError {
    ManagementError(status: status, code: code, description: message, origin: .privateDNS)
  }

  /// Says that a value in a record set is wrong.
  static func badRequest(_ message: String) -> ManagementError { privateDNS(400, "BadRequest", message) }

  /// Says that a zone, or something in it, is not there.
  static func notFound(_ zone: ZoneID, nested: String = "") -> ManagementError {
    resourceManager(
      404, "ResourceNotFound",
      "The Resource '\(zone.type)/\(zone.name)\(nested)' under resource group '\(zone.resourceGroup)' was not found. "
        + "For more details please go to https://aka.ms/ARMResourceNotFoundFix")
  }

  /// Says that the zone of a link or record set is not there.
  static func parentNotFound(_ zone: ZoneID) -> ManagementError {
    resourceManager(
      404, "ParentResourceNotFound",
      "Can not perform requested operation on nested resource. Parent resource '\(zone.name)' not found.")
  }

  /// Says that a resource does not know a method.
  static func method(_ method: String) -> ManagementError {
    resourceManager(405, "MethodNotAllowed", "The method \(method) is not known for this resource.")
  }

  /// The error as the body of an operation's status has it.
  var body: ErrorBody { ErrorBody(code: code, message: description) }

  /// The answer to the request.
  var response: HTTPResponse {
    switch origin {
    case .resourceManager:
      var response = HTTPResponse.json(status, WrappedErrorBody(error: body), escapingSlashes: false)
      response.fields.append("x-ms-failure-cause", "gateway")
      return response
    case .privateDNS: return .json(status, body)
    }
  }
}

/// Code and message of an error.
struct ErrorBody: Encodable, Sendable {
  /// One word for programs.
  let code: String
  /// A sentence for people.
  let message: String
}

/// An error with Resource Manager's wrapper around it.
struct WrappedErrorBody: Encodable, Sendable {
  /// The error.
  let error: ErrorBody
}
