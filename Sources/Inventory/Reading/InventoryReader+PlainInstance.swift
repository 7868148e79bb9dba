import APIManagement
import DNSModel

extension InventoryReader {
  /// Takes an instance of the shape that nearly all have, `{ name, region, vip }` in plain texts without a mistake.
  ///
  /// ``readInstance(_:)`` takes every instance and says what is wrong with it; this only saves its work.
  ///
  /// - Parameter value: the instance.
  /// - Returns: whether it was of that shape; where it was not, nothing happened.
  mutating func takePlainInstance(_ value: JSON5Value) -> Bool {
    let document = value.document
    let first = value.index + 1
    // Three keys and three texts; as each key must be there, none can repeat.
    guard value.kind == .object, value.indexBehind == first + 6 else { return false }
    var (name, region, vip): (Range<Int>?, Range<Int>?, Range<Int>?)
    for key in stride(from: first, to: first + 6, by: 2) {
      guard let word = document.plainText(key), let text = document.plainText(key + 1) else { return false }
      switch word.count {
      case 4 where document.isText(word, "name"): name = text
      case 6 where document.isText(word, "region"): region = text
      case 3 where document.isText(word, "vip"): vip = text
      default: return false
      }
    }
    guard let name, let region, let vip, InstanceName.isCanonical(document.bytes[name]),
      let address = IPv4Address(document.bytes[vip]), address.isPrivate,
      let known = regions.find(document.bytes[region], in: cloud), !known.isLogical
    else { return false }
    return gathered.addPlain(
      document.bytes[name], at: .byte(name.lowerBound - 1), scheme, known.region, address)
  }
}
