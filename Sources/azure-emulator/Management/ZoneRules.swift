import DNSModel

extension ZoneID {
  /// Rejects names that a private zone cannot have.
  ///
  /// Azure allows 2-34 labels. Its documentation also says 63 characters; this is not verified, and so not enforced here.
  ///
  /// - Throws: ``ManagementError`` if the name is not valid.
  func checkName() throws(ManagementError) {
    let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (try? DomainName(name)) != nil, (2...34).contains(labels.count), labels.last?.isEmpty == false else {
      throw .resourceManager(400, "BadRequest", "The domain name '\(name)' is invalid.")
    }
    guard !Self.reservedZones.contains(name.lowercased()) else {
      throw .resourceManager(400, "BadRequest", "The zone name '\(name)' is reserved and cannot be used.")
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
