import DNSModel

extension ZoneID {
  /// Rejects names that a private zone cannot have.
  ///
  /// Azure allows 2-34 labels. Its documentation also says 63 characters; this is not verified, and so not enforced here.
  ///
  /// - Parameter forbidsAPIManagement: whether the zones of API Management are reserved too.
  /// - Throws: ``ManagementError`` if the name is not valid.
  func checkName(forbidsAPIManagement: Bool = false) throws(ManagementError) {
    let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (try? DomainName(name)) != nil, labels.count <= 34, labels.last?.isEmpty == false else {
      throw .resourceManager(400, "BadRequest", "The domain name '\(name)' is invalid.")
    }
    guard labels.count >= 2 else {
      throw .resourceManager(
        400, "BadRequest",
        "The zone name '\(name)' does not have enough labels. Zone names must have two or more labels.")
    }
    let key = name.lowercased()
    guard !Self.reservedZones.contains(key), !forbidsAPIManagement || !Self.apiManagementZones.contains(key) else {
      // The misspelled word is Azure's.
      throw .resourceManager(
        400, "BadRequest",
        "The Private DNS zone name '\(name)' is not permitted as it is a reserved Azure infrastucture domain and creating "
          + "such zones may have unintended consequences for DNS resolution for services deployed in your virtual "
          + "networks. Refer https://docs.microsoft.com/en-us/azure/dns/private-dns-privatednszone#restrictions for "
          + "more details.")
    }
  }

  /// The reserved zone names.
  private static let reservedZones: Set<String> = [
    "azclient.ms", "azure.com", "cloudapp.net", "core.windows.net", "microsoft.com", "msidentity.com",
    "trafficmanager.net", "windows.net", "azclient.us", "azure.us", "usgovcloudapp.net", "core.usgovcloudapi.net",
    "microsoft.us", "msidentity.us", "usgovtrafficmanager.net", "usgovcloudapi.net", "azclient.cn", "azure.cn",
    "chinacloudapp.cn", "core.chinacloudapi.cn", "microsoft.cn", "msidentity.cn", "trafficmanager.cn",
    "chinacloudapi.cn",
  ]

  /// The zones of API Management, which Azure refused in December 2022 and does not document as reserved.
  private static let apiManagementZones: Set<String> = ["azure-api.net", "azure-api.us", "azure-api.cn"]
}

extension DNSState {
  /// Rejects a new zone of a subscription that has enough.
  ///
  /// - Throws: ``ManagementError`` with the limit.
  func checkNewZone(of subscription: String) throws(ManagementError) {
    let key = subscription.lowercased()
    guard zones.values.count(where: { $0.id.subscription.lowercased() == key }) < Limit.zonesPerSubscription else {
      throw .conflict(
        "The subscription '\(subscription)' has \(Limit.zonesPerSubscription) private zones, the most it may have.")
    }
  }
}

extension Zone {
  /// Validates the zone and all its record sets.
  ///
  /// - Throws: ``ManagementError`` for the first value that Azure rejects.
  func check() throws(ManagementError) {
    try id.checkName()
    for recordSet in recordSets.all {
      try recordSet.key.checkName(in: id)
      try recordSet.check()
    }
  }

  /// Rejects a new record set in a zone that has enough.
  ///
  /// - Throws: ``ManagementError`` with the limit.
  func checkNewRecordSet() throws(ManagementError) {
    guard recordSets.count < Limit.recordSetsPerZone else {
      throw .conflict(
        "You have reached or exceeded the maximum number of record resources in zone '\(id.name)'. You have "
          + "\(recordSets.count) record resources of \(Limit.recordSetsPerZone) allowed.")
    }
  }

  /// Rejects the deletion of a zone that has links.
  ///
  /// - Throws: ``ManagementError`` with the links.
  func checkEmpty() throws(ManagementError) {
    guard !links.isEmpty else { return }
    let links = links.values.map(\.name).sorted().map {
      "'\(id.type)/\(id.name)/virtualNetworkLinks/\($0)'"
    }
    throw .resourceManager(
      409, "CannotDeleteResource",
      "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: "
        + "\(links.joined(separator: ", ")). Please delete all nested resources before deleting this resource.")
  }
}
