/// A region that Azure's own list has.
package struct KnownRegion: Hashable, Sendable {
  /// The region.
  package let region: Region
  /// Whether it only groups regions or is a test ring, so that nobody's instance runs in it.
  package let isLogical: Bool

  /// Makes a known region, as one is known from elsewhere than the list.
  package init(region: Region, isLogical: Bool) {
    self.region = region
    self.isLogical = isLogical
  }

  /// Finds a region by its name or display name, in any case and with or without blanks.
  ///
  /// - Parameters:
  ///   - text: the name as somebody wrote it.
  ///   - cloud: the cloud in whose list it is looked for.
  /// - Returns: the region; nothing where the list does not have it, as it was when this program was built.
  package static func find(_ text: String, in cloud: Cloud) -> KnownRegion? {
    // Most write the name itself.
    directory[cloud].flatMap { $0[text] ?? $0[key(of: text)] }
  }

  /// The names of a cloud's regions in which an instance can run.
  package static func names(in cloud: Cloud) -> [String] { RegionTable.physical(in: cloud).map(\.name) }

  /// The regions of each cloud by the keys of both their names.
  private static let directory: [Cloud: [String: KnownRegion]] = {
    var directory: [Cloud: [String: KnownRegion]] = [:]
    for cloud in Cloud.allCases {
      // Of a test ring there may be a logical and a physical row under one display name; the physical one wins.
      let logical = cloud == .global ? RegionTable.logical : []
      for (rows, isLogical) in [(logical, true), (RegionTable.physical(in: cloud), false)] {
        for row in rows {
          guard let region = Region(row.name) else { continue }
          let known = KnownRegion(region: region, isLogical: isLogical)
          directory[cloud, default: [:]][key(of: row.displayName)] = known
          directory[cloud, default: [:]][key(of: row.name)] = known
        }
      }
    }
    return directory
  }()

  /// A name without blanks, in lower case.
  private static func key(of text: String) -> String {
    let bytes = text.utf8.lazy.filter { $0 != UInt8(ascii: " ") }
      .map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    return String(decoding: Array(bytes), as: UTF8.self)
  }
}
