import Diagnostics

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
  /// Whether the result of the request is not known: there was no response, or none about the end of the operation.
  package var hasNoResult: Bool { status == nil && code == nil }
  /// Whether the resource does not exist.
  package var isNotFound: Bool { status == 404 }
  /// The roles that allow a task.
  private static func roles(for task: String) -> String {
    if task.contains("Microsoft.ApiManagement") {
      "Reader"
    } else if task.contains("/virtualNetworkLinks/") {
      "Private DNS Zone Contributor, and for the virtual network Network Contributor"
    } else {
      "Private DNS Zone Contributor"
    }
  }

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

  /// Describes an error response.
  ///
  /// - Parameters:
  ///   - task: what was requested, such as `write privateDnsZones/a.example/A/@`.
  ///   - status: the status code; nil if an operation failed after it was accepted.
  ///   - detail: Azure's error code and message.
  ///   - requestID: the request ID, by which Microsoft support finds the request.
  init(_ task: String, status: Int?, _ detail: WireError.Detail?, requestID: String) {
    self.status = status
    underlyingError = nil
    let code = detail?.code.map { redacted(PrintableText.firstLine($0)) }
    self.code = code
    let message = redacted(PrintableText.firstLine(detail?.message ?? ""))
    let statusText = status.map { code == nil ? "status \($0)" : " (\($0))" } ?? ""
    let reason = [(code ?? "") + statusText, message].filter { !$0.isEmpty }.joined(separator: ": ")
    let (id, roles) = (redacted(requestID), Self.roles(for: task))
    description =
      status == 403
      ? "Azure refused to \(task): \(reason) (request ID \(id)). Assign the client a role such as "
        + "\(roles). Run 'apim-dns auth' to see which client it is."
      : "Azure refused to \(task): \(reason) (request ID \(id))"
  }

  /// Decodes an error response.
  init(_ task: String, _ response: HTTPResponse, requestID: String) {
    let detail = (try? JSONDecoder().decode(WireError.self, from: Data(response.content)))?.detail
    self.init(task, status: response.status, detail, requestID: requestID)
  }
}
