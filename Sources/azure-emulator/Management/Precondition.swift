/// What a request demands of the resource that it would change.
struct Precondition: Sendable {
  /// The ETag that the resource must have; `*` is any.
  let ifMatch: String?
  /// Whether there must be no such resource yet.
  let ifNoneMatch: Bool

  /// Reads `If-Match` and, on PUT alone, `If-None-Match: *`; other values of the latter are ignored.
  init(_ request: HTTPRequest) {
    ifMatch = request.fields["If-Match"]
    ifNoneMatch = request.method == "PUT" && request.fields["If-None-Match"] == "*"
  }

  /// Holds the demand against the resource as it is.
  ///
  /// - Parameters:
  ///   - etag: the resource's ETag; none when it is not there.
  ///   - subject: the resource, for the message.
  /// - Throws: ``ManagementError`` when the demand is not met.
  func check(_ etag: String?, subject: String) throws(ManagementError) {
    if ifNoneMatch, etag != nil {
      throw .privateDNS(
        412, "PreconditionFailed", "The \(subject) exists already and hence cannot be created again.")
    }
    // Azure's own SDK for Python puts quotation marks around the bare GUIDs of zones and record sets.
    let isMet = ifMatch.map { $0 == "*" ? etag != nil : $0 == etag || $0 == etag.map { "\"\($0)\"" } }
    guard isMet == false else { return }
    throw .privateDNS(412, "PreconditionFailed", "The \(subject) has been modified (etag mismatch).")
  }
}
