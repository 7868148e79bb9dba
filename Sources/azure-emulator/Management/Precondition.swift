/// The condition of a request.
struct Precondition: Sendable {
  /// The required ETag; `*` matches any.
  let ifMatch: String?
  /// Whether the resource must not exist.
  let ifNoneMatch: Bool

  /// Reads `If-Match`, and for PUT also `If-None-Match: *`; Azure ignores other values of the latter.
  init(_ request: HTTPRequest) {
    ifMatch = request.fields["If-Match"]
    ifNoneMatch = request.method == "PUT" && request.fields["If-None-Match"] == "*"
  }

  /// Checks the condition.
  ///
  /// - Parameters:
  ///   - etag: the ETag of the resource; nil if it does not exist.
  ///   - subject: the resource, for the message.
  ///   - changedSubject: the resource in the message about another ETag; nil for the same words.
  /// - Throws: ``ManagementError`` if the condition does not hold.
  func check(_ etag: String?, subject: String, changedSubject: String? = nil) throws(ManagementError) {
    if ifNoneMatch, etag != nil {
      throw .privateDNS(
        412, "PreconditionFailed", "The \(subject) exists already and hence cannot be created again.")
    }
    // Azure's SDK for Python adds quotation marks to the bare GUIDs of zones and record sets.
    let isMet = ifMatch.map { $0 == "*" ? etag != nil : $0 == etag || $0 == etag.map { "\"\($0)\"" } }
    guard isMet == false else { return }
    throw .privateDNS(412, "PreconditionFailed", "The \(changedSubject ?? subject) has been modified (etag mismatch).")
  }
}
