import Foundation
import TestSupport
import Testing

/// The C library reads the hosts file that we patched, bind-mounted over /etc/hosts where nobody else sees it.
@Suite struct HostsResolverTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The addresses that a program finds for a name while the file is this process tree's /etc/hosts.
  private func resolve(_ name: String, with program: String = "getent ahostsv4") async throws -> [String] {
    let script = "mount --bind \"$1\" /etc/hosts && \(program) \"$2\""
    // Whoever is not root becomes it in a user namespace of their own.
    let namespaces = getuid() == 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"]
    let result = try await Program.required("unshare").run(
      namespaces + ["sh", "-c", script, "sh", folder.path("hosts"), name])
    #expect(result.errors == "")
    return result.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  @Test(.needs("unshare", "getent")) func cLibraryResolvesBothNames() async throws {
    try folder.write("hosts", bytes(of: "/etc/hosts"))
    let applied = try await Program.built("apim-dns").run([
      "apply", "hosts", "--file", folder.path("hosts"), "--name", "contoso-apim", "--region", "westus",
      "--vip", "10.1.0.5",
    ])
    #expect(applied.status == 0)
    for name in ["contoso-apim.westus.azure-api.net", "CONTOSO-APIM.portal.azure-api.net"] {
      #expect(try await Set(resolve(name)) == ["10.1.0.5"])
    }
    #expect(try await resolve("localhost").contains("127.0.0.1"))

    let removed = try await Program.built("apim-dns").run([
      "remove", "hosts", "--yes", "--file", folder.path("hosts"), "--owner", "apim-dns", "--no-backup",
    ])
    #expect(removed.status == 0)
    #expect(try folder.bytes(of: "hosts") == bytes(of: "/etc/hosts"))
  }

  /// A program that asks musl, as every program in an Alpine container does.
  private func muslResolver() async throws -> String {
    let source = try folder.write(
      "resolve.c",
      text: """
        #include <arpa/inet.h>
        #include <netdb.h>
        #include <stdio.h>
        int main(int count, char **words) {
          struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *list = NULL;
          if (count != 2 || getaddrinfo(words[1], NULL, &hints, &list) != 0) return 0;
          for (; list; list = list->ai_next) {
            char text[INET_ADDRSTRLEN];
            inet_ntop(AF_INET, &((struct sockaddr_in *)list->ai_addr)->sin_addr, text, sizeof text);
            puts(text);
          }
        }

        """)
    let program = folder.path("resolve")
    let built = try await Program.required("musl-gcc").run(["-static", "-o", program, source])
    try #require(built.status == 0, "\(built.errors)")
    return program
  }

  /// musl takes every line that fits, and of a line 512 bytes: what H4 and H5 of the decisions rest on.
  @Test(.needs("unshare", "musl-gcc")) func muslResolvesManagedAndUnmanagedNames() async throws {
    let musl = try await muslResolver()
    let name = "contoso-apim.westus.azure-api.net"
    let filler = (0..<40).map { "filler\($0).bench.test" }.joined(separator: " ")
    try folder.write(
      "hosts", text: "127.0.0.1 localhost\n10.9.9.9 \(name)\n10.8.8.8 \(filler) far.bench.test\n")
    let applied = try await Program.built("apim-dns").run([
      "apply", "hosts", "--file", folder.path("hosts"), "--name", "contoso-apim", "--region", "westus",
      "--vip", "10.1.0.5", "--vip", "10.1.0.6", "--force",
    ])
    #expect(applied.status == 0)
    #expect(try await resolve("contoso-apim.portal.azure-api.net", with: musl) == ["10.1.0.5", "10.1.0.6"])
    #expect(try await Set(resolve(name, with: musl)) == ["10.9.9.9", "10.1.0.5", "10.1.0.6"])
    #expect(try await resolve("filler3.bench.test", with: musl) == ["10.8.8.8"])
    #expect(try await resolve("far.bench.test", with: musl).isEmpty, "it stands behind 512 bytes")
  }

  private func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}
