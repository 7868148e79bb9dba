/// What a state usually means for API Management in a virtual network, and what to look at next.
package struct Advice: Hashable, Sendable {
  /// The sentences.
  package let text: String
  /// The URL of Azure's document about it.
  package let document: String

  fileprivate init(_ text: String, _ page: String, area: String = "api-management") {
    self.text = text
    document = "https://learn.microsoft.com/azure/\(area)/\(page)"
  }
}

extension ProbedConnection {
  /// The advice for this result; nil if it is ok.
  package var advice: Advice? {
    switch (state, progress) {
    case (.ok, _): nil
    case (.refused, _): .refused
    case (.unreachable, _): .unreachable
    case (.timedOut, .nothing): .dropped
    case (.timedOut, _): .silent
    case (.notTLS, _): .notTLS
    case (.certificateUntrusted, _): .untrusted
    case (.certificateOtherName, _): .otherName
    case (.certificateExpired, _): .expired
    case (.status, _): adviceOnStatus
    }
  }

  private var adviceOnStatus: Advice {
    switch status {
    case nil: .noResponse
    case .some(500...): .activating
    case .some where target.isGateway: .otherGateway
    case .some: .portal
    }
  }
}

extension Advice {
  fileprivate static let refused = Advice(
    "A machine has this address, but nothing there takes connections on the port. Usually the virtual IP has moved, or the instance "
      + "is still activating. Compare the address with the private virtual IP on the instance's page in the Azure portal.",
    "api-management-using-with-internal-vnet")

  fileprivate static let dropped = Advice(
    "Nothing answers at this address. Usually a network security group or a firewall drops the packets, or the virtual IP has moved. "
      + "Allow TCP to the port from this network in the network security group of the instance's subnet, and compare the address "
      + "with the instance's page in the Azure portal.",
    "virtual-network-reference")

  fileprivate static let unreachable = Advice(
    "This machine has no route to the address. Usually the virtual network of this machine is not peered with that of the instance, "
      + "or the VPN is down. Look at the peerings of both networks and at the routes of this machine.",
    "virtual-network-peering-overview", area: "virtual-network")

  fileprivate static let silent = Advice(
    "The address takes connections, but does not answer in time. Usually the instance is still activating or updating, or a firewall "
      + "holds the connection. Look at the state of the instance in the Azure portal, and wait until it is online.",
    "api-management-using-with-internal-vnet")

  fileprivate static let notTLS = Advice(
    "There is no TLS 1.2 or newer for this hostname. Usually the hostname is not a custom domain of this endpoint, so the instance "
      + "ends the handshake, or another server has the address. Look at the custom domains of the instance, and compare the address "
      + "with the instance's page in the Azure portal.",
    "configure-custom-domain")

  fileprivate static let untrusted = Advice(
    "The certificate does not lead to an authority that this machine trusts. Usually the chain is incomplete: upload the certificate "
      + "again with its intermediate certificates. If your company has its own authority, set --ca-file. A firewall that inspects TLS "
      + "shows a certificate of its own.",
    "configure-custom-domain")

  fileprivate static let otherName = Advice(
    "The server shows the certificate of another name. Usually the hostname is not a custom domain of this endpoint, or the address "
      + "belongs to another instance. Look at the custom domains of the instance, and compare the address with the instance's page in "
      + "the Azure portal.",
    "configure-custom-domain")

  fileprivate static let expired = Advice(
    "The dates of the certificate do not include today. Usually it was not renewed, or the instance cannot read the new one from Key "
      + "Vault. Renew it, and look at the instance's access to the vault. If it has just been issued, look at this machine's clock.",
    "configure-custom-domain")

  fileprivate static let otherGateway = Advice(
    "A server answers, but not as a gateway that knows this hostname. Usually the hostname is not a custom domain of the gateway, the "
      + "address belongs to another server, or a firewall in front refuses the path. Look at the custom domains of the gateway, and "
      + "compare the address with the instance's page in the Azure portal.",
    "configure-custom-domain")

  fileprivate static let portal = Advice(
    "The instance answers, but not with the developer portal. Usually the portal is not published, or is turned off. A portal with a "
      + "custom domain does not answer for its default hostname. Publish the portal from the instance's page in the Azure portal.",
    "developer-portal-overview")

  fileprivate static let activating = Advice(
    "The server says that it cannot answer now. Usually the instance is still activating or updating, or an Application Gateway in "
      + "front has no healthy instance. Look at the state of the instance in the Azure portal, and wait until it is online.",
    "api-management-howto-integrate-internal-vnet-appgateway")

  fileprivate static let noResponse = Advice(
    "The certificate is right, but there is no HTTP response. Usually another server has the address, or the gateway requires a "
      + "client certificate. Compare the address with the instance's page in the Azure portal.",
    "api-management-howto-mutual-certificates-for-clients")
}
