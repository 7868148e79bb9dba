package import DNSModel

extension Instance {
  /// Makes an instance that has exactly these hostnames, in the way that takes the fewest words.
  ///
  /// The scheme is the one that derives the hostnames of most endpoints; those of the others are given, and an endpoint that
  /// the scheme has and the instance does not is given no hostname.
  ///
  /// - Parameters:
  ///   - name: the instance's name.
  ///   - locations: where it runs, the primary location first; none at all is a mistake in the program and ends it.
  ///   - hostnames: the hostnames of each endpoint; those of regional gateways, if any, are one for each location.
  ///   - cloud: the cloud in which it runs.
  package init(
    name: InstanceName, locations: [Location], hostnames: [Endpoint: [DomainName]], in cloud: Cloud
  ) {
    // Of two that are equally short, the scheme that more instances have.
    let candidates = [HostnameScheme.classic, .v2, .regional].map { scheme in
      Instance(name: name, scheme: scheme, locations: locations, hostnames: hostnames, in: cloud)
    }
    self = candidates.dropFirst().reduce(candidates[0]) { best, next in
      next.givenNames.count < best.givenNames.count ? next : best
    }
  }

  /// Makes an instance of one scheme, with the hostnames that it does not derive.
  private init(
    name: InstanceName, scheme: HostnameScheme, locations: [Location], hostnames: [Endpoint: [DomainName]],
    in cloud: Cloud
  ) {
    var given: [Endpoint: [DomainName]] = [:]
    var plain = Instance(name: name, scheme: scheme, locations: locations)
    if (try? plain.records(in: cloud, ttl: .standard)) == nil {
      // Regional names that cannot be derived are given in any case; all others do not depend on them.
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
