public import DNSModel

/// Asks one name server, over UDP and, where the answer is too long for that, over TCP
/// ([RFC 7766 §5](https://www.rfc-editor.org/rfc/rfc7766#section-5)).
public struct DNSClient: Sendable {
  /// The server.
  public let server: NameServer
  /// How long an answer is waited for, in milliseconds.
  private let patience: Int
  /// How often the question is sent.
  private let tries: Int

  /// Takes a server.
  ///
  /// - Parameters:
  ///   - server: its address and port.
  ///   - patience: how long an answer is waited for each time, in milliseconds.
  ///   - tries: how often the question is sent before giving up.
  public init(_ server: NameServer, patience: Int = 2_000, tries: Int = 3) {
    self.server = server
    self.patience = patience
    self.tries = tries
  }

  /// Asks for the serial number of a zone.
  ///
  /// - Parameter zone: the name of the zone.
  /// - Returns: the serial of its SOA record; nothing where the server has no such zone.
  /// - Throws: ``DNSClientError`` when no usable answer came.
  public func serial(of zone: DomainName) throws(DNSClientError) -> UInt32? {
    let question = Question(zone, .startOfAuthority)
    let message = try ask(question)
    switch message.responseCode {
    case .noError: break
    case .nameError: return nil
    default: throw refusal(message.responseCode, of: question)
    }
    for record in message.answers where record.name == zone.text && record.class == 1 {
      guard case .startOfAuthority(let serial) = record.data else { continue }
      // What others remember of a zone may be long out of date.
      guard message.isAuthoritative else {
        throw DNSClientError(.refused, "\(server) does not serve \(zone) itself")
      }
      return serial
    }
    return nil
  }

  /// Asks a question until an answer comes, whatever it says.
  func ask(_ question: Question) throws(DNSClientError) -> DNSMessageReader.Message {
    var last = DNSClientError(.noAnswer, "\(server) did not answer")
    for _ in 0..<tries {
      do throws(DNSClientError) {
        let message = try exchange(question, isExtended: true)
        // A server older than the OPT record does not understand the question with it
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

  /// What a response code means that leaves a question without an answer.
  func refusal(_ code: ResponseCode, of question: Question) -> DNSClientError {
    code == .refused
      ? DNSClientError(.refused, "\(server) refuses to answer for \(question.name)")
      : DNSClientError(.refused, "\(server) answers \(code) for \(question.name); look into its log")
  }

  /// Sends a question once, and waits for its answer.
  private func exchange(_ question: Question, isExtended: Bool) throws(DNSClientError) -> DNSMessageReader.Message {
    let id = UInt16.random(in: 0...UInt16.max)
    let query = question.message(id: id, isExtended: isExtended)
    let socket = try DNSSocket(to: server, .datagram, patience: patience)
    let overUDP = try socket.exchange(query) { bytes in answer(bytes, to: question, id: id) }
    guard overUDP.isTruncated else { return overUDP }
    let bytes: [UInt8]
    do throws(DNSClientError) {
      bytes = try DNSSocket(to: server, .stream, patience: patience).exchangeOverStream(query)
    } catch {
      throw DNSClientError(
        .incomplete, "\(server) cut its answer for \(question.name) short, and over TCP \(error); let TCP through to it"
      )
    }
    guard let overTCP = answer(bytes, to: question, id: id), !overTCP.isTruncated else {
      throw DNSClientError(.malformed, "\(server) sent something over TCP that is no answer to the question")
    }
    return overTCP
  }

  /// Reads a message, if it is the answer to this question and to no other
  /// ([RFC 5452 §9.1](https://www.rfc-editor.org/rfc/rfc5452#section-9.1)).
  ///
  /// A server that could not read the question, or would not, need not repeat it.
  private func answer(_ bytes: [UInt8], to question: Question, id: UInt16) -> DNSMessageReader.Message? {
    guard let message = try? DNSMessageReader.message(bytes), message.isResponse, message.id == id else { return nil }
    if message.isWithoutQuestion { return [.noError, .nameError].contains(message.responseCode) ? nil : message }
    guard let asked = message.question, asked.name == question.name.text, asked.type == question.type.rawValue,
      asked.class == 1
    else { return nil }
    return message
  }
}
