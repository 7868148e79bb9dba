/// The sections of the manual page about environment variables and files.
extension ManPage {
  static var environment: String {
    ".Sh ENVIRONMENT\n" + list("Ev", variables)
      + """

      .Pp
      Proxies are set by
      .Ev https_proxy ,
      .Ev all_proxy
      and
      .Ev no_proxy ,
      as in libcurl.
      Plain HTTP and connections to this machine never use a proxy.
      """
  }

  static var files: String { ".Sh FILES\n" + list("Pa", paths) }

  private static let variables = [
    ("APIM_DNS_INVENTORY", "The inventory if --inventory is not given."),
    (
      "SUDO_UID , SUDO_GID",
      "The user who called sudo; root accepts an inventory of that user in the working folder."
    ),
    ("NO_COLOR", "If set and not empty, output has no color."),
    ("TERM", "If dumb, output has no color, and no progress is shown."),
    (
      "GITHUB_ACTIONS , TF_BUILD",
      "If set and not empty, the output is escaped so that the pipeline does not take any of it for a command."
    ),
    (
      "AZURE_TENANT_ID , AZURE_CLIENT_ID", "The tenant, and the application or managed identity, of the credential."
    ),
    ("AZURE_CLIENT_SECRET", "The secret of the application."),
    (
      "AZURE_CLIENT_CERTIFICATE_PATH , AZURE_CLIENT_CERTIFICATE_PASSWORD",
      "The PEM file of the application's certificate and key if it has no secret, and the password of the key."
    ),
    (
      "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN",
      "If true or 1, the certificate chain is sent, for applications that trust the issuer."
    ),
    (
      "AZURE_FEDERATED_TOKEN_FILE",
      "The file with the token of a pod or pipeline, which the credential workload-identity exchanges for an Azure "
        + "token."
    ),
    (
      "ACTIONS_ID_TOKEN_REQUEST_URL , ACTIONS_ID_TOKEN_REQUEST_TOKEN",
      "Set by GitHub Actions in a job that may write its id-token, for the credential github-oidc."
    ),
    (
      "SYSTEM_OIDCREQUESTURI , SYSTEM_ACCESSTOKEN , AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
      "The service connection of a job in Azure Pipelines, for the credential azure-pipelines; the pipeline must set the "
        + "second one to $(System.AccessToken), and the task AzureCLI@2 sets the third one."
    ),
    (
      "AZURESUBSCRIPTION_TENANT_ID , AZURESUBSCRIPTION_CLIENT_ID",
      "The tenant and the application of that service connection, instead of AZURE_TENANT_ID and AZURE_CLIENT_ID."
    ),
    (
      "AZURE_TOKEN_CREDENTIALS",
      "The credentials that --auth auto tries: dev for the Azure CLI, prod for all others, or the name of a class in the "
        + "Azure SDK, such as WorkloadIdentityCredential."
    ),
    ("AZURE_CONFIG_DIR", "The folder of the Azure CLI's settings and tokens; passed to az as an absolute path."),
    ("AZURE_AUTHORITY_HOST", "The server that issues tokens, instead of the cloud's own."),
    (
      "AZURE_POD_IDENTITY_AUTHORITY_HOST",
      "The metadata service of virtual machines, instead of http://169.254.169.254."
    ),
    (
      "IDENTITY_ENDPOINT , IDENTITY_HEADER",
      "The managed identity of an app in App Service, Functions or Container Apps, which set both variables."
    ),
    (
      "IDENTITY_SERVER_THUMBPRINT , MSI_ENDPOINT",
      "Set by Service Fabric, Cloud Shell and Azure ML, whose identities this program cannot use."
    ),
    (
      "AZURE_PASSWORD , MSI_SECRET",
      "Not used, and not passed to --check, --reload and ssh; nor are the secret, the password, the header and the tokens "
        + "above."
    ),
    ("SSL_CERT_FILE", "A PEM file of the certificates to trust instead of the system's."),
    (
      "PATH",
      "The folders of az, openssl, ssh and the programs of --check and --reload; relative folders are ignored."
    ),
  ]

  private static let paths = [
    ("apim-dns.json5", "The inventory in the working folder."),
    ("/etc/hosts", "The hosts file."),
    ("/etc/.hosts.apim-dns.bak", "The backup of the hosts file before the last change, unless --no-backup is given."),
    (
      "/etc/hosts.apim-dns/bak",
      "The backup if this folder exists; the service creates it, because it cannot write anywhere else in /etc."
    ),
    (
      "/etc/.hosts.apim-dns.reload-due.OWNER",
      "Exists if the hosts file has changed since the last successful --reload; it is in the backup folder if there is one."
    ),
    ("zones/named.conf.apim-dns", "The file to include in named.conf."),
    (
      "zones/reload-due.apim-dns",
      "Exists if files have changed since the last successful --reload; the next run reloads again."
    ),
    (
      "/etc/apim-dns/NAME.json5",
      "The inventory that the service apim-dns@NAME applies whenever apim-dns@NAME.timer starts it."
    ),
    (
      "/etc/apim-dns/NAME.env",
      "The environment of that service: options in APIM_DNS_OPTIONS, and the credential for Azure."
    ),
  ]

  private static func list(_ macro: String, _ items: [(name: String, text: String)]) -> String {
    let lines = items.map { ".It \(macro) \($0.name)\n\(wrapped($0.text))\n" }
    return ".Bl -tag -width Ds\n\(lines.joined()).El"
  }

  /// A text in lines of less than 80 columns, as is usual in sources of manual pages.
  private static func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.endIndex - 1]
      if line.utf8.count + word.utf8.count < 70 {
        lines[lines.endIndex - 1] = line.isEmpty ? String(word) : "\(line) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map(escaped).joined(separator: "\n")
  }
}
