/// Finds the right word for a misspelled one.
package enum NearestWord {
  /// The words that nobody means when they wrote something longer.
  private static let longestWord = 40

  /// Finds the word that a misspelled one most likely stands for, the first of several equally near ones.
  ///
  /// Words are compared without regard to case. One slip is forgiven in up to four letters, two in up to eight, and three
  /// in longer words.
  package static func find(for word: String, among words: [String]) -> String? {
    ranked(word, among: words) { distance($0, $1) }.first
  }

  /// Finds all words that a misspelled one may stand for, the nearest first.
  ///
  /// Beyond what ``find(for:among:)`` forgives, parts may stand in another order, as in `useast` for `eastus`.
  static func all(for word: String, among words: [String]) -> [String] {
    ranked(word, among: words) { left, right in
      left.sorted() == right.sorted() ? min(1, distance(left, right)) : distance(left, right)
    }
  }

  /// The words near to a misspelled one by some measure, the nearest first.
  private static func ranked(
    _ word: String, among words: [String], by measure: ([UInt8], [UInt8]) -> Int
  ) -> [String] {
    let written = lowerCased(word)
    guard !written.isEmpty, written.count <= longestWord else { return [] }
    let slips = written.count <= 4 ? 1 : written.count <= 8 ? 2 : 3
    let candidates = candidates(for: written, among: words, slips)
    let distances = candidates.map { (distance: measure(written, lowerCased(words[$0])), number: $0) }
    return distances.filter { $0.distance <= slips }.sorted { $0 < $1 }.map { words[$0.number] }
  }

  /// The words worth measuring: a difference in length is so many letters at least, and so is each letter that is missing.
  ///
  /// A file can have a million wrong words, and mostly this alone says that nothing is near.
  static func candidates(for written: [UInt8], among words: [String], _ slips: Int) -> [Int] {
    let letters = letters(of: written)
    return words.indices.filter { number in
      let word = words[number].utf8
      return abs(word.count - written.count) <= slips && (Self.letters(of: word) & ~letters).nonzeroBitCount <= slips
    }
  }

  /// The letters of a word as a set in which capital and small ones, and a few other characters, are the same.
  private static func letters(of word: some Sequence<UInt8>) -> UInt32 {
    word.reduce(0) { $1 < 0x40 ? $0 : $0 | 1 << UInt32($1 & 31) }
  }

  /// The bytes of a word with its ASCII letters in lower case.
  private static func lowerCased(_ word: String) -> [UInt8] {
    word.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  /// The number of letters to insert, drop, replace or swap with their neighbour.
  ///
  /// This is the optimal string alignment distance, a form of the one by Damerau and Levenshtein.
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
