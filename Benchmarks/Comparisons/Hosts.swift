import Foundation

/// A big hosts file: what a block costs beside the copying of the file, and beside programs that do such work.
enum Hosts {
  static func comparisons(in place: Workplace) throws -> [Comparison] {
    let big = try lines(100_000, in: place)
    let small = try lines(20_000, in: place)
    let work = place.path("hosts-work")
    let patched = place.path("hosts-patched")
    let instance = "--name contoso-apim --region westus --vip 10.1.0.5 --hostnames regional --quiet"
    let copy =
      "dd if=\(big) of=\(work).new bs=1M conv=fsync status=none && mv \(work).new \(work) && sync \(place.folder)"
    let growth = try [1000, 10_000, 100_000, 1_000_000].map { count in
      let original = try lines(count, in: place)
      let copy = copy.replacing(big, with: original)
      return Comparison(
        "hosts: growth, patch \(count) lines",
        ours: ShellLine("\(place.program) apply hosts --no-backup --file \(work) \(instance)"),
        other: ShellLine("sh -c '\(copy)'"), named: "copy, fsync, rename", .none,
        prepare: { try put(original, at: work) })
    }
    return growth + [
      Comparison(
        "hosts: patch 100,000 lines, no backup",
        ours: ShellLine("\(place.program) apply hosts --no-backup --file \(work) \(instance)"),
        other: ShellLine("sh -c '\(copy)'"), named: "copy, fsync, rename", .atMost(3),
        memoryLimit: 150,
        prepare: { try put(big, at: work) }),
      Comparison(
        "hosts: patch 100,000 lines, with backup",
        ours: ShellLine("\(place.program) apply hosts --file \(work) \(instance)"),
        other: ShellLine("sh -c '\(copy)'"), named: "copy, fsync, rename", .atMost(3),
        memoryLimit: 150,
        prepare: {
          try? FileManager.default.removeItem(atPath: place.path(".hosts-work.apim-dns.bak"))
          try put(big, at: work)
        }),
      Comparison(
        "hosts: unchanged, 100,000 lines",
        ours: ShellLine("\(place.program) apply hosts --no-backup --file \(patched) \(instance)"),
        other: ShellLine("cat \(patched)"), named: "cat", .atMost(6), memoryLimit: 150, rounds: 11,
        prepare: { if !FileManager.default.fileExists(atPath: patched) { try put(big, at: patched) } }),
      Comparison(
        "hosts: two names into 20,000 lines",
        ours: ShellLine("\(place.program) apply hosts --no-backup --file \(work) \(instance)"),
        other: ShellLine("\(peer("python")) -c '\(pythonHosts)' \(work)"), named: "python-hosts", .timesAsFast(1),
        prepare: { try put(small, at: work) }),
      try wholeFile(in: place),
    ]
  }

  /// Ten thousand names into an empty file, beside octoDNS with its provider for hosts files.
  private static func wholeFile(in place: Workplace) throws -> Comparison {
    let count = 10_000
    let inventory = try place.file("hosts-inventory-\(count).json") {
      let instances = (0..<count / 2).map {
        "{\"name\":\"apim-\($0)\",\"region\":\"westus\",\"vip\":\"\(address($0))\"}"
      }
      return Array(
        "{\"owner\":\"bench\",\"hostnames\":\"regional\",\"instances\":[\(instances.joined(separator: ",\n"))]}\n".utf8)
    }
    let records = (0..<count).map { "h\($0) 300 IN A \(address($0))\n" }.joined()
    let apex =
      "$ORIGIN bench.test.\n@ 300 IN SOA ns1 host 1 3600 600 1209600 3600\n@ 300 IN NS ns1\nns1 300 IN A 10.0.0.1\n"
    _ = try place.file("bench.test.zone") { Array((apex + records).utf8) }
    let settings = try place.file("octodns.yaml") {
      Array(
        """
        manager: {max_workers: 1}
        providers:
          src: {class: octodns_bind.ZoneFileSource, directory: \(place.folder), file_extension: .zone}
          dst: {class: octodns_etchosts.EtcHostsProvider, directory: \(place.folder), strict_supports: false}
        zones:
          bench.test.: {sources: [src], targets: [dst]}

        """.utf8)
    }
    let work = place.path("hosts-whole")
    return Comparison(
      "hosts: 10,000 names into an empty file",
      ours: ShellLine("\(place.program) apply hosts --no-backup --quiet --file \(work) --inventory \(inventory)"),
      other: ShellLine("\(peer("octodns-sync")) --quiet --config-file \(settings) --doit --force 2>/dev/null"),
      named: "octodns-etchosts", .timesAsFast(1),
      prepare: { try Data().write(to: URL(filePath: work)) })
  }

  private static let pythonHosts = """
    import sys; from python_hosts import Hosts, HostsEntry; file = Hosts(path=sys.argv[1]); \
    file.add([HostsEntry(entry_type="ipv4", address="10.1.0.5", \
    names=["contoso-apim.westus.azure-api.net", "contoso-apim.portal.azure-api.net"])]); file.write()
    """

  /// A program of the virtual environment that scripts/peers.sh makes.
  private static func peer(_ name: String) -> String { ".build/peers/files/bin/\(name)" }

  /// A fresh copy; its changes must be older than what file systems can tell apart, as they are with any real file.
  private static func put(_ original: String, at path: String) throws {
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: original, toPath: path)
    Thread.sleep(forTimeInterval: 0.12)
  }

  private static func address(_ number: Int) -> String { "10.\(number >> 16).\(number >> 8 & 255).\(number & 255)" }

  /// A hosts file of so many lines.
  ///
  /// Another program writes it, because the memory of this one counts as that of its children.
  private static func lines(_ count: Int, in place: Workplace) throws -> String {
    let path = place.path("hosts-\(count)")
    guard !FileManager.default.fileExists(atPath: path) else { return path }
    let program =
      "BEGIN { for (i = 0; i < \(count); i++) printf \"10.%d.%d.%d\\th%07d.bench.test\\n\", i / 65536, i / 256 % 256, i % 256, i }"
    _ = try Measurement(running: ShellLine("awk '\(program)' >\(path)"))
    return path
  }
}
