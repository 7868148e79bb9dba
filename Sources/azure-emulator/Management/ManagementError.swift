/// An error response, in one of Azure's two formats.
struct ManagementError: Error, Sendable, CustomStringConvertible {
  /// The origin of an error, which decides its format.
  enum Origin: Hashable, Sendable {
    /// Resource Manager: `{"error": {"code", "message"}}`.
    case resourceManager
    /// Private DNS: `{"code", "message"}`.
    case privateDNS
  }

  let status: Int
  /// The error code.
  let code: String
  /// The message.
  let description: String
  let origin: Origin

  static func resourceManager(_ status: Int, _ code: String, _ message: String) -> ManagementError {
    ManagementError(status: status, code: code, description: message, origin: .resourceManager)
  }

  static func privateDNS(_ status: Int, _ code: String, _ message: String) -> ManagementError {
    ManagementError(status: status, code: code, description: message, origin: .privateDNS)
  }

  /// A value of a record set or link is not valid.
  static func badRequest(_ message: String) -> ManagementError { privateDNS(400, "BadRequest", message) }

  /// Another resource conflicts with a change.
  static func conflict(_ message: String) -> ManagementError { privateDNS(409, "Conflict", message) }

  /// A zone or a resource in it does not exist.
  static func notFound(_ zone: ZoneID, nested: String = "") -> ManagementError {
    resourceManager(
      404, "ResourceNotFound",
      "The Resource '\(zone.type)/\(zone.name)\(nested)' under resource group '\(zone.resourceGroup)' was not found. "
        + "For more details please go to https://aka.ms/ARMResourceNotFoundFix")
  }

  /// The zone of a link or record set does not exist.
  static func parentNotFound(_ zone: ZoneID) -> ManagementError {
    resourceManager(
      404, "ParentResourceNotFound",
      "Can not perform requested operation on nested resource. Parent resource '\(zone.name)' not found.")
  }

  /// A resource does not support a method.
  static func method(_ method: String) -> ManagementError {
    resourceManager(405, "MethodNotAllowed", "The method \(method) is not known for this resource.")
  }

  /// The error in the status of an operation.
  var body: ErrorBody { ErrorBody(code: code, message: description) }

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

/// The code and message of an error.
struct ErrorBody: Encodable, Sendable {
  let code: String
  let message: String
}

/// An error in the format of Resource Manager.
struct WrappedErrorBody: Encodable, Sendable {
  let error: ErrorBody
}
