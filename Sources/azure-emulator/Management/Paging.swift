import FoundationEssentials

/// One page of a list.
struct Page<Item: Encodable & Sendable>: Encodable, Sendable {
  /// The items.
  let value: [Item]
  /// Where the next page is; none after the last.
  let nextLink: String?
}

extension ManagementRequest {
  /// Cuts the page that this request asks for out of a list.
  ///
  /// A page holds at most what `$top` and `--page-size` allow. The token of the next page is the key of this one's last
  /// item, so that changes between two pages neither repeat nor lose an item that did not change.
  ///
  /// - Parameters:
  ///   - elements: all elements, in the order of their keys.
  ///   - key: an element's place in the order.
  ///   - item: what the page shows of an element.
  /// - Returns: the answer with the page.
  /// - Throws: ``ManagementError`` when `$top` or `$skipToken` is wrong.
  func page<Elements: RandomAccessCollection, Item: Encodable & Sendable>(
    _ elements: Elements, key: (Elements.Element) -> String, item: (Elements.Element) -> Item
  ) throws(ManagementError) -> HTTPResponse {
    var start = elements.startIndex
    if let text = request.target["$skipToken"] {
      guard let last = Data(base64Encoded: text).map({ String(decoding: $0, as: UTF8.self) }) else {
        throw .resourceManager(400, "InvalidSkipToken", "The $skipToken '\(text)' is none that was given here.")
      }
      start = elements.partitionPoint { key($0) > last }
    }
    let rest = elements[start...]
    let shown = rest.prefix(min(try top ?? settings.pageSize, settings.pageSize))
    var nextLink: String?
    if shown.count < rest.count, let last = shown.last { nextLink = link(after: key(last)) }
    var response = HTTPResponse.json(200, Page(value: shown.map(item), nextLink: nextLink))
    response.fields.append("x-ms-ratelimit-remaining-subscription-resource-entities-read", "60000")
    return response
  }

  /// How many items the client wants at most.
  private var top: Int? {
    get throws(ManagementError) {
      guard let text = request.target["$top"] else { return nil }
      guard let top = Int(digits: text), top > 0 else {
        throw .resourceManager(400, "InvalidTopParameter", "The value '\(text)' of $top is no positive whole number.")
      }
      return top
    }
  }

  /// The address of the page after an element.
  private func link(after key: String) -> String {
    var items = ["api-version=\(apiVersion)"]
    for name in ["$top", "$recordsetnamesuffix"] {
      if let value = request.target[name] { items.append("\(name)=\(percentEncoded(value))") }
    }
    items.append("$skipToken=\(percentEncoded(base64(key)))")
    return "\(authority)\(request.target.path)?\(items.joined(separator: "&"))"
  }
}

/// A text with all bytes percent-encoded but those that never need it.
func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      bytes.append(byte)
    default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
