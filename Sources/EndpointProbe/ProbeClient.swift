/// Connects to servers for probes.
///
/// This module reaches the network only through it.
package protocol ProbeClient: Sendable {
  /// Connects once to the target's address, with its name as the server name.
  ///
  /// - Parameters:
  ///   - target: where to connect, and what to ask for.
  ///   - step: what to check.
  /// - Returns: how far the connection got.
  /// - Throws: ``ProbeError`` if nothing can be said about the target.
  func connect(to target: ProbeTarget, _ step: ProbeStep) async throws(ProbeError) -> ProbeAttempt
}

/// What one connection of a probe checks.
package enum ProbeStep: Hashable, Sendable {
  /// The whole certificate, and then the response to one request.
  case request
  /// Only whether the certificate is trusted.
  case trust
  /// Only whether the certificate covers the name.
  case name

  /// Whether a certificate that is not trusted ends the connection.
  package var checksTrust: Bool { self != .name }
  /// Whether a certificate of another name ends the connection.
  package var checksName: Bool { self != .trust }
}

/// How far one connection got.
package struct ProbeAttempt: Hashable, Sendable {
  /// The last part that was done.
  package enum Progress: Hashable, Sendable {
    case nothing, connected, secured
  }

  /// How the connection ended.
  package enum End: Hashable, Sendable {
    /// The step is done; after a request, with the status of the response.
    case done(status: Int?)
    /// The server's certificate did not pass.
    case certificateRefused
    /// The machine refused the connection.
    case refused
    /// The network has no route to the address.
    case unreachable
    /// The time was over.
    case timedOut
    /// Anything else, such as a connection that the server closed.
    case failed
  }

  /// The last part that was done.
  package let progress: Progress
  /// How the connection ended.
  package let end: End
  /// What the library or the system says about the end; may contain text of the server.
  package let words: String
  /// The server's own certificate in PEM; nil if it is not known.
  package let certificate: String?
  /// Whether the certificate was refused only because of its dates, or those of its chain.
  package let isOnlyOutdated: Bool

  /// Describes an attempt, such as one of a test.
  package init(
    _ progress: Progress, _ end: End, words: String = "", certificate: String? = nil, isOnlyOutdated: Bool = false
  ) {
    self.progress = progress
    self.end = end
    self.words = words
    self.certificate = certificate
    self.isOnlyOutdated = isOnlyOutdated
  }
}

/// Why nothing can be said about a target.
package struct ProbeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The message.
  package let description: String

  /// Stores the message.
  package init(_ description: String) {
    self.description = description
  }
}
