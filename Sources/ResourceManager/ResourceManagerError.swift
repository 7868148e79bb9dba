import Diagnostics

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why Resource Manager did not do what it was asked.
package struct ResourceManagerError: Error, Sendable, CustomStringConvertible {
  /// The status of the answer; nothing when none came.
  let status: Int?
  /// Azure's own code, such as `PreconditionFailed`.
  let code: String?
  /// What was asked and what came of it, in one sentence without a full stop.
  package let description: String
  /// Why no answer came, where none did.
  package let underlyingError: (any Error)?

  /// Whether somebody changed the resource first.
  package var isPreconditionFailed: Bool { status == 412 || code == "PreconditionFailed" }
  /// Whether there is no such resource.
  package var isNotFound: Bool { status == 404 }
  /// What to do where the client has no right to something.
  private static func roleAdvice(_ task: String) -> String {
    let roles =
      if task.contains("Microsoft.ApiManagement") {
        "Reader"
      } else if task.contains("/virtualNetworkLinks/") {
        "Private DNS Zone Contributor, and for the virtual network Network Contributor"
      } else {
        "Private DNS Zone Contributor"
      }
    return ". Assign the client a role such as \(roles); 'apim-dns auth' shows which client it is."
  }

  /// Makes the error of a request without an answer that can be used.
  ///
  /// - Parameters:
  ///   - task: what was asked, such as `read privateDnsZones`.
  ///   - reason: what came of it.
  ///   - underlyingError: why no answer came.
  package init(_ task: String, reason: String, because underlyingError: (any Error)? = nil) {
    self.underlyingError = underlyingError
    status = nil
    code = nil
    description = "cannot \(task) in Azure: \(reason)"
  }

  /// Makes the error of an answer that says no.
  ///
  /// - Parameters:
  ///   - task: what was asked, such as `write privateDnsZones/a.example/A/@`.
  ///   - status: the status of the answer; nothing where an operation failed after it was accepted.
  ///   - detail: Azure's own words.
  ///   - requestID: by what Microsoft's support finds the request.
  init(_ task: String, status: Int?, _ detail: WireError.Detail?, requestID: String) {
    self.status = status
    underlyingError = nil
    let code = detail?.code.map { redacted(PrintableText.firstLine($0)) }
    self.code = code
    let message = redacted(PrintableText.firstLine(detail?.message ?? ""))
    let status = status.map { code == nil ? "status \($0)" : " (\($0))" } ?? ""
    let words = [(code ?? "") + status, message].filter { !$0.isEmpty }
    description =
      "Azure refused to \(task): \(words.joined(separator: ": ")) (request ID \(redacted(requestID)))"
      + (self.status == 403 ? Self.roleAdvice(task) : "")
  }

  /// Reads the error out of an answer.
  init(_ task: String, _ response: HTTPResponse, requestID: String) {
    let detail = (try? JSONDecoder().decode(WireError.self, from: Data(response.content)))?.detail
    self.init(task, status: response.status, detail, requestID: requestID)
  }
}
