package import APIManagement

extension SettingRule {
  /// How many names are offered in the place of an unknown one.
  private static let mostOffers = 3

  /// Takes the name or the display name of a region.
  ///
  /// - Parameters:
  ///   - text: the name as somebody wrote it.
  ///   - cloud: the cloud in which the instance runs.
  ///   - unknownAllowed: whether the region may be newer than the list of regions in this program.
  /// - Returns: the region, and whether it is only a group of regions.
  /// - Throws: ``InvalidSetting`` with the nearest regions of the cloud, or the cloud that does have the region.
  package static func region(
    _ text: String, in cloud: Cloud, unknownAllowed: Bool
  ) throws(InvalidSetting) -> KnownRegion {
    if let known = KnownRegion.find(text, in: cloud) { return known }
    let quoted = PrintableText.quoted(text)
    guard let region = Region(text) else {
      throw InvalidSetting("\(quoted) is no region: use a name such as 'westeurope' or 'West Europe'")
    }
    if unknownAllowed { return KnownRegion(region: region, isLogical: false) }
    if let other = Cloud.allCases.first(where: { KnownRegion.find(text, in: $0) != nil }) {
      throw InvalidSetting(
        "\(quoted) is a region of the cloud '\(other.rawValue)', and the cloud here is '\(cloud.rawValue)'")
    }
    let nearest = NearestWord.all(for: region.name, among: KnownRegion.names(in: cloud)).prefix(mostOffers)
    let offer =
      nearest.isEmpty
      ? "'az account list-locations' lists the regions"
      : "did you mean \(alternatives(nearest.map { "'\($0)'" }))?"
    throw InvalidSetting(
      "unknown region \(quoted); \(offer) (allowUnknownRegion: true for the instance, or --allow-unknown-region, takes "
        + "one that is newer than this program)")
  }

  /// Words with commas between them, and `or` before the last.
  private static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return "\(words.dropLast().joined(separator: ", ")) or \(last)"
  }

  /// What is said about a region that is only a group of regions.
  static func remark(onLogical region: Region) -> String {
    "'\(region)' is a group of regions or a test ring, and an instance runs in one region: name that one"
  }
}
