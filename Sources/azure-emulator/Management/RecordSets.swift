extension Store {
  /// Lists the record sets of a zone, all or those of one type.
  func recordSets(
    _ id: ZoneID, _ type: RecordType?, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    guard let zone = state[id] else { throw .parentNotFound(id) }
    let suffix = request.request.target["$recordsetnamesuffix"]?.lowercased()
    var recordSets = zone.recordSets.ofType(type)
    if let suffix { recordSets = recordSets.filter { $0.key.name.hasSuffix(".\(suffix)") }[...] }
    return try request.page(recordSets, key: \.key.order) { RecordSetBody($0, in: zone.id) }
  }

  /// Handles a request for a record set.
  ///
  /// Nothing here holds a copy of the zone during a write, because that would copy the whole zone.
  mutating func recordSet(
    _ id: ZoneID, _ key: RecordSetKey, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    guard let id = state[id]?.id else { throw .parentNotFound(id) }
    let old = state[id]?.recordSets[key]
    switch request.method {
    case "GET":
      guard let old else { throw missing(id, key) }
      return RecordSetBody.response(200, old, in: id)
    case "PUT": return try store(replacement(of: old, id, key, request), in: id, status: old == nil ? 201 : 200)
    case "PATCH":
      guard let old else { throw missing(id, key) }
      return try store(change(of: old, request), in: id, status: 200)
    case "DELETE": return try delete(old, in: id, key, request)
    default: throw .method(request.method)
    }
  }

  /// The record set of a PUT.
  private func replacement(
    of old: RecordSet?, _ id: ZoneID, _ key: RecordSetKey, _ request: ManagementRequest
  ) throws(ManagementError) -> RecordSet {
    let wanted = try request.request.json(RecordSetRequest.self).properties
    try request.precondition.check(old?.etag, subject: subject(key))
    try key.checkName(in: id)
    guard let ttl = wanted?.ttl else { throw .badRequest("The record set '\(key.name)' has no 'ttl'.") }
    guard state[id]?.hasNameConflict(key) != true else {
      let other = key.type == .cname ? "another record" : "a CNAME record"
      throw .conflict(
        "The \(key.type.rawValue) record could not be created because \(other) with the same name already exists "
          + "in this zone.")
    }
    var data = (wanted?.data ?? RecordData()).only(key.type)
    if key.type == .soa { data = updatedSOA(old?.data, by: data) }
    // An auto-registered record set becomes a normal one.
    return RecordSet(key: key, ttl: ttl, metadata: wanted?.kept, data: data)
  }

  /// The record set of a PATCH.
  private func change(of old: RecordSet, _ request: ManagementRequest) throws(ManagementError) -> RecordSet {
    let wanted = try request.request.json(RecordSetRequest.self).properties
    var recordSet = old
    let type = recordSet.key.type
    try request.precondition.check(recordSet.etag, subject: subject(recordSet.key))
    recordSet.etag = ETag.fresh()
    recordSet.ttl = wanted?.ttl ?? recordSet.ttl
    recordSet.metadata = wanted?.kept ?? recordSet.metadata
    if let data = wanted?.data, data.has(type) {
      recordSet.data = type == .soa ? updatedSOA(recordSet.data, by: data) : data.only(type)
    }
    return recordSet
  }

  private mutating func delete(
    _ old: RecordSet?, in id: ZoneID, _ key: RecordSetKey, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    guard key.type != .soa else { throw .badRequest("The SOA record set of a zone cannot be deleted.") }
    guard let old else { return HTTPResponse(status: 204) }
    try request.precondition.check(old.etag, subject: subject(key))
    state[id]?.recordSets[key] = nil
    return HTTPResponse(status: 200)
  }

  /// Validates a record set and stores it.
  private mutating func store(
    _ recordSet: RecordSet, in id: ZoneID, status: Int
  ) throws(ManagementError) -> HTTPResponse {
    try recordSet.check()
    if status == 201 { try state[id]?.checkNewRecordSet() }
    state[id]?.recordSets[recordSet.key] = recordSet
    return RecordSetBody.response(status, recordSet, in: id)
  }

  /// The SOA with the fields of a request.
  private func updatedSOA(_ old: RecordData?, by new: RecordData) -> RecordData {
    guard let soa = old?.soaRecord, let wanted = new.soaRecord else { return old ?? new }
    return RecordData(soaRecord: soa.updated(by: wanted))
  }

  /// The name of a record set in messages.
  private func subject(_ key: RecordSetKey) -> String { "Record set \(key.name)" }

  /// A record set does not exist.
  private func missing(_ id: ZoneID, _ key: RecordSetKey) -> ManagementError {
    .privateDNS(
      404, "NotFound",
      "The resource record '\(key.name)' does not exist in resource group '\(id.resourceGroup)' of subscription "
        + "'\(id.subscription)'.")
  }
}
