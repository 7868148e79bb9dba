import Foundation
import TestSupport
import Testing

/// `verify` through the C library, in namespaces of its own: a hosts file, or named as the only server of the machine.
@Suite(.needs("unshare"), .timeLimit(.minutes(5))) struct SystemResolverTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Runs a script in namespaces of its own, in the folder; `$apim_dns` is the program.
  private func run(_ script: String, namespaces: String...) async throws -> Program.Result {
    // Whoever is not root becomes it in a user namespace of their own.
    let user = getuid() == 0 ? [] : ["--user", "--map-root-user"]
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return try await Program.required("unshare").run(
      user + namespaces + ["sh", "-euc", script],
      environment: ["apim_dns": Program.built("apim-dns").path, "PATH": "\(path):/usr/sbin:/sbin"], in: folder.path)
  }

  @Test func systemResolverReadsTheHostsFile() async throws {
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
    let instance = "--name contoso-apim --region westus --hostnames regional --vip 10.1.0.5"
    let result = try await run(
      """
      "$apim_dns" apply hosts --file hosts \(instance) >/dev/null
      mount --bind hosts /etc/hosts
      "$apim_dns" verify \(instance)
      """, namespaces: "--mount")
    #expect(
      result.output == """
        system resolver
          = contoso-apim.westus.azure-api.net  10.1.0.5
          = contoso-apim.portal.azure-api.net  10.1.0.5
        2 of 2 answers match the inventory

        """)
    #expect(result.status == 0)
  }

  /// Runs `verify` for names of corp.example and of a zone that named could not load, where named is all that is asked.
  private func verify(_ names: [String], before: String = "") async throws -> Program.Result {
    try folder.write(
      "corp.zone",
      text: """
        $TTL 60
        @ SOA ns.other.example. hostmaster.corp.example. 1 3600 600 86400 60
        @ NS ns.other.example.
        true A 10.1.0.5
        alias CNAME true
        other A 10.1.0.6
        public A 20.1.0.5
        text TXT "nothing"
        six AAAA 2001:db8::5

        """)
    try folder.write(
      "named.conf",
      text: """
        options {
          directory "\(folder.path)"; listen-on { 127.0.0.1; }; listen-on-v6 { none; }; recursion no;
          pid-file none; session-keyfile none; dnssec-validation no;
        };
        controls { };
        zone "corp.example" { type primary; file "corp.zone"; };
        zone "broken.example" { type primary; file "missing.zone"; };

        """)
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    try folder.write(
      "apim-dns.json5",
      text: """
        { hostnames: 'v2', instances: [{ name: 'a', region: 'westus', vip: '10.1.0.5',
          names: { gateway: [\(list)], developerPortal: [] } }] }
        """)
    try folder.write("resolv.conf", text: "nameserver 127.0.0.1\noptions timeout:2 attempts:1\n")
    try folder.write("nsswitch.conf", text: "hosts: files dns\n")
    return try await run(
      """
      ip link set lo up
      mount --bind resolv.conf /etc/resolv.conf
      mount --bind nsswitch.conf /etc/nsswitch.conf
      named -g -c named.conf 2>named.log &
      named=$!
      trap 'kill -CONT $named; kill $named; wait $named' EXIT
      for try in $(seq 200); do ! grep -q ' running$' named.log || break; sleep 0.05; done
      \(before)
      "$apim_dns" verify
      """, namespaces: "--mount", "--net")
  }

  @Test(.needs("unshare", "ip", "named")) func eachAnswerIsReported() async throws {
    let result = try await verify(
      ["true", "alias", "other", "public", "text", "six", "none"].map { "\($0).corp.example" })
    #expect(result.errors == "")
    #expect(
      result.output == """
        system resolver
          = true.corp.example  10.1.0.5
          = alias.corp.example  10.1.0.5
          ! other.corp.example  answered 10.1.0.6, expected 10.1.0.5
          ! public.corp.example  answered 20.1.0.5, which is not a private address, expected 10.1.0.5
          ! text.corp.example  no address, expected 10.1.0.5
          ! six.corp.example  no address, expected 10.1.0.5
          ! none.corp.example  no such name, expected 10.1.0.5
        2 of 7 answers match the inventory

        """)
    #expect(result.status == 2)
  }

  @Test(
    "Where the system resolver knows no name, verify says how to query another server", .needs("unshare", "ip", "named")
  )
  func nothingIsKnown() async throws {
    let result = try await verify(["none.corp.example", "text.corp.example"])
    #expect(
      result.errors
        == "note: the system resolver knows none of these names. To query the name server that has them, add --server IP.\n"
    )
    #expect(result.status == 2)
  }

  /// A failure that is reported at once concerns only one name.
  @Test(.needs("unshare", "ip", "named")) func failingServerIsQueriedForTheOtherNames() async throws {
    let result = try await verify(["x.broken.example", "true.corp.example"])
    #expect(
      result.output == """
        system resolver
          ? x.broken.example  the system resolver cannot look up x.broken.example: Temporary failure in name resolution
          = true.corp.example  10.1.0.5
        1 of 2 answers match the inventory

        """)
    #expect(result.status == 1)
  }

  /// A stopped server accepts queries and does not answer; `verify` waits for it once.
  @Test(.needs("unshare", "ip", "named")) func silentServerIsQueriedOnce() async throws {
    let result = try await verify(["true.corp.example", "other.corp.example"], before: "kill -STOP $named")
    let failure = "the system resolver cannot look up true.corp.example: Temporary failure in name resolution"
    #expect(
      result.output == """
        system resolver
          ? true.corp.example  \(failure)
          ? other.corp.example  not queried: \(failure)
        0 of 2 answers match the inventory

        """)
    #expect(result.status == 1)
  }
}
