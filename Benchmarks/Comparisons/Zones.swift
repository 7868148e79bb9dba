import Foundation

/// Zone files with a hundred thousand names: the whole job, beside programs that only do a part of it.
enum Zones {
  /// The names of the large case.
  private static let names = 100_000

  static func comparisons(in place: Workplace) throws -> [Comparison] {
    let (apply, moved, wanted) = try instanceMoved(names, "zones", place)
    return [
      Comparison(
        "zones: whole job, 100,000 names of which one instance moved, beside the check of the file alone",
        ours: ShellLine("\(apply) \(wanted)"),
        other: ShellLine("kzonecheck -o azure-api.net \(place.path("zones"))/azure-api.net.zone"),
        named: "kzonecheck", .atMost(2), memoryLimit: 150
      ) { _ = try Measurement(running: ShellLine("\(apply) \(moved)")) },
      try octoDNS(in: place),
      try manyFiles(in: place),
    ] + (try [1_000, 10_000, 100_000, 1_000_000].map { try growth($0, in: place) })
  }

  /// A zone for each of 5,000 hostnames, each in a file of its own, in a new folder each time.
  private static func manyFiles(in place: Workplace) throws -> Comparison {
    let folder = place.path("zones-many")
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let wanted = try place.file("zones-many.json") { inventory(2_500, first: "10.0.0.0") }
    let floor = try place.file("zones-many.py") {
      Array(
        """
        import os, sys
        folder, count, flags = sys.argv[1], 5001, os.O_WRONLY | os.O_CREAT | os.O_EXCL
        for number in range(count):
            file = os.open(f"{folder}/{number}.tmp", flags)
            os.write(file, b"x" * 256)
            os.fsync(file)
            os.close(file)
        for number in range(count):
            os.rename(f"{folder}/{number}.tmp", f"{folder}/{number}")
        os.fsync(os.open(folder, os.O_RDONLY))

        """.utf8)
    }
    let new = "$(mktemp -d -p \(folder))"
    return Comparison(
      "zones: 5,000 zone files, all new",
      ours: ShellLine("sh -c '\(place.program) apply zones --quiet --directory \(new) --inventory \(wanted)'"),
      other: ShellLine("sh -c 'python3 \(floor) \(new)'"), named: "write, fsync, rename", .atMost(2))
  }

  /// The whole job at one of several sizes, to see how it grows.
  private static func growth(_ names: Int, in place: Workplace) throws -> Comparison {
    let folder = "zones-growth-\(names)"
    let (apply, moved, wanted) = try instanceMoved(names, folder, place)
    return Comparison(
      "zones: growth, \(names) names of which one instance moved", ours: ShellLine("\(apply) \(wanted)"),
      other: ShellLine("kzonecheck -o azure-api.net \(place.path(folder))/azure-api.net.zone"), named: "kzonecheck",
      .none
    ) { _ = try Measurement(running: ShellLine("\(apply) \(moved)")) }
  }

  /// 100,000 records from a file into a zone file.
  private static func octoDNS(in place: Workplace) throws -> Comparison {
    let source = place.path("octodns/source/azure-api.net.zone")
    let target = place.path("octodns/target")
    for folder in ["octodns/source", "octodns/target"] {
      try FileManager.default.createDirectory(atPath: place.path(folder), withIntermediateDirectories: true)
    }
    let configuration = try place.file("octodns/config.yaml") {
      Array(
        """
        manager: {max_workers: 1}
        providers:
          source: {class: octodns_bind.ZoneFileSource, directory: \(place.path("octodns/source")), file_extension: .zone}
          target: {class: octodns_bind.ZoneFileProvider, directory: \(target), file_extension: .zone}
        zones:
          azure-api.net.: {sources: [source], targets: [target]}

        """.utf8)
    }
    let (apply, moved, wanted) = try instanceMoved(names, "zones-octodns", place)
    return Comparison(
      "zones: 100,000 records of which one changed", ours: ShellLine("\(apply) \(wanted)"),
      other: ShellLine(
        ".build/peers/files/bin/octodns-sync --config-file \(configuration) --doit --force --quiet 2>/dev/null"),
      named: "octoDNS", .timesAsFast(50), rounds: place.isThorough ? 5 : 1
    ) {
      // Both start from a file in which one instance has another address; ours is what octoDNS reads.
      let ours = place.path("zones-octodns/azure-api.net.zone")
      _ = try Measurement(running: ShellLine("\(apply) \(wanted)"))
      _ = try Measurement(running: ShellLine("cp \(ours) \(source)"))
      _ = try Measurement(running: ShellLine("\(apply) \(moved)"))
      _ = try Measurement(running: ShellLine("cp \(ours) \(target)/azure-api.net.zone"))
    }
  }

  /// The line that applies an inventory, and two inventories of so many names that differ in one instance.
  private static func instanceMoved(
    _ names: Int, _ folder: String, _ place: Workplace
  ) throws -> (apply: String, moved: String, wanted: String) {
    (
      "\(place.program) apply zones --quiet --yes --layout parent --name-server ns1.bench.test "
        + "--directory \(place.path(folder)) --inventory",
      try place.file("zones-moved-\(names).json") { inventory(names / 2, first: "10.255.255.254") },
      try place.file("zones-\(names).json") { inventory(names / 2, first: "10.0.0.0") }
    )
  }

  /// An inventory with so many instances, two hostnames each.
  private static func inventory(_ count: Int, first: String) -> [UInt8] {
    var text = "{\"owner\":\"bench\",\"hostnames\":\"v2\",\"instances\":[\n"
    for number in 0..<count {
      let address = number == 0 ? first : "10.\(number >> 16).\(number >> 8 & 255).\(number & 255)"
      text += "{\"name\":\"apim-\(1_000_000 + number)\",\"region\":\"westus\",\"vip\":\"\(address)\"}"
      text += number + 1 < count ? ",\n" : "\n"
    }
    return Array((text + "]}\n").utf8)
  }
}
