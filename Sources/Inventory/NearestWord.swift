/// Suggests the right word for a misspelled one.
package enum NearestWord {
  /// The length in bytes beyond which no suggestion is made.
  private static let maxLength = 40

  /// Finds the nearest word to a misspelled one; the first of several equally near ones.
  ///
  /// The comparison ignores case. It allows a distance of 1 in up to four letters, 2 in up to eight, and 3 in longer words.
  package static func find(for word: String, among words: [String]) -> String? {
    ranked(word, among: words) { distance($0, $1) }.first
  }

  /// Finds all words near to a misspelled one, the nearest first.
  ///
  /// Unlike ``find(for:among:)``, it also finds words with the same letters in another order, as in `useast` for `eastus`.
  static func all(for word: String, among words: [String]) -> [String] {
    ranked(word, among: words) { left, right in
      left.sorted() == right.sorted() ? min(1, distance(left, right)) : distance(left, right)
    }
  }

  /// The words within the allowed distance, the nearest first.
  private static func ranked(
    _ word: String, among words: [String], by measure: ([UInt8], [UInt8]) -> Int
  ) -> [String] {
    let written = lowerCased(word)
    guard !written.isEmpty, written.count <= maxLength else { return [] }
    let maxDistance = written.count <= 4 ? 1 : written.count <= 8 ? 2 : 3
    let candidates = candidates(for: written, among: words, maxDistance)
    let distances = candidates.map { (distance: measure(written, lowerCased(words[$0])), number: $0) }
    return distances.filter { $0.distance <= maxDistance }.sorted { $0 < $1 }.map { words[$0.number] }
  }

  /// The indices of words that can be near enough: each difference in length and each missing letter adds to the distance.
  ///
  /// This is much faster than measuring; a file can have a million wrong words.
  static func candidates(for written: [UInt8], among words: [String], _ maxDistance: Int) -> [Int] {
    let letters = letters(of: written)
    return words.indices.filter { number in
      let word = words[number].utf8
      return abs(word.count - written.count) <= maxDistance
        && (Self.letters(of: word) & ~letters).nonzeroBitCount <= maxDistance
    }
  }

  /// The letters of a word as a bit set; upper and lower case, and a few other characters, share a bit.
  private static func letters(of word: some Sequence<UInt8>) -> UInt32 {
    word.reduce(0) { $1 < 0x40 ? $0 : $0 | 1 << UInt32($1 & 31) }
  }

  /// The bytes of a word with its ASCII letters in lower case.
  private static func lowerCased(_ word: String) -> [UInt8] {
    word.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  /// The number of letters to insert, delete, replace or swap with their neighbor.
  ///
  /// This is the optimal string alignment distance, a restricted Damerau-Levenshtein distance.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var cost = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
