import Diagnostics

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// JSON on one line with keys in alphabetical order.
///
/// Characters that are harmful on a terminal are escaped, also those that JSON allows, such as U+009B.
enum JSONText {
  static func of(_ value: some Encodable) throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return PrintableText.escapedJSON(String(decoding: try encoder.encode(value), as: UTF8.self)) + "\n"
    } catch {
      throw Failure(.failed, "cannot write the result as JSON: \(error)")
    }
  }
}
