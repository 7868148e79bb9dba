/// The canonical order of names: by label from the right, as unsigned bytes
/// ([RFC 4034 §6.1](https://www.rfc-editor.org/rfc/rfc4034#section-6.1)).
public enum CanonicalOrder {
  /// Compares two names in lower case, both absolute or both relative to the same zone, without a dot at their end.
  ///
  /// - Parameters:
  ///   - left: the one name; empty for the zone itself.
  ///   - right: the other.
  /// - Returns: whether the left one comes first.
  public static func isBefore(_ left: String, _ right: String) -> Bool {
    left.utf8.span.withUnsafeBufferPointer { left in
      right.utf8.span.withUnsafeBufferPointer { right in isBefore(left, right) }
    }
  }

  /// Compares label by label from the right; no memory is taken, since a sort compares names a million times.
  private static func isBefore(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    var (leftEnd, rightEnd) = (left.count, right.count)
    while leftEnd > 0, rightEnd > 0 {
      let leftLabel = left[labelStart(left, before: leftEnd)..<leftEnd]
      let rightLabel = right[labelStart(right, before: rightEnd)..<rightEnd]
      guard leftLabel.elementsEqual(rightLabel) else { return leftLabel.lexicographicallyPrecedes(rightLabel) }
      (leftEnd, rightEnd) = (leftLabel.startIndex - 1, rightLabel.startIndex - 1)
    }
    return leftEnd <= 0 && rightEnd > 0
  }

  /// Where the label before an index begins.
  private static func labelStart(_ name: UnsafeBufferPointer<UInt8>, before end: Int) -> Int {
    var start = end
    while start > 0, name[start - 1] != UInt8(ascii: ".") { start -= 1 }
    return start
  }
}

extension DomainName: Comparable {
  /// Canonical order.
  public static func < (left: DomainName, right: DomainName) -> Bool { CanonicalOrder.isBefore(left.text, right.text) }
}
