import Reconciliation
import TestSupport
import Testing

@testable import ResourceManager

/// What the program says about a refusal of Azure.
@Suite struct RefusalTests {
  private static let root = "/subscriptions/s-1/resourceGroups/rg-dns/providers/Microsoft.Network/"

  private func manager(_ client: any HTTPClient) throws -> ResourceManagerClient {
    let time = TestTime()
    return try ResourceManagerClient(
      endpoint: "https://management.azure.com", root: Self.root, provider: .privateDNS, client: client,
      tokens: TestTokens(time), timeout: 100, time: time.systemTime)
  }

  /// The message of a write that Azure refuses.
  private func refusal(_ status: Int, _ body: String, path: String = "privateDnsZones/z") async throws -> String {
    let client = ScriptedClient { _, _ in json(status, body, fields: HTTPField("x-ms-request-id", "r")) }
    return try await failure(of: manager(client), path)
  }

  private func failure(of manager: ResourceManagerClient, _ path: String) async -> String {
    do throws(ResourceManagerError) {
      try await manager.put(path, ["location": "global"], .absent)
      return "done"
    } catch {
      return error.description
    }
  }

  /// An error as Azure Policy writes it.
  private func policyError(_ violations: String...) -> String {
    #"{"error":{"code":"RequestDisallowedByPolicy","target":"z","message":"Resource 'z' was disallowed by policy. Policy "#
      + #"identifiers: '[{\"policyAssignment\":{\"id\":\"/x\"}}]'.","additionalInfo":[\#(violations.joined(separator: ","))]}}"#
  }

  private func violation(_ definition: String, _ assignment: String) -> String {
    #"{"type":"PolicyViolation","info":{"policyDefinitionDisplayName":"\#(definition)","#
      + #""policyAssignmentDisplayName":"\#(assignment)","policyDefinitionName":"d","evaluationDetails":{}}}"#
  }

  private static let refused =
    "Azure refused to write privateDnsZones/z: RequestDisallowedByPolicy (403): Resource 'z' was disallowed by policy"

