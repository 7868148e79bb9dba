import APIManagement
import DNSModel

extension InventoryReader {
  /// Takes an instance of the shape that nearly all have, `{ name, region, vip }` and perhaps `hostnames`, in plain texts
  /// without a mistake.
  ///
  /// ``readInstance(_:)`` takes every instance and says what is wrong with it; this only saves its work.
  ///
  /// - Parameter value: the instance.
  /// - Returns: whether it was of that shape; where it was not, nothing happened.
  mutating func takePlainInstance(_ value: JSON5Value) -> Bool {
    let document = value.document
    let members = value.index + 1..<value.indexBehind
    guard value.kind == .object, members.count == 6 || members.count == 8 else { return false }
    var (name, region, vip, chosen): (Range<Int>?, Range<Int>?, Range<Int>?, HostnameScheme?)
    for key in stride(from: members.lowerBound, to: members.upperBound, by: 2) {
      guard let word = document.plainText(key), let text = document.plainText(key + 1) else { return false }
      switch word.count {
      case 4 where name == nil && document.isText(word, "name"): name = text
      case 6 where region == nil && document.isText(word, "region"): region = text
      case 3 where vip == nil && document.isText(word, "vip"): vip = text
      case 9 where chosen == nil && document.isText(word, "hostnames"):
        chosen = HostnameScheme(rawValue: String(decoding: document.bytes[text], as: UTF8.self))
        if chosen == nil { return false }
      default: return false
      }
    }
    guard let name, let region, let vip else { return false }
    let bytes = document.bytes
    let text = bytes.span
    guard InstanceName.isCanonical(text.extracting(name)),
      let address = IPv4Address(bytes[vip]), address.isPrivate,
      let known = gathered.region(written: text.extracting(region), in: cloud),
      gathered.addPlain(text.extracting(name), at: .byte(name.lowerBound - 1), chosen ?? scheme, known, address)
    else { return false }
    if chosen != nil { schemeIsChosen = true }
    return true
  }
}
