/// How many of something private DNS allows
/// ([documented here](https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits)).
enum Limit {
  static let zonesPerSubscription = 1000
  /// The record sets of a zone, including the SOA.
  static let recordSetsPerZone = 25_000
  static let recordsPerSet = 20
  static let linksPerZone = 1000
  /// The links of a zone with auto-registration.
  static let registrationsPerZone = 100
  /// The zones that a virtual network is linked to.
  static let zonesPerNetwork = 1000
}
