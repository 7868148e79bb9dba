import DNSModel

extension ZoneID {
  /// Refuses a name that no private zone can have.
  ///
  /// Azure takes 2 to 34 labels. Its documents say 63 characters too, which is not verified, so that is no limit here.
  ///
  /// - Throws: ``ManagementError`` with what is wrong.
  func checkName() throws(ManagementError) {
    let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (try? DomainName(name)) != nil, (2...34).contains(labels.count), labels.last?.isEmpty == false else {
      throw .resourceManager(400, "BadRequest", "The domain name '\(name)' is invalid.")
    }
    guard !Self.reservedZones.contains(name.lowercased()) else {
      throw .resourceManager(400, "BadRequest", "The zone name '\(name)' is reserved and cannot be used.")
    }
  }

  /// The names that no private zone may have.
  private static let reservedZones: Set<String> = [
    "azclient.ms", "azure.com", "cloudapp.net", "core.windows.net", "microsoft.com", "msidentity.com",
    "trafficmanager.net", "windows.net", "azclient.us", "azure.us", "usgovcloudapp.net", "core.usgovcloudapi.net",
    "microsoft.us", "msidentity.us", "usgovtrafficmanager.net", "usgovcloudapi.net", "azclient.cn", "azure.cn",
    "chinacloudapp.cn", "core.chinacloudapi.cn", "microsoft.cn", "msidentity.cn", "trafficmanager.cn",
    "chinacloudapi.cn",
  ]
}

extension Zone {
  /// Looks at all that is in the zone, as if it were written now.
  ///
  /// - Throws: ``ManagementError`` with the first thing that Azure would not take.
  func check() throws(ManagementError) {
    try id.checkName()
    for recordSet in recordSets.all {
      try recordSet.key.checkName(in: id)
      try recordSet.check()
    }
  }

  /// Refuses to delete a zone that has links.
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
