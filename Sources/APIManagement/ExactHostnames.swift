package import DNSModel

extension Instance {
  /// Makes an instance with exactly these hostnames and as few given ones as possible.
  ///
  /// The scheme is the one that derives the hostnames of most endpoints. The hostnames of the other endpoints are given; an
  /// endpoint that the instance does not have is given an empty list.
  ///
  /// - Parameters:
  ///   - name: the instance's name.
  ///   - locations: the locations, the primary one first; must not be empty.
  ///   - hostnames: the hostnames of each endpoint; for regional gateways, one for each location or none.
  ///   - cloud: the cloud in which it runs.
  package init(
    name: InstanceName, locations: [Location], hostnames: [Endpoint: [DomainName]], in cloud: Cloud
  ) {
    // If two schemes fit equally well, the more common one comes first.
    let candidates = [HostnameScheme.classic, .v2, .regional].map { scheme in
      Instance(name: name, scheme: scheme, locations: locations, hostnames: hostnames, in: cloud)
    }
    self = candidates.dropFirst().reduce(candidates[0]) { best, next in
      next.givenNames.count < best.givenNames.count ? next : best
    }
  }

  private init(
    name: InstanceName, scheme: HostnameScheme, locations: [Location], hostnames: [Endpoint: [DomainName]],
    in cloud: Cloud
  ) {
    var given: [Endpoint: [DomainName]] = [:]
    var plain = Instance(name: name, scheme: scheme, locations: locations)
    if (try? plain.records(in: cloud, ttl: .standard)) == nil {
      // Regional hostnames cannot be derived, so they are always given; the others do not depend on them.
      given[.regionalGateway] = hostnames[.regionalGateway] ?? []
      plain = Instance(name: name, scheme: scheme, locations: locations, givenNames: given)
    }
    let records = (try? plain.records(in: cloud, ttl: .standard)) ?? []
    let derived = Dictionary(grouping: records, by: \.endpoint).mapValues { $0.map(\.recordSet.name) }
    for endpoint in Endpoint.allCases where derived[endpoint] ?? [] != hostnames[endpoint] ?? [] {
      given[endpoint] = hostnames[endpoint] ?? []
    }
    self.init(name: name, scheme: scheme, locations: locations, givenNames: given)
  }
}
