import ConcurrentWork
import Glibc
import Synchronization

/// An HTTP/1.1 server on the loopback address, with a thread for each connection.
final class HTTPServer: Sendable {
  /// Handles a request.
  typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse

  /// The most connections at a time; more are closed at once.
  static let connectionLimit = 512

  let port: UInt16
  private let listener: Int32
  private let openConnections = Atomic<Int>(0)

  /// Listens on a port of 127.0.0.1.
  ///
  /// - Parameter port: the port, or 0 for any free one.
  /// - Throws: ``ProgramFailure`` if the port is not available.
  init(port: UInt16) throws(ProgramFailure) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0 else { throw .system("cannot create a socket") }
    setOption(listener, SOL_SOCKET, SO_REUSEADDR, Int32(1))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 128) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard bound else {
      let failure = ProgramFailure.system("cannot listen on port \(port) of 127.0.0.1")
      close(listener)
      throw failure
    }
    self.listener = listener
    self.port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(listener) }

  /// Accepts connections on a thread of its own, until the program ends.
  ///
  /// - Parameters:
  ///   - tls: encrypts the connections; nil for plain HTTP.
  ///   - handler: handles the requests, on the thread of their connection.
  /// - Throws: ``ProgramFailure`` if no thread can be started.
  func start(tls: TLSServer?, _ handler: @escaping Handler) throws(ProgramFailure) {
    let started = WorkerThread(isJoinable: false, stackSize: 1 << 20) {
      while true {
        let descriptor = accept(self.listener, nil, nil)
        guard descriptor >= 0 else {
          // Probably out of file descriptors: wait until a connection ends.
          if errno != EINTR, errno != ECONNABORTED { usleep(10_000) }
          continue
        }
        self.serve(descriptor, tls, handler)
      }
    }
    guard started != nil else { throw ProgramFailure(code: .failed, description: "cannot start a thread") }
  }

  /// Serves a connection on a thread of its own, unless there are too many.
  private func serve(_ descriptor: Int32, _ tls: TLSServer?, _ handler: @escaping Handler) {
    let admitted = openConnections.add(1, ordering: .relaxed).newValue <= Self.connectionLimit
    if admitted {
      let started = WorkerThread(isJoinable: false, stackSize: 1 << 20) {
        HTTPConnection(descriptor: descriptor, tls: tls).serve(handler)
        self.openConnections.subtract(1, ordering: .relaxed)
      }
      guard started == nil else { return }
    }
    close(descriptor)
    openConnections.subtract(1, ordering: .relaxed)
  }
}
