/// The values of one object by its keys.
struct Fields<Key: InventoryKey> {
  /// The value of each key, by the number of the key.
  private var values = [JSON5Value?](repeating: nil, count: Key.allCases.count)

  /// The keys that somebody meant and misspelled.
  private var misspelled: Set<String> = []

  /// The value of a key, if it is there.
  subscript(_ key: Key) -> JSON5Value? { values[key.rawValue] }

  /// Whether a key is not there in any spelling: a misspelled one is reported already.
  func lacks(_ key: Key) -> Bool { self[key] == nil && !misspelled.contains(Key.words[key.rawValue]) }

  /// Sorts the members of an object by their keys, and reports unknown and repeated ones.
  ///
  /// - Parameters:
  ///   - object: the object.
  ///   - log: where problems go.
  init(of object: JSON5Value, _ log: inout ProblemLog) {
    var places = [Int?](repeating: nil, count: values.count)
    for (key, value) in object.members {
      guard let number = Key.words.firstIndex(where: key.isText) else {
        if misspelled.count < values.count,
          let meant = NearestWord.find(for: key.text ?? "", among: Key.words)
        {
          misspelled.insert(meant)
        }
        let isShown = log.isInventory
        log.report(
          SettingRule.unknown(
            "key", key.text ?? "", isShown: isShown, among: Key.words,
            advice: Key.words.count == 1 ? "the key here is" : "the keys here are",
            conjunction: "and"),
          at: .byte(key.offset))
        continue
      }
      if let first = places[number] {
        let place = log.name(of: .byte(first))
        log.report("repeated key '\(Key.words[number])'; it already stands in \(place)", at: .byte(key.offset))
        continue
      }
      places[number] = key.offset
      values[number] = value
    }
  }
}
