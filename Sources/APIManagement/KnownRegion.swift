/// A region from Azure's own list.
package struct KnownRegion: Hashable, Sendable {
  /// The region.
  package let region: Region
  /// Whether it is a group of regions or a staging region, in which no instance runs.
  package let isLogical: Bool

  /// Makes a region that is not in the list.
  package init(region: Region, isLogical: Bool) {
    self.region = region
    self.isLogical = isLogical
  }

  /// Finds a region by name or display name, ignoring case and spaces.
  ///
  /// - Parameters:
  ///   - text: the name or display name.
  ///   - cloud: the cloud whose list to search.
  /// - Returns: the region; nil if the list, which is as old as this program, does not have it.
  package static func find(_ text: String, in cloud: Cloud) -> KnownRegion? {
    // The name itself is the usual form.
    directory[cloud].flatMap { $0[text] ?? $0[key(of: text)] }
  }

  /// The names of the regions of a cloud in which an instance can run.
  package static func names(in cloud: Cloud) -> [String] { RegionTable.physical(in: cloud).map(\.name) }

  /// The regions of each cloud by the keys of name and display name.
  private static let directory: [Cloud: [String: KnownRegion]] = {
    var directory: [Cloud: [String: KnownRegion]] = [:]
    for cloud in Cloud.allCases {
      // A staging region can have a logical and a physical row with the same display name; the physical one wins.
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

  /// A name without spaces, in lower case.
  private static func key(of text: String) -> String {
    let bytes = text.utf8.lazy.filter { $0 != UInt8(ascii: " ") }
      .map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    return String(decoding: Array(bytes), as: UTF8.self)
  }
}
