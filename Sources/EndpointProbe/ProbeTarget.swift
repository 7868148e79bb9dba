package import APIManagement
package import DNSModel

/// A hostname at one address of the inventory, and the request that shows whether its endpoint answers.
package struct ProbeTarget: Hashable, Sendable {
  /// The hostname of the inventory, which may be a wildcard.
  package let hostname: DomainName
  /// The hostname to ask for: for a wildcard, a name that it covers.
  package let askedName: DomainName
  /// The address to connect to, whatever DNS says.
  package let address: IPv4Address
  /// The TCP port to connect to.
  package let port: UInt16
  /// The endpoint behind the hostname.
  package let endpoint: Endpoint

  /// Describes a connection; nothing is connected yet.
  package init(hostname: DomainName, askedName: DomainName, address: IPv4Address, port: UInt16, endpoint: Endpoint) {
    self.hostname = hostname
    self.askedName = askedName
    self.address = address
    self.port = port
    self.endpoint = endpoint
  }

  /// The name to ask for, with the port if it is not the usual one, as in the Host field that browsers send.
  package var server: String { port == 443 ? askedName.text : "\(askedName):\(port)" }

  /// Whether the endpoint takes API calls.
  var isGateway: Bool { [.gateway, .regionalGateway].contains(endpoint) }

  /// The path of the request: that of the gateway's
  /// [health check](https://learn.microsoft.com/azure/api-management/api-management-howto-integrate-internal-vnet-appgateway), or `/`.
  package var path: String { isGateway ? "/status-0123456789abcdef" : "/" }

  /// Whether a status says that the endpoint works.
  ///
  /// The developer portal may redirect to its sign-in page. The other endpoints refuse a request without credentials, so any status
  /// but a server's failure shows that they work.
  func expects(_ status: Int) -> Bool {
    switch endpoint {
    case .gateway, .regionalGateway: status == 200
    case .developerPortal: (200..<400).contains(status)
    case .management, .scm, .configuration: (200..<500).contains(status)
    }
  }
}
