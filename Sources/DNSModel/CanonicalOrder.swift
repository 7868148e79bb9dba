/// The canonical order of names: label by label from the right, as unsigned bytes
/// ([RFC 4034 §6.1](https://www.rfc-editor.org/rfc/rfc4034#section-6.1)).
package enum CanonicalOrder {
  /// Compares two names in lower case without a trailing dot, both absolute or both relative to the same zone.
  ///
  /// - Parameters:
  ///   - left: a name; empty for the apex.
  ///   - right: another name; empty for the apex.
  /// - Returns: whether the left name sorts first.
  package static func isBefore(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8.span, right.utf8.span)
    var (leftStart, rightStart) = (left.count, right.count)
    while leftStart > 0, rightStart > 0, left[leftStart - 1] == right[rightStart - 1] {
      leftStart -= 1
      rightStart -= 1
    }
    // The first difference from the right is in these labels.
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
    // If the labels are equal, one name is below the other.
    guard leftByte != rightByte else { return left.count < right.count }
    return leftByte == dot || rightByte != dot && leftByte < rightByte
  }

  /// Sorts names into canonical order.
  ///
  /// - Parameter names: the names, in the form that ``isBefore(_:_:)`` takes.
  /// - Returns: the indices of the names in sorted order.
  package static func order(of names: [String]) -> [Int] {
    let isInOrder = names.indices.dropFirst().allSatisfy { !isBefore(names[$0], names[$0 - 1]) }
    if isInOrder { return Array(names.indices) }
    // Names with the same parent are often in order already, and the sort is fast for ordered runs. The length of the parent
    // tells most parents apart.
    let siblings = Dictionary(grouping: names.indices) { parentLength(of: names[$0]) }
    return siblings.values.joined().sorted { isBefore(names[$0], names[$1]) }
  }

  private static func parentLength(of name: String) -> Int {
    let bytes = name.utf8.span
    let firstDot = bytes.indices.first { bytes[$0] == dot } ?? bytes.count
    return bytes.count - firstDot
  }

  private static let dot = UInt8(ascii: ".")
}

extension DomainName: Comparable {
  /// Canonical order.
  public static func < (left: DomainName, right: DomainName) -> Bool { CanonicalOrder.isBefore(left.text, right.text) }
}
