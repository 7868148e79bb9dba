import APIManagement
import Foundation
import HTTPTransport
import ProgramExecution
import Reconciliation
import ResourceManager
import Synchronization
import TestSupport
import Testing

/// Certificates from openssl with an emulator that verifies signatures.
@Suite(.timeLimit(.minutes(5)), .needs("openssl")) struct ClientCertificateTests {
  private let folder: TemporaryFolder
  private let emulator: RunningEmulator

  /// A certificate of a test CA in all file formats.
  init() async throws {
    let folder = try TemporaryFolder()
    let openssl = try Program.required("openssl")
    let lines = [
      "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem",
      "req -newkey rsa:2048 -nodes -subj /CN=client -keyout key.pem -out request.pem",
      "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out own.pem",
      "rsa -in key.pem -aes256 -passout pass:s3cr@t-w0rd -out locked.key",
      "pkcs12 -export -inkey key.pem -in own.pem -certfile ca.pem -passout pass:s3cr@t-w0rd -out locked.pfx",
      "pkcs12 -export -inkey key.pem -in own.pem -passout pass: -out open.pfx",
      "ecparam -genkey -name prime256v1 -noout -out ec.key",
      "req -x509 -key ec.key -days 2 -subj /CN=curve -out curve.pem",
    ]
    for line in lines {
      let made = try await openssl.run(line.split(separator: " ").map(String.init), in: folder.path)
      #expect(made.status == 0, "\(line): \(made.errors)")
    }
    // As created before 2020; older versions of openssl need no option for that.
    let old = "pkcs12 -export -legacy -inkey key.pem -in own.pem -passout pass:s3cr@t-w0rd -out old.pfx"
    if try await openssl.run(old.split(separator: " ").map(String.init), in: folder.path).status != 0 {
      try FileManager.default.copyItem(atPath: folder.path("locked.pfx"), toPath: folder.path("old.pfx"))
    }
    func join(_ name: String, _ parts: String...) throws {
      try folder.write(name, text: parts.map { try folder.text(of: $0) }.joined())
    }
    try join("key-first.pem", "key.pem", "own.pem", "ca.pem")
    try join("own-first.pem", "own.pem", "ca.pem", "key.pem")
    try join("locked.pem", "own.pem", "locked.key")
    try join("other.pem", "ca.pem", "ca.key")
    try join("both-curve.pem", "curve.pem", "ec.key")
    try folder.write("nothing.pem", text: "hello")
    self.folder = folder
    emulator = try RunningEmulator(["--client-certificate", folder.path("own.pem")])
  }

  /// The result of a run: the error, the header of the assertion, and the programs that were run.
  private func run(_ file: String, _ more: [String: String]) async throws -> (
    problem: String?, header: [String: Any], programs: WatchedPrograms
  ) {
    let forms = Mutex<[String]>([])
    let client = AnsweringClient(LibcurlClient(connectTimeout: 5, totalTimeout: 30)) { request in
      forms.withLock { $0.append(String(decoding: request.content, as: UTF8.self)) }
      return nil
    }
    let programs = WatchedPrograms()
    let environment = [
      "AZURE_TENANT_ID": "contoso.example", "AZURE_CLIENT_ID": "app-1", "AZURE_AUTHORITY_HOST": emulator.endpoint,
      "AZURE_CLIENT_CERTIFICATE_PATH": folder.path(file),
    ]
    let chain = try CredentialChain(
      .environment, cloud: .global, environment: environment.merging(more) { $1 }, client: client, programs: programs)
    var problem: String?
    do throws(BackendError) {
      _ = try await chain.newToken()
    } catch {
      problem = error.description
    }
    let items = forms.withLock { $0 }.last?.split(separator: "&") ?? []
    let assertion = items.first { $0.hasPrefix("client_assertion=") }?.dropFirst(17) ?? ""
    var head = String(assertion.prefix { $0 != "." }).replacing("-", with: "+").replacing("_", with: "/")
    while head.count % 4 != 0 { head += "=" }
    return (
      problem, (try? JSONSerialization.jsonObject(with: Data(base64Encoded: head) ?? Data()) as? [String: Any]) ?? [:],
      programs
    )
  }

  private static let password = ["AZURE_CLIENT_CERTIFICATE_PASSWORD": "s3cr@t-w0rd"]

  @Test func allCertificateFileFormatsWork() async throws {
    for (file, more) in [
      ("key-first.pem", [:]), ("own-first.pem", [:]), ("open.pfx", [:]), ("locked.pem", Self.password),
      ("locked.pfx", Self.password), ("old.pfx", Self.password),
    ] {
      let (problem, header, programs) = try await run(file, more)
      #expect(problem == nil, "\(file)")
      #expect(header["alg"] as? String == "RS256")
      #expect(header["typ"] as? String == "JWT")
      #expect(header["x5c"] == nil)
      #expect(!programs.arguments.isEmpty)
      #expect(!programs.arguments.joined().contains("s3cr@t-w0rd"))
    }
  }

  @Test func certificateChainIsSentOnRequest() async throws {
    let own = try body(of: "own.pem")
    let authority = try body(of: "ca.pem")
    for (file, more, chain) in [
      ("key-first.pem", [:], [own, authority]), ("own-first.pem", [:], [own, authority]),
      ("locked.pfx", Self.password, [own, authority]), ("open.pfx", [:], [own]),
    ] {
      for word in ["true", "1", "True"] {
        let (problem, header, _) = try await run(
          file, more.merging(["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN": word]) { $1 })
        #expect(problem == nil)
        #expect(header["x5c"] as? [String] == chain, "\(file)")
      }
      for word in ["false", "0"] {
        let (problem, header, _) = try await run(
          file, more.merging(["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN": word]) { $1 })
        #expect(problem == nil)
        #expect(header["x5c"] == nil)
      }
    }
    #expect(
      try await run("own-first.pem", ["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN": "maybe"]).problem
        == "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN is not valid. Use true or false.")
  }

  /// The base64 of the certificate in a PEM file.
  private func body(of file: String) throws -> String {
    try folder.text(of: file).split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
  }

  @Test func unusableCertificateFilesAreErrors() async throws {
    let unreadable =
      ". Use a PEM or PKCS#12 file with a certificate and its key, and set AZURE_CLIENT_CERTIFICATE_PASSWORD if it has "
      + "a password."
    let keyless =
      ". Check that the file holds the private key, and set AZURE_CLIENT_CERTIFICATE_PASSWORD if it has a password."
    let cases: [(file: String, password: String?, problem: String, fix: String)] = [
      ("missing.pem", nil, "cannot read 'FILE', the file in AZURE_CLIENT_CERTIFICATE_PATH", ""),
      ("nothing.pem", nil, "openssl cannot read 'FILE': ", unreadable),
      ("locked.pfx", nil, "openssl cannot read 'FILE': ", unreadable),
      ("locked.pfx", "an0ther-word", "openssl cannot read 'FILE': ", unreadable),
      ("locked.pem", nil, "openssl cannot sign with the key in 'FILE': ", keyless),
      ("locked.pem", "an0ther-word", "openssl cannot sign with the key in 'FILE': ", keyless),
      ("own.pem", nil, "openssl cannot sign with the key in 'FILE': ", keyless),
      ("key.pem", nil, "'FILE' contains no certificate", ""),
      ("both-curve.pem", nil, "the certificate in 'FILE' has no RSA key, which RS256 requires", ""),
    ]
    for (file, password, words, fix) in cases {
      let more = password.map { ["AZURE_CLIENT_CERTIFICATE_PASSWORD": $0] } ?? [:]
      let problem = try #require(try await run(file, more).problem)
      #expect(problem.hasPrefix("cannot get a token for Azure: \(words.replacing("FILE", with: folder.path(file)))"))
      #expect(problem.hasSuffix(fix))
      #expect(!problem.contains("an0ther-word"))
    }
    try folder.write(
      "broken.pem", text: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    #expect(
      try await run("broken.pem", [:]).problem
        == "cannot get a token for Azure: openssl cannot read the first certificate in '\(folder.path("broken.pem"))'")
  }

  @Test func unregisteredCertificateIsRefused() async throws {
    let server = "'127.0.0.1:\(emulator.port)' refused the client 'app-1' of the tenant 'contoso.example'"
    #expect(
      try await run("other.pem", [:]).problem
        == "cannot get a token for Azure: \(server): AADSTS700027: The certificate with identifier used to sign the "
        + "client assertion is not registered on application")
    // The right certificate, and the key of another.
    try folder.write("mixed.pem", text: folder.text(of: "own.pem") + folder.text(of: "ca.key"))
    #expect(
      try await run("mixed.pem", [:]).problem
        == "cannot get a token for Azure: \(server): AADSTS700027: Client assertion failed signature validation")
  }
}

/// Runs programs and records their arguments, which all users of a machine can see.
final class WatchedPrograms: ProgramRunner {
  private let seen = Mutex<[String]>([])

  /// All arguments so far.
  var arguments: [String] { seen.withLock { $0 } }

  func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    seen.withLock { $0 += arguments }
    return try await SystemProgramRunner().run(name, arguments, variables: variables, input: input, seconds: seconds)
  }
}
