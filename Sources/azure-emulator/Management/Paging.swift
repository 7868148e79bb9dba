import FoundationEssentials

/// A page of a list.
struct Page<Item: Encodable & Sendable>: Encodable, Sendable {
  let value: [Item]
  /// The URL of the next page; nil on the last page.
  let nextLink: String?
}

extension ManagementRequest {
  /// Cuts the requested page out of a list.
  ///
  /// `$top` and `--page-size` limit the page. The token of the next page is the key of the last item, so changes between two
  /// pages neither repeat nor lose unchanged items.
  ///
  /// - Parameters:
  ///   - elements: all elements, ordered by key.
  ///   - key: the sort key of an element.
  ///   - item: the item on the page.
  /// - Returns: the response with the page.
  /// - Throws: ``ManagementError`` if `$top` or `$skipToken` is not valid.
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

  private var top: Int? {
    get throws(ManagementError) {
      guard let text = request.target["$top"] else { return nil }
      guard let top = Int(digits: text), top > 0 else {
        throw .resourceManager(400, "InvalidTopParameter", "The value '\(text)' of $top is no positive whole number.")
      }
      return top
    }
  }

  /// The URL of the page after an element.
  private func link(after key: String) -> String {
    var items = ["api-version=\(apiVersion)"]
    for name in ["$top", "$recordsetnamesuffix"] {
      if let value = request.target[name] { items.append("\(name)=\(percentEncoded(value))") }
    }
    items.append("$skipToken=\(percentEncoded(base64(key)))")
    return "\(authority)\(request.target.path)?\(items.joined(separator: "&"))"
  }
}

/// Percent-encodes all bytes but letters, digits and `-._~`.
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
