import DNSModel

/// What follows the instance's name in each hostname of an instance with one location, suffix included: there are few of
/// these, and a large inventory has them often.
struct HostnameEndings {
  /// What decides them.
  private struct Key: Hashable {
    let scheme: HostnameScheme
    let region: UInt32
  }

  /// The cloud's suffix.
  private let suffix: DomainName
  /// All that were asked for.
  private var all: [Key: [[UInt8]]] = [:]
  /// The ones that were asked for last.
  private var last: (key: Key, endings: [[UInt8]])?

  /// Begins without any.
  init(in cloud: Cloud) { suffix = cloud.gatewaySuffix }

  /// Gives the endings in the order of the scheme.
  ///
  /// - Parameters:
  ///   - scheme: how the hostnames are formed.
  ///   - number: the number of the region.
  ///   - region: the region itself.
  /// - Returns: what follows the name.
  mutating func find(_ scheme: HostnameScheme, _ number: UInt32, _ region: Region) -> [[UInt8]] {
    let key = Key(scheme: scheme, region: number)
    if let last, last.key == key { return last.endings }
    let endings = all[key] ?? scheme.middles(in: [region]).map { Array("\($0.text).\(suffix)".utf8) }
    all[key] = endings
    last = (key, endings)
    return endings
  }
}
