public import DNSModel

/// How clients in a private network reach an instance.
public enum Access: String, CaseIterable, Hashable, Sendable {
  /// The instance is in a virtual network, and its virtual IP serves all endpoints.
  case injected
  /// The instance has an inbound private endpoint, whose address serves the gateway alone.
  ///
  /// Public DNS leads from the gateway's hostname to a name below ``Cloud/privateLinkSuffix`` by a CNAME record. See
  /// [Connect privately to API Management using an inbound private endpoint](https://learn.microsoft.com/azure/api-management/private-endpoint).
  case privateEndpoint
}

extension Cloud {
  /// The zone of the names to which public DNS leads the gateways of instances with a private endpoint.
  ///
  /// The decisions have the evidence for each cloud. See
  /// [Private DNS zone values](https://learn.microsoft.com/azure/private-link/private-endpoint-dns).
  public var privateLinkSuffix: DomainName { DomainName(canonical: "privatelink", ".", gatewaySuffix.text) }
}
