import APIManagement

extension Instance {
  /// A part of an instance that does not fit the other parts.
  struct Misfit {
    /// The key of the part in an inventory file.
    let key: InventoryKeys.Instance
    /// What does not fit, and the fix.
    let message: String
  }

  /// The parts that do not fit together, whether a file or Swift code describes the instance.
  var misfits: [Misfit] {
    var misfits: [Misfit] = []
    if scheme == .given, givenNames.isEmpty {
      misfits.append(
        Misfit(
          key: .names,
          message:
            "the scheme 'given' derives no hostname, and instance '\(name)' has no names. Add 'names', or use another "
            + "scheme."))
    }
    guard access == .privateEndpoint else { return misfits }
    if locations.count > 1 {
      misfits.append(
        Misfit(
          key: .locations,
          message: "a private endpoint serves one location. Write its address as 'vip', without 'locations'."))
    }
    for endpoint in Endpoint.allCases where endpoint != .gateway {
      guard let name = givenNames[endpoint]?.first(where: { ownAddresses[$0] == nil }) else { continue }
      misfits.append(
        Misfit(
          key: .names,
          message: "a private endpoint serves only the gateway, and '\(name)' is a name of the endpoint "
            + "'\(endpoint.rawValue)'. Write it as { name, vip } with the address that serves it, or remove it."))
    }
    return misfits
  }
}
