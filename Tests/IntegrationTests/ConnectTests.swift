import Foundation
import TestSupport
import Testing

/// `verify --connect` against nginx, s_server of OpenSSL, and servers that are none.
@Suite(
  .needs("unshare", "ip", "nginx", "openssl", "nft", "python3"),
  .enabled(if: getuid() == 0, "only root may bind a file over /etc/hosts and set up nftables"), .timeLimit(.minutes(5)))
struct ConnectTests {
  /// What the JSON says of one name.
  private struct Answer: Decodable {
    struct Connection: Decodable {
      struct Certificate: Decodable, Equatable {
        let trusted: Bool
        let coversName: Bool
        let expires: String?
      }
      let address: String
      let port: Int
      let state: String
      let certificate: Certificate?
      let status: Int?
      let error: String?
      let document: String?
    }
    let name: String
    let state: String
    let connections: [Connection]
  }

  private struct Output: Decodable {
    let allTrue: Bool
    let allConnected: Bool
    let answers: [Answer]
    let warnings: [String]
  }

  private func output(_ result: Program.Result) throws -> Output {
    try #require(try? JSONDecoder().decode(Output.self, from: Data(result.output.utf8)), "\(result)")
  }

  @Test func workingGatewaysAreOk() async throws {
    let lab = try await GatewayLab()
    let result = try await lab.run(
      servers: GatewayLab.server("10.1.0.1", "right-chain", "ssl_protocols TLSv1.2;")
        + GatewayLab.server("10.1.0.2", "rsa-chain", "ssl_protocols TLSv1.3;"),
      gateways: [("right.corp.example", "10.1.0.1"), ("rsa.corp.example", "10.1.0.2")],
      "verify --ca-file root.pem; sort nginx.access")
    #expect(
      result.output == """
        system resolver
          = right.corp.example  10.1.0.1
          = rsa.corp.example  10.1.0.2
        2 of 2 answers match the inventory
        connections to port 443
          = right.corp.example  10.1.0.1: answered 200, certificate until 2099-12-31T00:00:00Z
          = rsa.corp.example  10.1.0.2: answered 200, certificate until 2099-12-31T00:00:00Z
        2 of 2 connections are ok
        right.corp.example right.corp.example GET /status-0123456789abcdef HTTP/1.1 - -
        rsa.corp.example rsa.corp.example GET /status-0123456789abcdef HTTP/1.1 - -

        """)
    #expect(result.errors == "")
    #expect(result.status == 0)
  }

  /// DNS leads to another address, and the connection still goes to that of the inventory. No proxy is used.
  @Test func addressIsThatOfTheInventory() async throws {
    let lab = try await GatewayLab()
    let result = try await lab.run(
      servers: GatewayLab.server("10.1.0.1", "right-chain"), gateways: [("right.corp.example", "10.1.0.1")],
      """
      sed 's/^10.1.0.1/10.1.0.77/' hosts >other && mount --bind other /etc/hosts
      export https_proxy=http://127.0.0.1:1 HTTPS_PROXY=http://127.0.0.1:1 ALL_PROXY=http://127.0.0.1:1
      SSL_CERT_FILE=root.pem; export SSL_CERT_FILE
      verify --format json
      """)
    let output = try output(result)
    #expect(!output.allTrue)
    #expect(output.allConnected)
    #expect(output.answers.map(\.state) == ["otherAddress"])
    let connection = try #require(output.answers.first?.connections.first)
    #expect(connection.address == "10.1.0.1")
    #expect(connection.port == 443)
    #expect(connection.status == 200)
    #expect(connection.certificate == .init(trusted: true, coversName: true, expires: "2099-12-31T00:00:00Z"))
    #expect(result.status == 2)
  }

  @Test func everyFaultHasItsState() async throws {
    typealias Certificate = Answer.Connection.Certificate
    let (far, past, later) = ("2099-12-31T00:00:00Z", "2021-01-01T00:00:00Z", "2099-12-31T00:00:00Z")
    let cases: [(name: String, state: String, error: String, certificate: Certificate?, status: Int?)] = [
      (
        "other", "certificateOtherName", "the certificate is for 'right.corp.example', 'localhost'",
        .init(trusted: true, coversName: false, expires: far), nil
      ),
      (
        "expired", "certificateExpired", "the certificate ended at \(past)",
        .init(trusted: true, coversName: true, expires: past), nil
      ),
      (
        "early", "certificateExpired", "the certificate begins only at 2098-01-01T00:00:00Z",
        .init(trusted: true, coversName: true, expires: later), nil
      ),
      (
        "incomplete", "certificateUntrusted",
        "the certificate is not trusted: SSL certificate problem: unable to get local issuer certificate",
        .init(trusted: false, coversName: true, expires: far), nil
      ),
      ("self", "certificateUntrusted", "the certificate is not trusted: SSL certificate problem: self", nil, nil),
      ("old", "notTLS", "connected, but no TLS handshake: ", nil, nil),
      ("plain", "notTLS", "connected, but no TLS handshake: ", nil, nil),
      ("refuses", "refused", "refused the connection", nil, nil),
      (
        "lost", "status", "answered 404 to GET /status-0123456789abcdef",
        .init(trusted: true, coversName: true, expires: far), 404
      ),
      (
        "busy", "status", "answered 503 to GET /status-0123456789abcdef",
        .init(trusted: true, coversName: true, expires: far), 503
      ),
      (
        "moved", "status", "answered 301 to GET /status-0123456789abcdef",
        .init(trusted: true, coversName: true, expires: far), 301
      ),
      (
        "client", "status", "answered 400 to GET /status-0123456789abcdef",
        .init(trusted: true, coversName: true, expires: far), 400
      ),
      ("away", "unreachable", "not reachable: Network is unreachable", nil, nil),
      ("odd", "status", "no HTTP response: ", .init(trusted: true, coversName: true, expires: far), nil),
    ]
    let addresses = Dictionary(
      uniqueKeysWithValues: cases.enumerated().map { ($1.name, $1.name == "away" ? "10.9.0.1" : "10.1.0.\($0 + 1)") })
    func server(_ name: String, _ certificate: String = "wildcard-chain", answer: Int = 200, with settings: String = "")
      -> String
    {
      GatewayLab.server(addresses[name] ?? "", certificate, answer: answer, settings)
    }
    let lab = try await GatewayLab()
    let result = try await lab.run(
      servers: server("other", "right-chain") + server("expired", "expired-chain") + server("early", "early-chain")
        + server("incomplete", "wildcard") + server("self", "self")
        + server("old", with: "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;")
        + "server { listen \(addresses["plain"] ?? ""):443; location / { return 200; } }\n"
        + server("lost", answer: 404) + server("busy", answer: 503)
        + server("moved", with: "rewrite ^ http://127.0.0.1:1/ permanent;")
        + server("client", with: "ssl_verify_client on; ssl_client_certificate root.pem;"),
      gateways: cases.map { ("\($0.name).corp.example", addresses[$0.name] ?? "") },
      """
      (printf 'no HTTP\\033[31m\\r\\n\\r\\n'; sleep 600) | openssl s_server -accept \(addresses["odd"] ?? ""):443 -cert wildcard.pem \
        -cert_chain middle.pem -key wildcard.key -quiet >/dev/null 2>&1 &
      listening \(addresses["odd"] ?? "")
      verify --ca-file root.pem --format json
      """)
    let output = try output(result)
    #expect(output.allTrue)
    #expect(!output.allConnected)
    for (expected, answer) in zip(cases, output.answers) {
      let connection = try #require(answer.connections.first)
      #expect(answer.name == "\(expected.name).corp.example")
      #expect(connection.state == expected.state, "\(expected.name): \(connection)")
      #expect(connection.error?.hasPrefix(expected.error) == true, "\(expected.name): \(connection)")
      #expect(connection.status == expected.status, "\(expected.name): \(connection)")
      if let certificate = expected.certificate { #expect(connection.certificate == certificate, "\(expected.name)") }
      #expect(connection.document?.hasPrefix("https://learn.microsoft.com/azure/") == true)
    }
    #expect(result.status == 2)
  }

  /// Their states do not depend on the speed of the machine: there is no answer however long one waits.
  @Test func silentServersTimeOut() async throws {
    let lab = try await GatewayLab()
    let result = try await lab.run(
      gateways: [("drops.corp.example", "10.1.0.1"), ("silent.corp.example", "10.1.0.2")],
      """
      nft add table ip lab
      nft add chain ip lab in '{ type filter hook input priority 0; }'
      nft add rule ip lab in ip daddr 10.1.0.1 drop
      python3 -c 'import socket, time; s = socket.create_server(("10.1.0.2", 443)); time.sleep(600)' &
      listening 10.1.0.2
      "$apim_dns" verify --connect --timeout 1 --format json
      """)
    let connections = try output(result).answers.flatMap(\.connections)
    #expect(connections.map(\.state) == ["timedOut", "timedOut"])
    #expect(connections.map(\.error) == ["no connection in time", "connected, but no TLS handshake in time"])
    #expect(result.status == 2)
  }

  /// Only the beginning of a body is read, and an endless header ends the connection.
  @Test func endlessResponsesEnd() async throws {
    let lab = try await GatewayLab()
    func serve(_ address: String, _ head: String) -> String {
      """
      (printf '\(head)'; yes 'a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') | openssl s_server \
        -accept \(address):443 -cert wildcard.pem -cert_chain middle.pem -key wildcard.key -quiet >/dev/null 2>&1 &
      listening \(address)

      """
    }
    let result = try await lab.run(
      gateways: [("body.corp.example", "10.1.0.1"), ("head.corp.example", "10.1.0.2")],
      serve("10.1.0.1", "HTTP/1.1 200 OK\\r\\n\\r\\n") + serve("10.1.0.2", "HTTP/1.1 200 OK\\r\\n")
        + "verify --ca-file root.pem --format json")
    let connections = try output(result).answers.flatMap(\.connections)
    #expect(connections.map(\.state) == ["ok", "ok"])
    #expect(connections.map(\.status) == [200, 200])
    #expect(result.status == 0)
  }

  @Test func certificateThatEndsSoonIsAWarning() async throws {
    let lab = try await GatewayLab()
    let result = try await lab.run(
      servers: GatewayLab.server("10.1.0.1", "soon-chain") + GatewayLab.server("10.1.0.2", "soon-chain"),
      gateways: [("a.corp.example", "10.1.0.1"), ("b.corp.example", "10.1.0.2")],
      "verify --ca-file root.pem --quiet --metrics-file m.prom; verify --ca-file root.pem >/dev/null;"
        + "verify --ca-file root.pem --certificate-days 5 >/dev/null; cat m.prom")
    #expect(
      result.errors.hasPrefix(
        "warning: the certificate of 'a.corp.example' and 1 other name ends in 10 days, at 20"), "\(result)")
    #expect(result.errors.hasSuffix("Z. Renew it.\n"))
    #expect(result.errors.split(separator: "\n").count == 1)
    let labels = "{owner=\"apim-dns\",command=\"verify\","
    #expect(result.output.contains("apim_dns_connections\(labels)state=\"ok\"} 2\n"))
    #expect(result.output.contains("apim_dns_connections\(labels)state=\"refused\"} 0\n"))
    #expect(
      result.output.contains("apim_dns_certificate_days\(labels)name=\"a.corp.example\",address=\"10.1.0.1\"} 10\n"))
    #expect(result.status == 0)
  }

  /// A wildcard is asked by a name below it; the other endpoints are asked for `/`.
  @Test func wildcardsAndOtherEndpoints() async throws {
    let lab = try await GatewayLab()
    let portal = "location / { return 302 /signin; }"
    let result = try await lab.run(
      servers: GatewayLab.server("10.1.0.1", "wildcard-chain")
        + "server { listen 10.1.0.2:443 ssl; ssl_certificate wildcard-chain.pem; ssl_certificate_key wildcard.key; \(portal) }\n"
        + GatewayLab.server("10.1.0.3", "wildcard-chain"),
      gateways: [("*.api.corp.example", "10.1.0.1")],
      more: ", developerPortal: [{ name: 'portal.corp.example', vip: '10.1.0.2' }, { name: 'empty.corp.example', vip: "
        + "'10.1.0.3' }], scm: [{ name: 'scm.corp.example', vip: '10.1.0.3' }]",
      "verify --ca-file root.pem || true; cat nginx.access")
    #expect(result.output.contains("  = *.api.corp.example  10.1.0.1: answered 200, certificate until "), "\(result)")
    #expect(result.output.contains("  = portal.corp.example  10.1.0.2: answered 302, certificate until "))
    #expect(result.output.contains("  ! empty.corp.example  10.1.0.3: answered 404 to GET /\n"))
    #expect(result.output.contains("  = scm.corp.example  10.1.0.3: answered 404, certificate until "))
    #expect(
      result.output.contains(
        "3 of 4 connections are ok\n\nstatus: The instance answers, but not with the developer portal. "))
    #expect(result.output.contains("\nverify-"))
    #expect(result.output.contains(".api.corp.example GET /status-0123456789abcdef HTTP/1.1 - -\n"))
  }

  /// The server answers only when 50 requests wait for it at the same time, so fewer at once would never end.
  @Test func manyNamesAreConnectedToAtTheSameTime() async throws {
    let lab = try await GatewayLab()
    try lab.folder.write(
      "server.py",
      text: """
        import asyncio, ssl
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("wildcard-chain.pem", "wildcard.key")
        waiting = []
        async def serve(reader, writer):
            await reader.readuntil(b"\\r\\n\\r\\n")
            waiting.append(asyncio.get_running_loop().create_future())
            mine = waiting[-1]
            if len(waiting) == 50:
                await asyncio.sleep(0.1)
                for one in waiting:
                    one.set_result(None)
                waiting.clear()
            await mine
            writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
            await writer.drain()
            writer.close()
        async def main():
            server = await asyncio.start_server(serve, "10.1.0.1", 443, ssl=context, backlog=200)
            await server.serve_forever()
        asyncio.run(main())

        """)
    let result = try await lab.run(
      gateways: (1...500).map { ("n\($0).corp.example", "10.1.0.1") },
      """
      python3 server.py 2>/dev/null &
      listening 10.1.0.1
      verify --ca-file root.pem --parallel 50
      """)
    #expect(result.output.hasSuffix("500 of 500 connections are ok\n"), "\(result.output.suffix(300)) \(result.errors)")
    #expect(result.status == 0)
  }

  @Test func fileOfAuthoritiesMustBeReadable() async throws {
    let lab = try await GatewayLab()
    let result = try await lab.run(
      servers: GatewayLab.server("10.1.0.1", "right-chain"), gateways: [("right.corp.example", "10.1.0.1")],
      "verify --ca-file missing.pem")
    #expect(
      result.errors
        == "apim-dns: cannot check the connections: cannot read trusted certificates from 'missing.pem'. Use a file of "
        + "certificates in PEM.\n")
    #expect(result.status == 1)
  }

  @Test func pageAndMarkdownHaveTheConnections() async throws {
    let lab = try await GatewayLab()
    let result = try await lab.run(
      gateways: [("refuses.corp.example", "10.1.0.1")],
      "verify --format markdown || true; verify --format html || true")
    #expect(
      result.output.contains(
        """
        #### 0 of 1 connections are ok

        |  | name | address | state | result |
        | --- | --- | --- | --- | --- |
        | ✗ | `refuses.corp.example` | `10.1.0.1:443` | `refused` | refused the connection |

        - `refused`: A machine has this address, but nothing there takes connections on the port.
        """), "\(result)")
    #expect(
      result.output.contains(
        "<tr><td><span class=\"chip bad\">refused</span></td><td>refuses.corp.example</td><td>10.1.0.1:443</td>"
          + "<td>refused the connection</td></tr>"))
  }

  @Test(arguments: ["--port", "--ca-file", "--certificate-days", "--parallel"])
  func optionsOfConnectionsNeedThem(option: String) async throws {
    let folder = try TemporaryFolder()
    let result = try await Program.built("apim-dns").run(
      ["verify", option, "5", "--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5"], environment: [:],
      in: folder.path)
    #expect(
      result.errors == "apim-dns: \(option): only connections need it. Use --connect too, or remove the option.\n")
    #expect(result.status == 64)
  }
}
