extension RecordSetList {
  /// The same sets in canonical order of their names.
  ///
  /// Mostly they come in order but for their parents, such as `a.x`, `a.y`, `b.x`, `b.y`. Those of one parent are put
  /// together first, so that the sort finds long runs to merge, and compares each name only a few times.
  func inCanonicalOrder() -> RecordSetList {
    let ordered: [Place]? = withParts { parts in
      func isBefore(_ left: Place, _ right: Place) -> Bool {
        CanonicalOrder.compare(parts.part(left).name, parts.part(right).name) < 0
      }
      guard zip(parts.places, parts.places.dropFirst()).contains(where: { isBefore($1, $0) }) else { return nil }
      var ordered = Self.together(parts)
      ordered.sort(by: isBefore)
      return ordered
    }
    return ordered.map { sharing($0) } ?? self
  }

  /// The places of all sets, those whose names have one parent together.
  private static func together(_ parts: Parts) -> [Place] {
    var numbers: [UInt64: Int] = [:]
    var keys: [UInt64] = []
    var sizes: [Int] = []
    var number = 0
    let groups = parts.places.map { place in
      let key = parentKey(of: parts.part(place).name)
      // Parents mostly come in the order in which they came first.
      number = number + 1 < keys.count ? number + 1 : 0
      if number == keys.count || keys[number] != key { number = numbers[key] ?? keys.count }
      if number == keys.count {
        numbers[key] = number
        keys.append(key)
        sizes.append(0)
      }
      sizes[number] += 1
      return UInt32(truncatingIfNeeded: number)
    }
    var next: [Int] = []
    var start = 0
    for size in sizes {
      next.append(start)
      start += size
    }
    return Array(unsafeUninitializedCapacity: parts.count) { buffer, count in
      for (place, group) in zip(parts.places, groups) {
        buffer.initializeElement(at: next[Int(group)], to: place)
        next[Int(group)] += 1
      }
      count = parts.count
    }
  }

  /// The sets whose names are a name or lie below it, and all others.
  func split(at ancestor: DomainName) -> (below: RecordSetList, outside: RecordSetList) {
    ancestor.withUTF8 { ancestor in
      withParts { parts in
        func isBelow(_ place: Place) -> Bool { DomainName.isAtOrBelow(parts.part(place).name, ancestor) }
        if parts.places.allSatisfy(isBelow) { return (self, RecordSetList()) }
        return (sharing(parts.places.filter(isBelow)), sharing(parts.places.filter { !isBelow($0) }))
      }
    }
  }

  /// A number that names of one parent share, and other names mostly do not: the length of what follows the first label,
  /// and its first seven bytes.
  private static func parentKey(of name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var dot = 0
    while dot < name.count, name[dot] != UInt8(ascii: ".") { dot += 1 }
    var key = UInt64(name.count - dot)
    for byte in name[dot...].prefix(8).dropFirst() { key = key << 8 | UInt64(byte) }
    return key
  }
}
