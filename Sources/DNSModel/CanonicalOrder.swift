/// The canonical order of names: by label from the right, as unsigned bytes
/// ([RFC 4034 §6.1](https://www.rfc-editor.org/rfc/rfc4034#section-6.1)).
package enum CanonicalOrder {
  /// Compares two names in lower case, both absolute or both relative to the same zone, without a dot at their end.
  ///
  /// - Parameters:
  ///   - left: the one name; empty for the zone itself.
  ///   - right: the other.
  /// - Returns: whether the left one comes first.
  package static func isBefore(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8.span, right.utf8.span)
    var (leftStart, rightStart) = (left.count, right.count)
    while leftStart > 0, rightStart > 0, left[leftStart - 1] == right[rightStart - 1] {
      leftStart -= 1
      rightStart -= 1
    }
    // What differs first from the right lies in these labels.
    while leftStart > 0, left[leftStart - 1] != dot { leftStart -= 1 }
    while rightStart > 0, right[rightStart - 1] != dot { rightStart -= 1 }
    while leftStart < left.count, rightStart < right.count, left[leftStart] != dot,
      left[leftStart] == right[rightStart]
    {
      leftStart += 1
      rightStart += 1
    }
    let leftByte = leftStart < left.count ? left[leftStart] : dot
    let rightByte = rightStart < right.count ? right[rightStart] : dot
    // Where the labels are the same after all, one name lies below the other.
    guard leftByte != rightByte else { return left.count < right.count }
    return leftByte == dot || rightByte != dot && leftByte < rightByte
  }

  /// Brings names into canonical order.
  ///
  /// - Parameter names: the names, as ``isBefore(_:_:)`` takes them.
  /// - Returns: their places in the array, that of the first name first.
  package static func order(of names: [String]) -> [Int] {
    let isInOrder = names.indices.dropFirst().allSatisfy { !isBefore(names[$0], names[$0 - 1]) }
    if isInOrder { return Array(names.indices) }
    // Names with one parent often are in order already, and the sort takes a stretch in order as a whole.
    let siblings = Dictionary(grouping: names.indices) { Substring(names[$0].utf8.drop { $0 != dot }) }
    return siblings.values.joined().sorted { isBefore(names[$0], names[$1]) }
  }

  private static let dot = UInt8(ascii: ".")
}

extension DomainName: Comparable {
  /// Canonical order.
  public static func < (left: DomainName, right: DomainName) -> Bool { CanonicalOrder.isBefore(left.text, right.text) }
}
