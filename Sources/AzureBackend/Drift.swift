import Reconciliation

/// Settings of a zone or link that are not as this program makes them.
///
/// A failed link does not resolve. Registration lets virtual machines write into the zone, and another resolution policy leads to
/// answers from elsewhere.
struct Drift: Sendable {
  /// The settings as they are, and as they should be, in the order of the API.
  private var settings: [(name: String, before: String, after: String)] = []

  /// Compares a zone; nil if it is as it should be.
  init?(_ zone: WireZone) {
    compare(provisioningState: zone.properties?.provisioningState)
    if settings.isEmpty { return nil }
  }

  /// Compares a link; nil if it is as it should be.
  init?(_ link: WireLink) {
    compare(provisioningState: link.properties?.provisioningState)
    if link.properties?.registrationEnabled == true { settings.append(("registrationEnabled", "true", "false")) }
    if let policy = link.otherPolicy { settings.append(("resolutionPolicy", policy, WireLink.standardPolicy)) }
    if settings.isEmpty { return nil }
  }

  private mutating func compare(provisioningState state: String?) {
    if let state, isFailure(state) { settings.append(("provisioningState", state, "Succeeded")) }
  }

  /// The settings as they are.
  var before: Change.Value { Change.Value(contents: settings.map { "\($0.name): \($0.before)" }) }
  /// The settings as they should be.
  var after: Change.Value { Change.Value(contents: settings.map { "\($0.name): \($0.after)" }) }
}

/// Whether a provisioning state is that of a write that failed.
private func isFailure(_ state: String?) -> Bool { ["failed", "canceled"].contains(state?.lowercased()) }

extension WireLink {
  fileprivate static let standardPolicy = "Default"

  /// The resolution policy, if it is not the standard one.
  fileprivate var otherPolicy: String? {
    properties?.resolutionPolicy.flatMap { $0.lowercased() == Self.standardPolicy.lowercased() ? nil : $0 }
  }

  /// Whether the last write of the link failed, so that its network does not resolve the zone.
  var isFailed: Bool { isFailure(properties?.provisioningState) }

  /// Whether its network resolves the zone.
  var works: Bool {
    let states = (properties?.provisioningState?.lowercased(), properties?.virtualNetworkLinkState?.lowercased())
    return [nil, "succeeded"].contains(states.0) && [nil, "completed"].contains(states.1)
  }

  /// The link as this program makes it, with its other tags.
  var mended: WireLink {
    let policy = otherPolicy.map { _ in Self.standardPolicy }
    return WireLink(
      location: "global", tags: tags,
      properties: Properties(
        virtualNetwork: properties?.virtualNetwork, registrationEnabled: false, resolutionPolicy: policy))
  }
}
