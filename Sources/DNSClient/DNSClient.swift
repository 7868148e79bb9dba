public import DNSModel

/// Queries one name server over UDP, and over TCP if the answer is truncated
/// ([RFC 7766 §5](https://www.rfc-editor.org/rfc/rfc7766#section-5)).
public struct DNSClient: Sendable {
  /// The server to query.
  public let server: NameServer
  /// How long each query waits for its answer, in milliseconds.
  private let timeout: Int
  private let tries: Int

  /// Makes a client of one server.
  ///
  /// - Parameters:
  ///   - server: the server's address and port.
  ///   - timeout: how long each query waits for its answer, in milliseconds.
  ///   - tries: how many times a query without an answer is sent.
  public init(_ server: NameServer, timeout: Int = 2_000, tries: Int = 3) {
    self.server = server
    self.timeout = timeout
    self.tries = tries
  }

  /// Queries the serial number of a zone.
  ///
  /// - Parameter zone: the name of the zone.
  /// - Returns: the serial of its SOA record; nil if the server does not have the zone.
  /// - Throws: ``DNSClientError`` if no usable answer arrives.
  public func serial(of zone: DomainName) throws(DNSClientError) -> UInt32? {
    let question = Question(zone, .soa)
    let message = try ask(question)
    switch message.responseCode {
    case .noError: break
    case .nameError: return nil
    default: throw refusal(message.responseCode, of: question)
    }
    for record in message.answers where record.name == zone.text && record.class == 1 {
      guard case .soa(let serial) = record.data else { continue }
      // The serial in a cache may be out of date.
      guard message.isAuthoritative else {
        throw DNSClientError(.refused, "\(server) is not authoritative for \(zone)")
      }
      return serial
    }
    return nil
  }

  /// Sends a query until an answer arrives, whatever its response code.
  func ask(_ question: Question) throws(DNSClientError) -> DNSMessageReader.Message {
    var last = DNSClientError(.noAnswer, "\(server) did not answer")
    for _ in 0..<tries {
      do throws(DNSClientError) {
        let message = try exchange(question, isExtended: true)
        // A server without EDNS does not understand a query with an OPT record
        // ([RFC 6891 §7](https://www.rfc-editor.org/rfc/rfc6891#section-7)).
        let isUnderstood = ![.formatError, .notImplemented].contains(message.responseCode)
        return isUnderstood ? message : try exchange(question, isExtended: false)
      } catch {
        guard error.code == .noAnswer else { throw error }
        last = error
      }
    }
    throw last
  }

  private static let logFix = "Look into the name server's log."

  /// The error for a response code other than NOERROR and NXDOMAIN.
  func refusal(_ code: ResponseCode, of question: Question) -> DNSClientError {
    switch code {
    case .refused: DNSClientError(.notServed, "\(server) refused the query for \(question.name)")
    case .serverFailure:
      DNSClientError(
        .refused,
        "\(server) answered SERVFAIL for \(question.name): the zone may have failed to load, or DNSSEC validation may "
          + "have failed",
        fix:
          "\(Self.logFix) If it validates and forwards to your servers, set validate-except (BIND) or domain-insecure "
          + "(Unbound) for the name.")
    default: DNSClientError(.refused, "\(server) answered \(code) for \(question.name)", fix: Self.logFix)
    }
  }

  /// Sends a query once, and waits for its answer.
  private func exchange(_ question: Question, isExtended: Bool) throws(DNSClientError) -> DNSMessageReader.Message {
    let id = UInt16.random(in: 0...UInt16.max)
    let query = question.message(id: id, isExtended: isExtended)
    let socket = try DNSSocket(to: server, .datagram, timeout: timeout)
    let overUDP = try socket.exchange(query) { bytes in answer(bytes, to: question, id: id) }
    guard overUDP.isTruncated else { return overUDP }
    let bytes: [UInt8]
    do throws(DNSClientError) {
      bytes = try DNSSocket(to: server, .stream, timeout: timeout).exchangeOverStream(query)
    } catch {
      throw DNSClientError(
        .incomplete,
        "\(server) truncated its answer for \(question.name), and the query over TCP failed: \(error.reason)",
        fix: "Allow TCP connections to port \(server.port) of the name server.")
    }
    guard let overTCP = answer(bytes, to: question, id: id), !overTCP.isTruncated else {
      throw DNSClientError(
        .malformed, "\(server) sent an invalid answer for \(question.name) over TCP", fix: Self.logFix)
    }
    return overTCP
  }

  /// Parses a message; nil if it does not answer this question
  /// ([RFC 5452 §9.1](https://www.rfc-editor.org/rfc/rfc5452#section-9.1)).
  ///
  /// A server that rejects a query need not repeat its question.
  private func answer(_ bytes: [UInt8], to question: Question, id: UInt16) -> DNSMessageReader.Message? {
    guard let message = try? DNSMessageReader.message(bytes), message.isResponse, message.id == id else { return nil }
    if message.isWithoutQuestion { return [.noError, .nameError].contains(message.responseCode) ? nil : message }
    guard let asked = message.question, asked.name == question.name.text, asked.type == question.type.rawValue,
      asked.class == 1
    else { return nil }
    return message
  }
}
