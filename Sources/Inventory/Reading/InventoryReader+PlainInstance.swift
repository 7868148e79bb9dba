import APIManagement
import DNSModel

extension InventoryReader {
  /// Reads all instances of the file.
  mutating func readInstances(_ list: JSON5Value?) {
    guard let list, list.kind == .list else { return readEach(list) { $0.readInstance($1) } }
    // A plain instance is an object with three keys and their values.
    gathered.reserveCapacity(list.elements.nodeCount / 7)
    let (nodeList, byteList) = (list.document.nodes, list.document.bytes)
    let (nodes, bytes) = (nodeList.span, byteList.span)
    var index = list.index + 1
    while index < list.indexBehind {
      let indexBehind = nodes[index].indexBehind(index)
      if !takePlainInstance(nodes.extracting(index..<indexBehind), bytes) {
        readInstance(JSON5Value(document: list.document, index: index))
      }
      index = indexBehind
    }
  }

  /// Takes an instance of the shape that nearly all have, `{ name, region, vip }` and perhaps `hostnames`, in plain texts
  /// without a mistake.
  ///
  /// ``readInstance(_:)`` takes every instance and says what is wrong with it; this only saves its work.
  ///
  /// - Parameters:
  ///   - nodes: the instance and all that is within it.
  ///   - bytes: the document.
  /// - Returns: whether it was of that shape; where it was not, nothing happened.
  private mutating func takePlainInstance(_ nodes: Span<JSON5Node>, _ bytes: Span<UInt8>) -> Bool {
    guard nodes[0].kind == .object, nodes.count == 7 || nodes.count == 9 else { return false }
    var (name, region, vip, chosen): (Range<Int>?, Range<Int>?, Range<Int>?, HostnameScheme?)
    for key in stride(from: 1, to: nodes.count, by: 2) {
      guard let word = nodes[key].plainText, let text = nodes[key + 1].plainText else { return false }
      let key = bytes.extracting(word)
      switch key.count {
      case 4 where name == nil && key.holds("name"): name = text
      case 6 where region == nil && key.holds("region"): region = text
      case 3 where vip == nil && key.holds("vip"): vip = text
      case 9 where chosen == nil && key.holds("hostnames"):
        chosen = HostnameScheme(
          rawValue: bytes.extracting(text).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
        if chosen == nil { return false }
      default: return false
      }
    }
    guard let name, let region, let vip, InstanceName.isCanonical(bytes.extracting(name)),
      let address = bytes.extracting(vip).withUnsafeBufferPointer({ IPv4Address($0) }), address.isPrivate,
      let known = gathered.region(written: bytes.extracting(region), in: cloud),
      gathered.addPlain(bytes.extracting(name), at: .byte(name.lowerBound - 1), chosen ?? scheme, known, address)
    else { return false }
    if chosen != nil { schemeIsChosen = true }
    return true
  }
}

extension Span<UInt8> {
  /// Whether these are the ASCII characters of a word.
  fileprivate func holds(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount else { return false }
    for index in indices where self[index] != word.utf8Start[index] { return false }
    return true
  }
}
