/// The values of one object by its keys.
struct Fields<Key: InventoryKey> {
  /// The keys that are there, each once, where they stand, and their values.
  private var members: [(key: Key, offset: Int, value: JSON5Value)] = []
  /// The keys that somebody meant and misspelled.
  private var misspelled: [Key] = []

  /// The value of a key, if it is there.
  subscript(_ key: Key) -> JSON5Value? {
    for member in members where member.key == key { return member.value }
    return nil
  }

  /// Whether a key is not there in any spelling: a misspelled one is reported already.
  func lacks(_ key: Key) -> Bool { self[key] == nil && !misspelled.contains(key) }

  /// Sorts the members of an object by their keys, and reports unknown and repeated ones.
  init(of object: JSON5Value, in document: JSON5Document, _ log: ProblemLog) {
    var children = document.children(of: object)
    members.reserveCapacity(4)
    while let written = children.next(), let value = children.next() {
      guard let key = Self.key(of: document.bytes(of: written) ?? []) else {
        let word = document.text(of: written) ?? ""
        if misspelled.count < Key.allCases.count,
          let meant = NearestWord.find(for: word, among: Key.words).flatMap(Key.init(rawValue:)),
          !misspelled.contains(meant)
        {
          misspelled.append(meant)
        }
        log.report(
          SettingRule.unknown(
            "key", word, isShown: log.isInventory, among: Key.words,
            advice: Key.allCases.count == 1 ? "the key here is" : "the keys here are", conjunction: "and"),
          at: .byte(written.offset))
        continue
      }
      if let first = members.first(where: { $0.key == key }) {
        let place = log.name(of: .byte(first.offset))
        log.report("repeated key '\(key.rawValue)'; it already stands in \(place)", at: .byte(written.offset))
        continue
      }
      members.append((key, written.offset, value))
    }
  }

  /// The key that some bytes spell.
  private static func key(of bytes: ArraySlice<UInt8>) -> Key? {
    for (spelling, key) in zip(Key.spellings, Key.allCases) where spelling.count == bytes.count {
      if spelling[...] == bytes { return key }
    }
    return nil
  }
}
