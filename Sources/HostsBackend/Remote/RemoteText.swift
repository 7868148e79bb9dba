/// What another machine wrote, made fit for messages.
enum RemoteText {
  /// The lines of a text without blanks at their ends; control characters become question marks, long lines are cut, empty
  /// ones left out.
  static func lines(of bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let scalars = String(decoding: line, as: UTF8.self).unicodeScalars.map { scalar -> Unicode.Scalar in
        switch scalar.properties.generalCategory {
        case .control: scalar == "\t" || scalar == "\r" ? " " : "?"
        case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: "?"
        default: scalar
        }
      }
      let text = scalars.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
      guard !text.isEmpty else { return nil }
      let shown = String(String.UnicodeScalarView(text.prefix(longest)))
      return text.count > longest ? "\(shown)…" : shown
    }
  }

  /// The characters of a line beyond which it is cut.
  private static let longest = 600
}
