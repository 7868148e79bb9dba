import Foundation
import Synchronization

/// A server on a loopback port that responds with the bytes of a test.
final class SocketServer: Sendable {
  /// A raw request.
  struct Request {
    let head: String
    let content: [UInt8]

    /// The first line.
    var line: String { String(head.prefix { $0 != "\r\n" }) }
    /// The path in the first line.
    var path: String { String(line.split(separator: " ")[1]) }
  }

  let port: UInt16
  private let listener: Int32
  private let isClosed = Mutex(false)

  /// Starts to listen.
  ///
  /// The handler returns the raw response; the connection is closed after a response without Content-Length.
  init(_ answer: @escaping @Sendable (Request) -> String) throws {
    #if canImport(Darwin)
      listener = socket(AF_INET, SOCK_STREAM, 0)
    #else
      listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (listener, size) = (self.listener, length)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, size) == 0 && listen(listener, 256) == 0 && getsockname(listener, address, &length) == 0
      }
    }
    guard bound else { throw CocoaError(.fileReadUnknown) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread {
          Self.serve(connection, answer)
          close(connection)
        }
      }
    }
  }

  deinit {
    shutdown(listener, 2)
    close(listener)
  }

  /// The URL of a path on this server.
  func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// Handles the requests of one connection.
  private static func serve(_ connection: Int32, _ answer: (Request) -> String) {
    var buffer: [UInt8] = []
    while let request = read(connection, &buffer) {
      let reply = Array(answer(request).utf8)
      var sent = 0
      while sent < reply.count {
        let count = reply[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard count > 0 else { return }
        sent += count
      }
      guard String(decoding: reply, as: UTF8.self).lowercased().contains("content-length: ") else { return }
      guard !String(decoding: reply, as: UTF8.self).contains("Connection: close") else { return }
    }
  }

  /// Reads one request.
  private static func read(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
    let blank = Array("\r\n\r\n".utf8)
    while true {
      if let end = buffer.indices.first(where: { buffer[$0...].starts(with: blank) }) {
        let head = String(decoding: buffer[..<end], as: UTF8.self)
        let length =
          head.lowercased().split(separator: "\r\n").compactMap { line in
            line.hasPrefix("content-length: ") ? Int(line.dropFirst(16)) : nil
          }.first ?? 0
        if buffer.count >= end + 4 + length {
          let content = Array(buffer[(end + 4)..<(end + 4 + length)])
          buffer.removeFirst(end + 4 + length)
          return Request(head: head, content: content)
        }
      }
      var piece = [UInt8](repeating: 0, count: 65_536)
      let count = recv(connection, &piece, piece.count, 0)
      guard count > 0 else { return nil }
      buffer += piece[..<count]
    }
  }
}

/// A response with Content-Length.
func answer(_ status: String, _ content: String = "", fields: String = "") -> String {
  "HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(content.utf8.count)\r\n\r\n\(content)"
}
