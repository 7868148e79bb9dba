import APIManagement

extension InventoryReader {
  /// Reads an instance that is named by its resource ID, and takes what Azure said about it where somebody asked.
  ///
  /// - Parameters:
  ///   - value: the resource ID.
  ///   - fields: what else the instance says, which must be nothing.
  mutating func readReference(_ value: JSON5Value, _ fields: Fields<InventoryKeys.Instance>) {
    for key in InventoryKeys.Instance.allCases where key != .resourceId {
      guard let beside = fields[key] else { continue }
      log.report("'\(key)' cannot stand beside 'resourceId'; take it out, Azure says it", at: .byte(beside.offset))
    }
    guard let resource = setting(value, SettingRule.service) else { return }
    if let first = references[resource] {
      let place = log.name(of: .byte(first))
      return log.report("repeated instance; its resource already stands in \(place)", at: .byte(value.offset))
    }
    references[resource] = value.offset
    // Whatever the scheme of others is, it says nothing about this one.
    schemeIsChosen = true
    if let instance = answers[resource] { gathered.add(instance, at: .byte(value.offset), givenSpots: [:], &log) }
  }

  /// The instances that nobody asked Azure about yet, in the order of the file.
  mutating func openReferences() -> [InstanceReference] {
    references.filter { answers[$0.key] == nil }.sorted { $0.value < $1.value }.map { resource, offset in
      InstanceReference(resource: resource, position: log.position(ofByte: offset))
    }
  }
}
