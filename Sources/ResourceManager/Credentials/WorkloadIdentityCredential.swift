/// The workload identity of a pod or a pipeline: exchanges the federated token in a file for an access token.
///
/// Source: [Workload identity federation](https://learn.microsoft.com/entra/workload-id/workload-identity-federation). The
/// platform renews the file, so it is read again for each token.
struct WorkloadIdentityCredential: Credential {
  private let settings: CredentialSettings

  init(_ settings: CredentialSettings) { self.settings = settings }

  func newToken(isOnlyCredential: Bool) async throws(CredentialFailure) -> AccessToken {
    let values = try settings.values("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE")
    var bytes = try CredentialFile.bytes(of: values[2], namedBy: "AZURE_FEDERATED_TOKEN_FILE")[...]
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    guard !bytes.isEmpty else {
      throw .failed("'\(values[2])', the file in AZURE_FEDERATED_TOKEN_FILE, is empty")
    }
    return try await TokenEndpoint(tenant: values[0], clientID: values[1], settings)
      .token(assertion: String(decoding: bytes, as: UTF8.self))
  }
}
