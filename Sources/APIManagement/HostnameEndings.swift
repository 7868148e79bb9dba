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
  /// Every ending without anything between them.
  private var bytes: [UInt8] = []
  /// Where each ending stands.
  private var places: [Range<Int>] = []
  /// The endings of each key that was asked for, by their numbers.
  private var numbers: [Key: Range<Int>] = [:]
  /// What was asked for last.
  private var last: (key: Key, numbers: Range<Int>)?

  /// Begins without any.
  init(in cloud: Cloud) { suffix = cloud.gatewaySuffix }

  /// Finds the endings in the order of the scheme.
  ///
  /// - Parameters:
  ///   - scheme: how the hostnames are formed.
  ///   - region: the number of the region.
  ///   - regions: all regions.
  /// - Returns: the numbers of what follows the name.
  mutating func find(_ scheme: HostnameScheme, _ region: UInt32, in regions: [Region]) -> Range<Int> {
    let key = Key(scheme: scheme, region: region)
    if let last, last.key == key { return last.numbers }
    let numbers = numbers[key] ?? add(scheme.middles(in: [regions[Int(region)]]).map { "\($0.text).\(suffix)" })
    self.numbers[key] = numbers
    last = (key, numbers)
    return numbers
  }

  /// Lends out the ending of a number.
  func withText<Result>(_ number: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(places[number]))
  }

  /// Adds endings behind the last.
  private mutating func add(_ endings: [String]) -> Range<Int> {
    let first = places.count
    for ending in endings {
      places.append(bytes.count..<bytes.count + ending.utf8.count)
      bytes += ending.utf8
    }
    return first..<places.count
  }
}
