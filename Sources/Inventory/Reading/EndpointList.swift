import APIManagement

/// The endpoints that get records, with their origins: a list in the inventory, or the value of `--endpoints`.
struct EndpointList {
  private let members: [(endpoint: Endpoint, origin: ProblemLog.Origin)]

  /// The endpoints.
  var endpoints: Set<Endpoint> { Set(members.map(\.endpoint)) }

  /// Reads a list in the inventory.
  init(_ list: JSON5Value, _ values: ValueReader) {
    var origins: [Endpoint: JSON5Value] = [:]
    for value in values.elements(of: list, atLeastOne: "endpoint") ?? [] {
      guard let endpoint = values.setting(value, SettingRule.instanceEndpoint) else { continue }
      if let first = origins[endpoint] {
        let place = values.log.name(of: .byte(first.offset))
        values.log.report(
          "duplicate endpoint '\(endpoint.rawValue)', first defined at \(place). Remove one of them.",
          at: .byte(value.offset))
      } else {
        origins[endpoint] = value
      }
    }
    members = origins.map { ($0.key, .byte($0.value.offset)) }
  }

  /// Reads the value of `--endpoints`: words with commas between them.
  init(ofOption text: String, _ values: ValueReader) {
    members = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { word in
      values.setting(String(word), of: "--endpoints", SettingRule.instanceEndpoint).map { ($0, .option("--endpoints")) }
    }
  }

  /// The endpoints that an instance has.
  ///
  /// - Parameters:
  ///   - scheme: the hostname scheme of the instance.
  ///   - access: how clients reach it.
  ///   - given: the endpoints whose hostnames are given.
  /// - Returns: the endpoints in their usual order.
  static func known(
    to scheme: HostnameScheme, _ access: Access, given: some Collection<Endpoint>
  ) -> [Endpoint] {
    let derived = scheme.endpoints(for: access)
    return Endpoint.allCases.filter { derived.contains($0) || given.contains($0) }
  }

  /// Reports the endpoints of an instance's own list that it does not have.
  func check(
    against known: [Endpoint], of instance: InstanceName, _ scheme: HostnameScheme, _ access: Access, _ log: ProblemLog
  ) {
    for (endpoint, origin) in members where !known.contains(endpoint) {
      let offer = SettingRule.listed(known.map(\.rawValue))
      log.report(
        access == .privateEndpoint && scheme != .given
          ? "the private endpoint of instance '\(instance)' does not serve the endpoint '\(endpoint.rawValue)'. Use \(offer)."
          : "instance '\(instance)' with hostnames '\(scheme.rawValue)' does not have the endpoint '\(endpoint.rawValue)'. "
            + (known.isEmpty
              ? "Give its hostnames under 'names'." : "Use \(offer), or give the endpoint's hostnames under 'names'."),
        at: origin)
    }
  }

  /// Reports the endpoints that no instance has.
  func reportUnused(among used: Set<Endpoint>, _ log: ProblemLog) {
    let offer = SettingRule.listed(Endpoint.allCases.filter(used.contains).map(\.rawValue))
    for (endpoint, origin) in members where !used.contains(endpoint) {
      let advice = used.isEmpty ? "Give its hostnames under 'names'." : "Use \(offer)."
      log.report("no instance has the endpoint '\(endpoint.rawValue)'. \(advice)", at: origin)
    }
  }
}
