import Glibc

/// A server's side of TLS, by the system's OpenSSL ([documented here](https://docs.openssl.org/3.0/man7/ssl/)), which is loaded
/// when it is needed.
final class TLSServer: Sendable {
  fileprivate typealias Handle = OpaquePointer
  fileprivate typealias Transfer = @convention(c) (Handle, UnsafeMutableRawPointer?, Int32) -> Int32

  /// The functions of OpenSSL, which may be called from all threads.
  fileprivate struct Functions: Sendable {
    let newSession: @convention(c) (Handle) -> Handle?
    let setDescriptor: @convention(c) (Handle, Int32) -> Int32
    let accept: @convention(c) (Handle) -> Int32
    let read: Transfer
    let write: Transfer
    let shutDown: @convention(c) (Handle) -> Int32
    let free: @convention(c) (Handle) -> Void
  }

  private let functions: Functions
  /// The context, which sessions share and nothing changes.
  private nonisolated(unsafe) let context: Handle

  /// Loads OpenSSL and a certificate.
  ///
  /// - Parameters:
  ///   - certificate: the PEM file of the certificate.
  ///   - key: the PEM file of its key.
  ///   - library: OpenSSL's shared library.
  /// - Throws: ``ProgramFailure`` if OpenSSL is missing, or a file is not valid.
  init(certificate: String, key: String, library: String = "libssl.so.3") throws(ProgramFailure) {
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else {
      throw ProgramFailure(
        code: .failed, description: "cannot load \(library), which --tls requires. Install OpenSSL 3.")
    }
    func function<Function>(_ name: String, _ type: Function.Type) throws(ProgramFailure) -> Function {
      guard let address = dlsym(handle, name) else {
        throw ProgramFailure(code: .failed, description: "\(library) has no function \(name). Install OpenSSL 3.")
      }
      return unsafeBitCast(address, to: type)
    }
    functions = Functions(
      newSession: try function("SSL_new", (@convention(c) (Handle) -> Handle?).self),
      setDescriptor: try function("SSL_set_fd", (@convention(c) (Handle, Int32) -> Int32).self),
      accept: try function("SSL_accept", (@convention(c) (Handle) -> Int32).self),
      read: try function("SSL_read", Transfer.self), write: try function("SSL_write", Transfer.self),
      shutDown: try function("SSL_shutdown", (@convention(c) (Handle) -> Int32).self),
      free: try function("SSL_free", (@convention(c) (Handle) -> Void).self))
    let initialize = try function("OPENSSL_init_ssl", (@convention(c) (UInt64, OpaquePointer?) -> Int32).self)
    let method = try function("TLS_server_method", (@convention(c) () -> OpaquePointer?).self)
    let newContext = try function("SSL_CTX_new", (@convention(c) (OpaquePointer?) -> Handle?).self)
    typealias UseChain = @convention(c) (Handle, UnsafePointer<CChar>) -> Int32
    typealias UseKey = @convention(c) (Handle, UnsafePointer<CChar>, Int32) -> Int32
    let useCertificate = try function("SSL_CTX_use_certificate_chain_file", UseChain.self)
    let useKey = try function("SSL_CTX_use_PrivateKey_file", UseKey.self)
    // OPENSSL_INIT_NO_ATEXIT: at the end of the program, other threads may still use it.
    guard initialize(0x80000, nil) == 1, let context = newContext(method()),
      useCertificate(context, certificate) == 1, useKey(context, key, 1 /* SSL_FILETYPE_PEM */) == 1
    else {
      throw ProgramFailure(code: .failed, description: "OpenSSL cannot use the certificate \(certificate)")
    }
    self.context = context
  }

  /// Performs the handshake on a socket; nil if it fails.
  func accept(_ descriptor: Int32) -> TLSSession? {
    guard let handle = functions.newSession(context) else { return nil }
    let session = TLSSession(handle: handle, functions: functions)
    guard functions.setDescriptor(handle, descriptor) == 1, functions.accept(handle) == 1 else { return nil }
    return session
  }
}

/// An encrypted connection, which one thread uses.
final class TLSSession: Sendable {
  private nonisolated(unsafe) let handle: OpaquePointer
  private let functions: TLSServer.Functions

  fileprivate init(handle: OpaquePointer, functions: TLSServer.Functions) {
    self.handle = handle
    self.functions = functions
  }

  deinit { functions.free(handle) }

  /// Reads bytes; 0 or less if the connection ended.
  func read(_ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    Int(functions.read(handle, buffer.baseAddress, Int32(buffer.count)))
  }

  /// Writes bytes; 0 or less if that failed.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int {
    Int(functions.write(handle, UnsafeMutableRawPointer(mutating: bytes.baseAddress), Int32(bytes.count)))
  }

  /// Tells the client that nothing follows.
  func close() { _ = functions.shutDown(handle) }
}
