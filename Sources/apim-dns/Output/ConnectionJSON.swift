import DNSModel
import EndpointProbe

/// One connection in the output of `verify --connect --format json`.
struct ConnectionJSON: Encodable {
  /// The certificate of the server.
  struct Certificate: Encodable {
    let trusted: Bool
    let coversName: Bool
    let begins: String?
    let expires: String?
    let names: [String]
  }

  let address: String
  let port: UInt16
  /// The name that was asked for; nil if it is that of the answer.
  let askedName: String?
  let state: String
  let certificate: Certificate?
  let status: Int?
  /// What was found; nil if the state is ok.
  let error: String?
  let advice: String?
  let document: String?

  init(_ connection: ProbedConnection) {
    let target = connection.target
    address = target.address.description
    port = target.port
    askedName = target.askedName == target.hostname ? nil : target.askedName.text
    state = connection.state.rawValue
    certificate = connection.certificate.map { certificate in
      Certificate(
        trusted: certificate.isTrusted, coversName: certificate.coversName, begins: certificate.contents?.beginning,
        expires: certificate.contents?.end, names: certificate.contents?.names ?? [])
    }
    status = connection.status
    error = connection.state == .ok ? nil : connection.finding
    advice = connection.advice?.text
    document = connection.advice?.document
  }
}
