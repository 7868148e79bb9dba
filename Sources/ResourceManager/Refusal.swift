import Diagnostics

/// Why Azure refused a request, and what to do about it.
struct Refusal: CustomStringConvertible {
  /// Azure's error code, such as `PreconditionFailed`.
  let code: String?

  private let task: String
  /// The status code; nil if an operation failed after it was accepted.
  private let status: Int?
  private let message: String
  private let policies: [WireError.AdditionalInfo.Policy]
  private let subscription: String?
  private let requestID: String

  /// Reads an error of Azure, without secrets.
  ///
  /// - Parameters:
  ///   - task: what was requested.
  ///   - status: the status code; nil if an operation failed after it was accepted.
  ///   - detail: Azure's error code and message.
  ///   - response: the response, whose request ID Microsoft support can find.
  init(task: String, status: Int?, _ detail: WireError.Detail?, _ response: ResourceManagerClient.Response) {
    self.task = task
    self.status = status
    subscription = response.subscription
    requestID = redacted(response.requestID)
    code = detail?.code.map(Self.shown)
    policies = detail?.additionalInfo?.policies ?? []
    // The same policies as IDs in JSON follow.
    let end = policies.isEmpty ? "\n" : " Policy identifiers: "
    message = redacted(PrintableText.firstLine(detail?.message ?? "", before: end))
  }

  /// The message: what was requested, why Azure refused it, and what to do if it is known.
  var description: String {
    if status == 403, advice == nil {
      return
        "Azure refused to \(task): \(reason) (request ID \(requestID)). Assign the client a role such as \(roles). "
        + "Run 'apim-dns auth' to see which client it is."
    }
    return "Azure refused to \(task): \(reason) (request ID \(requestID))" + (advice.map { ". \($0)" } ?? "")
  }

  /// The code, the status and the message.
  private var reason: String {
    let statusText = status.map { code == nil ? "status \($0)" : " (\($0))" } ?? ""
    return [(code ?? "") + statusText, message].filter { !$0.isEmpty }.joined(separator: ": ")
  }

  /// What a code means and what to do; nil if it is not known.
  private var advice: String? {
    switch (status, code) {
    case (_, "RequestDisallowedByPolicy"): policyAdvice
    case (_, "ResourceGroupNotFound"):
      "\(subject) has no such resource group. Check --subscription and --resource-group, or the same settings in the "
        + "inventory."
    case (_, "InvalidAuthenticationTokenTenant"): tenantAdvice
    case (_, "ExpiredAuthenticationToken"):
      "Azure accepts no token of this credential. Check the clock of this machine, and run 'apim-dns auth' to see when the token expires."
    case (401, _):
      "Azure accepts no token of this credential. Check AZURE_TENANT_ID, --cloud, --subscription and the clock of this machine. Run "
        + "'apim-dns auth' to see the account and tenant of the token."
    case (_, "Conflict") where isAboutRecreatedNetwork:
      "The virtual network was deleted and created again with the same ID, and a link to the old one is left. Delete the "
        + "old link, then run the command again."
    default: nil
    }
  }

  /// The subscription as the subject of a sentence.
  private var subject: String { subscription.map { "The subscription '\($0)'" } ?? "The subscription" }

  /// The tenants of the token and the subscription, and how to get a token of the right one.
  ///
  /// Azure's message names both in the addresses of issuers, first that of the token, as in
  /// [azure-sdk-for-python#38382](https://github.com/Azure/azure-sdk-for-python/issues/38382).
  private var tenantAdvice: String {
    let issuers = message.split(separator: "'").compactMap { part -> String? in
      guard part.hasPrefix("https://sts."), let start = part.utf8.dropFirst(8).firstIndex(of: UInt8(ascii: "/")) else {
        return nil
      }
      let tenant = String(part[start...]).utf8.drop { $0 == UInt8(ascii: "/") }.prefix { $0 != UInt8(ascii: "/") }
      return tenant.isEmpty ? nil : String(Substring(tenant))
    }
    guard issuers.count >= 2 else {
      return
        "\(subject) belongs to another tenant than the token. Check AZURE_TENANT_ID and --subscription. Run 'apim-dns auth' "
        + "to see the tenant of the token."
    }
    let (wrong, right) = (issuers[0], issuers[1])
    return
      "\(subject) belongs to the tenant '\(right)', and the token to the tenant '\(wrong)'. If AZURE_TENANT_ID is set, "
      + "set it to \(right). If you use the Azure CLI, run 'az login --tenant \(right)'."
  }

  /// Whether a link is refused because the ID of its network belonged to a network that was deleted.
  ///
  /// Source: the message in [azure-powershell#9537](https://github.com/Azure/azure-powershell/issues/9537).
  private var isAboutRecreatedNetwork: Bool {
    let words = message.lowercased()
    return words.contains("virtual network resource identity") && words.contains("already in use")
  }

  /// The policies by their display names, and whom to ask: no role allows what a policy forbids.
  ///
  /// Source: [RequestDisallowedByPolicy](https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy).
  private var policyAdvice: String {
    var names: [String] = []
    for policy in policies {
      let definition = policy.policyDefinitionDisplayName ?? policy.policyDefinitionName
      let assignment = policy.policyAssignmentDisplayName ?? policy.policyAssignmentName
      guard let name = (definition ?? assignment).map(Self.shown) else { continue }
      let place = assignment.map(Self.shown).flatMap { $0 == name ? nil : " (assignment '\($0)')" } ?? ""
      if !names.contains("'\(name)'\(place)") { names.append("'\(name)'\(place)") }
    }
    let list = names.joined(separator: ", ")
    return switch names.count {
    case 0: "A policy forbids it. Ask the owner of the policy for an exemption."
    case 1: "The policy \(list) forbids it. Ask the owner of the policy for an exemption."
    default: "The policies \(list) forbid it. Ask the owners of the policies for exemptions."
    }
  }

  /// The roles that allow the task.
  private var roles: String {
    let readable = ["Microsoft.ApiManagement", "/privateEndpoints/", "/networkInterfaces/"]
    return if readable.contains(where: task.contains) {
      "Reader"
    } else if task.contains("/virtualNetworkLinks/") {
      "Private DNS Zone Contributor, and for the virtual network Network Contributor"
    } else {
      "Private DNS Zone Contributor"
    }
  }

  /// A text of Azure on one line without secrets.
  private static func shown(_ text: String) -> String { redacted(PrintableText.firstLine(text)) }
}
