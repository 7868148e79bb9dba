#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why a request to Resource Manager failed.
package struct ResourceManagerError: Error, Sendable, CustomStringConvertible {
  /// The status code of the response; nil if there was none.
  let status: Int?
  /// Azure's error code, such as `PreconditionFailed`.
  let code: String?
  /// The message: what was requested, why it failed, and the fix if there is one.
  package let description: String
  /// Why there was no response.
  package let underlyingError: (any Error)?

  /// Whether someone else changed the resource first.
  package var isPreconditionFailed: Bool { status == 412 || code == "PreconditionFailed" }
  /// Whether the client has no permission.
  package var isForbidden: Bool { status == 403 }
  /// Whether the request was not sent, because the run was interrupted.
  package var isNotSent: Bool { (underlyingError as? HTTPClientError)?.code == .notSent }
  /// Whether the run ended before there was a response.
  package var isCancelled: Bool { (underlyingError as? HTTPClientError)?.code == .cancelled }
  /// Whether the write may be done all the same: no response arrived, or none said how its operation ended.
  package private(set) var hasUnknownResult = false
  /// Whether Azure does not know the resource above, which may have been created just before.
  package var isParentNotFound: Bool { code == "ParentResourceNotFound" }
  /// Whether Azure knows resources below, which may have been deleted just before.
  package var hasNestedResources: Bool { code == "CannotDeleteResource" }
  /// Whether the resource does not exist.
  package var isNotFound: Bool { status == 404 }

  /// Describes a request without a usable response.
  ///
  /// - Parameters:
  ///   - task: what was requested, such as `read privateDnsZones`.
  ///   - reason: why it failed.
  ///   - underlyingError: why there was no response.
  package init(_ task: String, reason: String, because underlyingError: (any Error)? = nil) {
    self.underlyingError = underlyingError
    status = nil
    code = nil
    description = "cannot \(task) in Azure: \(reason)"
  }

  /// The error of a write that may be done all the same.
  func withUnknownResult() -> ResourceManagerError {
    var error = self
    error.hasUnknownResult = true
    return error
  }

  /// Describes an error response.
  ///
  /// - Parameters:
  ///   - task: what was requested, such as `write privateDnsZones/a.example/A/@`.
  ///   - response: the response, whose request ID Microsoft support can find.
  init(_ task: String, _ response: ResourceManagerClient.Response) {
    let detail = (try? JSONDecoder().decode(WireError.self, from: Data(response.http.content)))?.detail
    self.init(task, status: response.http.status, detail, response)
  }

  /// Describes an operation that failed after it was accepted.
  ///
  /// - Parameters:
  ///   - task: what was requested.
  ///   - detail: Azure's error code and message.
  ///   - response: the response that says so.
  init(_ task: String, operation detail: WireError.Detail, of response: ResourceManagerClient.Response) {
    self.init(task, status: nil, detail, response)
  }

  private init(_ task: String, status: Int?, _ detail: WireError.Detail?, _ response: ResourceManagerClient.Response) {
    self.status = status
    underlyingError = nil
    let refusal = Refusal(task: task, status: status, detail, response)
    code = refusal.code
    description = refusal.description
  }
}
