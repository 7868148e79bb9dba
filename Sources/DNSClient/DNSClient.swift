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
    let message: DNSMessageReader.Message
    do throws(DNSClientError) {
      message = try ask(Question(zone, .startOfAuthority))
    } catch {
      guard error.code == .noSuchName else { throw error }
      return nil
    }
    for record in message.answers where record.name == zone.text && record.class == 1 {
      if case .startOfAuthority(let serial) = record.data { return serial }
    }
    return nil
  }

  /// Asks a question until an answer comes.
  func ask(_ question: Question) throws(DNSClientError) -> DNSMessageReader.Message {
    var last = DNSClientError(.noAnswer, "\(server) did not answer")
    for _ in 0..<tries {
      do throws(DNSClientError) {
        let message = try exchange(question)
        switch message.responseCode {
        case 0: return message
        case 3: throw DNSClientError(.noSuchName, "\(server) does not know \(question.name)")
        case 5: throw DNSClientError(.refused, "\(server) refuses to answer for \(question.name)")
        default:
          throw DNSClientError(
            .refused, "\(server) answers for \(question.name) with the response code \(message.responseCode)")
        }
      } catch {
        guard error.code == .noAnswer else { throw error }
        last = error
      }
    }
    throw last
  }

  /// Sends a question once, and waits for its answer.
  private func exchange(_ question: Question) throws(DNSClientError) -> DNSMessageReader.Message {
    let id = UInt16.random(in: 0...UInt16.max)
    let query = question.message(id: id)
    let socket = try DNSSocket(to: server, .datagram, patience: patience)
    let overUDP = try socket.exchange(query) { bytes in answer(bytes, to: question, id: id) }
    guard overUDP.isTruncated else { return overUDP }
    let stream = try DNSSocket(to: server, .stream, patience: patience)
    guard let overTCP = answer(try stream.exchangeOverStream(query), to: question, id: id), !overTCP.isTruncated else {
      throw DNSClientError(.malformed, "\(server) sent something over TCP that is no answer to the question")
    }
    return overTCP
  }

  /// Reads a message, if it is the answer to this question and to no other
  /// ([RFC 5452 §9.1](https://www.rfc-editor.org/rfc/rfc5452#section-9.1)).
  private func answer(_ bytes: [UInt8], to question: Question, id: UInt16) -> DNSMessageReader.Message? {
    guard let message = try? DNSMessageReader.message(bytes), message.isResponse, message.id == id,
      let asked = message.question, asked.name == question.name.text, asked.type == question.type.rawValue,
      asked.class == 1
    else { return nil }
    return message
  }
}