  @Test func refusalByAPolicyNamesThePolicyAndNoRole() async throws {
    #expect(
      try await refusal(403, policyError(violation("Deny private DNS zones", "Corp DNS")))
        == "\(Self.refused) (request ID r). The policy 'Deny private DNS zones' (assignment 'Corp DNS') forbids it. Ask the "
        + "owner of the policy for an exemption.")
    #expect(
      try await refusal(
        403,
        policyError(
          violation("One", "One"), violation("One", "One"), #"{"type":"Other","info":["x"]}"#, "7",
          violation("Two", "B")))
        == "\(Self.refused) (request ID r). The policies 'One', 'Two' (assignment 'B') forbid it. Ask the owners of the "
        + "policies for exemptions.")
  }

  @Test func policyWithoutADisplayNameHasItsName() async throws {
    #expect(
      try await refusal(
        403,
        policyError(
          #"{"type":"PolicyViolation","info":{"policyDefinitionName":"d-1","policyAssignmentName":"a-1"}}"#))
        == "\(Self.refused) (request ID r). The policy 'd-1' (assignment 'a-1') forbids it. Ask the owner of the policy for "
        + "an exemption.")
  }

  /// The text that Azure sends stays as it is.
  @Test(arguments: ["", #","additionalInfo":"odd""#, #","additionalInfo":[{"type":"PolicyViolation","info":1}]"#])
  func policyWithoutInformationIsStillAPolicy(more: String) async throws {
    #expect(
      try await refusal(403, #"{"error":{"code":"RequestDisallowedByPolicy","message":"No."\#(more)}}"#)
        == "Azure refused to write privateDnsZones/z: RequestDisallowedByPolicy (403): No (request ID r). A policy forbids "
        + "it. Ask the owner of the policy for an exemption.")
  }

  @Test func missingResourceGroupNamesTheSubscription() async throws {
    #expect(
      try await refusal(
        404,
        #"{"error":{"code":"ResourceGroupNotFound","message":"Resource group 'rg-dns' could not be found."}}"#)
        == "Azure refused to write privateDnsZones/z: ResourceGroupNotFound (404): Resource group 'rg-dns' could not be "
        + "found (request ID r). The subscription 's-1' has no such resource group. Check --subscription and "
        + "--resource-group, or the same settings in the inventory.")
  }

  @Test(arguments: [
    (
      "InvalidAuthenticationTokenTenant",
      "The subscription 's-1' belongs to another tenant than the token. Check AZURE_TENANT_ID and --subscription. Run "
        + "'apim-dns auth' to see the tenant of the token."
    ),
    (
      "ExpiredAuthenticationToken",
      "Azure accepts no token of this credential. Check the clock of this machine, and run 'apim-dns auth' to see when the token "
        + "expires."
    ),
    (
      "InvalidAuthenticationToken",
      "Azure accepts no token of this credential. Check AZURE_TENANT_ID, --cloud, --subscription and the clock of this machine. Run 'apim-dns auth' to see the account "
        + "and tenant of the token."
    ),
    (
      "AuthenticationFailed",
      "Azure accepts no token of this credential. Check AZURE_TENANT_ID, --cloud, --subscription and the clock of this machine. Run 'apim-dns auth' to see the account "
        + "and tenant of the token."
    ),
  ])
  func refusedTokenSaysWhatToCheck(code: String, advice: String) async throws {
    #expect(
      try await refusal(401, #"{"error":{"code":"\#(code)","message":"No."}}"#)
        == "Azure refused to write privateDnsZones/z: \(code) (401): No (request ID r). \(advice)")
  }

  @Test func tokenOfAnotherTenantNamesBothTenants() async throws {
    let (token, right) = ("975f013f-7f24-47e8-a7d3-abc4752bf346", "72f988bf-86f1-41af-91ab-2d7cd011db47")
    let message =
      "The access token is from the wrong issuer 'https://sts.windows.net/\(token)/'. It must match the tenant "
      + "'https://sts.windows.net/\(right)/' associated with this subscription. Please use the authority (URL) "
      + "'https://login.windows.net/\(right)' to get the token."
    #expect(
      try await refusal(401, #"{"error":{"code":"InvalidAuthenticationTokenTenant","message":"\#(message)"}}"#)
        == "Azure refused to write privateDnsZones/z: InvalidAuthenticationTokenTenant (401): \(message.dropLast()) "
        + "(request ID r). The subscription 's-1' belongs to the tenant '\(right)', and the token to the tenant '\(token)'. If "
        + "AZURE_TENANT_ID is set, set it to \(right). If you use the Azure CLI, run 'az login --tenant \(right)'.")
  }

  private static let link = "privateDnsZones/z/virtualNetworkLinks/l"
  private static let network = "/subscriptions/s-1/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v"

  @Test func networkThatWasCreatedAgainHasAnOldLink() async throws {
    let message =
      "Virtual network resource identity '\(Self.network)' already in use. This is possible in case the virtual network was "
      + "moved, or re-created. Please contact support."
    let client = ScriptedClient { number, _ in
      number == 0
        ? json(
          202, "{}", fields: HTTPField("Azure-AsyncOperation", "https://management.azure.com/o?t=1"),
          HTTPField("x-ms-request-id", "r"))
        : json(200, #"{"status":"Failed","error":{"code":"Conflict","message":"\#(message)"}}"#)
    }
    #expect(
      try await failure(of: manager(client), Self.link)
        == "Azure refused to write \(Self.link): Conflict: \(message.dropLast()) (request ID r). The virtual network was "
        + "deleted and created again with the same ID, and a link to the old one is left. Delete the old link, then run the "
        + "command again.")
  }

  @Test func otherConflictHasNoAdvice() async throws {
    #expect(
      try await refusal(409, #"{"error":{"code":"Conflict","message":"Busy."}}"#, path: Self.link)
        == "Azure refused to write \(Self.link): Conflict (409): Busy (request ID r)")
  }

  @Test func otherRefusalNamesTheRole() async throws {
    #expect(
      try await refusal(403, #"{"error":{"code":"AuthorizationFailed","message":"No."}}"#)
        == "Azure refused to write privateDnsZones/z: AuthorizationFailed (403): No (request ID r). Assign the client a "
        + "role such as Private DNS Zone Contributor. Run 'apim-dns auth' to see which client it is.")
  }
}
