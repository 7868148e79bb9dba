/// The values of an object by key.
struct Fields<Key: InventoryKey> {
  /// The known keys, each once, with their offsets and values.
  private var members: [(key: Key, offset: Int, value: JSON5Value)] = []
  /// The keys that appear misspelled.
  private var misspelled: [Key] = []

  /// The value of a key; nil if the object does not have the key.
  subscript(_ key: Key) -> JSON5Value? {
    for member in members where member.key == key { return member.value }
    return nil
  }

  /// Whether a key is missing; false if it is misspelled, which is reported already.
  func lacks(_ key: Key) -> Bool { self[key] == nil && !misspelled.contains(key) }

  /// Reads the members of an object and reports unknown and duplicate keys.
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
            "key", word, isShown: log.isInventory, among: Key.words),
          at: .byte(written.offset))
        continue
      }
      if let first = members.first(where: { $0.key == key }) {
        let place = log.name(of: .byte(first.offset))
        log.report(
          "duplicate key '\(key.rawValue)', first defined at \(place). Remove one of them.", at: .byte(written.offset))
        continue
      }
      members.append((key, written.offset, value))
    }
  }

  private static func key(of bytes: ArraySlice<UInt8>) -> Key? {
    for (spelling, key) in zip(Key.spellings, Key.allCases) where spelling.count == bytes.count {
      if spelling[...] == bytes { return key }
    }
    return nil
  }
}
