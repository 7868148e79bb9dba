extension Store {
  /// Lists the record sets of a zone, of all types or one.
  func recordSets(
    _ id: ZoneID, _ type: RecordType?, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    guard let zone = state[id] else { throw .parentNotFound(id) }
    let suffix = request.request.target["$recordsetnamesuffix"]?.lowercased()
    let recordSets = zone.recordSets.values.filter { recordSet in
      (type == nil || recordSet.key.type == type)
        && (suffix.map { recordSet.key.name.hasSuffix(".\($0)") } ?? true)
    }
    let ordered = recordSets.map { (order: $0.key.order, recordSet: $0) }.sorted { $0.order < $1.order }
    return try request.page(ordered, key: \.order) { RecordSetBody($0.recordSet, in: zone) }
  }

  /// Answers a request for one record set.
  mutating func recordSet(
    _ id: ZoneID, _ key: RecordSetKey, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    guard let zone = state[id] else { throw .parentNotFound(id) }
    switch request.method {
    case "GET":
      guard let recordSet = zone.recordSets[key] else { throw missing(id, key) }
      return RecordSetBody.response(200, recordSet, in: zone)
    case "PUT": return try put(zone, key, request)
    case "PATCH": return try patch(zone, key, request)
    case "DELETE": return try delete(zone, key, request)
    default: throw .method(request.method)
    }
  }

  /// Writes a record set as a whole.
  private mutating func put(
    _ zone: Zone, _ key: RecordSetKey, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    let wanted = try request.request.json(RecordSetRequest.self).properties
    let old = zone.recordSets[key]
    try request.precondition.check(old?.etag, subject: subject(key))
    try key.checkName(in: zone)
    guard let ttl = wanted?.ttl else { throw .badRequest("The record set '\(key.name)' has no 'ttl'.") }
    guard !zone.hasNameConflict(key) else {
      let other = key.type == .cname ? "another record" : "a CNAME record"
      throw .privateDNS(
        409, "Conflict",
        "The \(key.type.rawValue) record could not be created because \(other) with the same name already exists "
          + "in this zone.")
    }
    var data = (wanted?.data ?? RecordData()).only(key.type)
    if key.type == .soa { data = updatedSOA(old?.data, by: data) }
    // A set that Azure registered becomes the writer's own.
    let recordSet = RecordSet(key: key, ttl: ttl, metadata: wanted?.kept, data: data)
    return try store(recordSet, in: zone, status: old == nil ? 201 : 200)
  }

  /// Changes what a request names.
  private mutating func patch(
    _ zone: Zone, _ key: RecordSetKey, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    let wanted = try request.request.json(RecordSetRequest.self).properties
    guard var recordSet = zone.recordSets[key] else { throw missing(zone.id, key) }
    try request.precondition.check(recordSet.etag, subject: subject(key))
    recordSet.etag = ETag.fresh()
    recordSet.ttl = wanted?.ttl ?? recordSet.ttl
    recordSet.metadata = wanted?.kept ?? recordSet.metadata
    if let data = wanted?.data, data.has(key.type) {
      recordSet.data = key.type == .soa ? updatedSOA(recordSet.data, by: data) : data.only(key.type)
    }
    return try store(recordSet, in: zone, status: 200)
  }

  /// Takes a record set out.
  private mutating func delete(
    _ zone: Zone, _ key: RecordSetKey, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    guard key.type != .soa else { throw .badRequest("The SOA record set of a zone cannot be deleted.") }
    guard let old = zone.recordSets[key] else { return HTTPResponse(status: 204) }
    try request.precondition.check(old.etag, subject: subject(key))
    state[zone.id]?.recordSets[key] = nil
    return HTTPResponse(status: 200)
  }

  /// Checks a record set and puts it in its zone.
  private mutating func store(
    _ recordSet: RecordSet, in zone: Zone, status: Int
  ) throws(ManagementError) -> HTTPResponse {
    try recordSet.check()
    state[zone.id]?.recordSets[recordSet.key] = recordSet
    return RecordSetBody.response(status, recordSet, in: zone)
  }

  /// The SOA with the fields that a request gives.
  private func updatedSOA(_ old: RecordData?, by new: RecordData) -> RecordData {
    guard let soa = old?.soaRecord, let wanted = new.soaRecord else { return old ?? new }
    return RecordData(soaRecord: soa.updated(by: wanted))
  }

  /// What messages call a record set.
  private func subject(_ key: RecordSetKey) -> String { "Record set \(key.name)" }

  /// Says that a record set is not there.
  private func missing(_ id: ZoneID, _ key: RecordSetKey) -> ManagementError {
    .privateDNS(
      404, "NotFound",
      "The resource record '\(key.name)' does not exist in resource group '\(id.resourceGroup)' of subscription "
        + "'\(id.subscription)'.")
  }
}
