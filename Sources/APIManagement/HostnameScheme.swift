/// How Azure forms the default hostnames of an instance.
///
/// The right one depends on the tier, and Microsoft's articles contradict each other; docs/decisions.md has the evidence.
public enum HostnameScheme: String, CaseIterable, Hashable, Sendable {
  /// `NAME.REGION.azure-api.net` for each location and `NAME.portal.azure-api.net`.
  case regional
  /// `NAME.azure-api.net` and `NAME.developer.azure-api.net`.
  case v2
  /// The five hostnames of the classic tiers, and one more for each location if there are several.
  case classic
}
