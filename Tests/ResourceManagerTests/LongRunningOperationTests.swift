import Reconciliation
import TestSupport
import Testing

@testable import ResourceManager

struct LongRunningOperationTests {
  static let status = HTTPField("Azure-AsyncOperation", "https://management.azure.com:443/status?t=1&c=secret")
  static let result = HTTPField("Location", "https://management.azure.com/result?t=1")
  let time = TestTime()

  /// Creates or deletes a zone and returns the result.
  private func outcome(
    _ client: ScriptedClient, deletes: Bool = false, systemTime: SystemTime? = nil
  ) async -> String {
    let systemTime = systemTime ?? time.systemTime
    let manager: ResourceManagerClient
    do throws(BackendError) {
      manager = try ResourceManagerClient(
        endpoint: "https://management.azure.com", root: "/r/", provider: .privateDNS, client: client,
        tokens: TestTokens(time), timeout: 100, time: systemTime)
    } catch {
      return error.description
    }
    do throws(ResourceManagerError) {
      if deletes {
        try await manager.delete("z", .unchanged("e"))
      } else {
        try await manager.put("z", ["location": "global"], .absent)
      }
      return "done"
    } catch {
      return error.description
    }
  }

  @Test func statusURLIsPolledUntilDone() async {
    let client = ScriptedClient { number, _ in
      switch number {
      case 0: json(202, "{}", fields: Self.status, Self.result, HTTPField("Retry-After", "30"))
      case 1: json(202, "{\"status\":\"InProgress\"}", fields: HTTPField("Retry-After", "7"))
      case 2: json(200, "{\"status\":\"SomethingNew\"}")
      default: json(200, "{\"status\":\"Succeeded\"}")
      }
    }
    #expect(await outcome(client) == "done")
    #expect(time.waits == [30, 7, 2])
    #expect(client.requests.dropFirst().allSatisfy { $0.method == "GET" && $0.url == Self.status.value })
  }

  @Test func failureWithStatus200IsAnError() async {
    let client = ScriptedClient { number, _ in
      number == 0
        ? json(202, "{}", fields: Self.status, HTTPField("x-ms-request-id", "r"))
        : json(200, "{\"error\":{\"code\":\"BadRequest\",\"message\":\"The zone is reserved.\"},\"status\":\"Failed\"}")
    }
    #expect(await outcome(client) == "Azure refused to write z: BadRequest: The zone is reserved (request ID r)")
    let cancelled = ScriptedClient { number, _ in
      number == 0
        ? json(202, "{}", fields: Self.status, HTTPField("x-ms-request-id", "r"))
        : json(200, "{\"status\":\"Canceled\"}")
    }
    #expect(await outcome(cancelled) == "Azure refused to write z: Canceled (request ID r)")
  }

  @Test func resultURLIsPolledWithoutAStatusURL() async {
    let client = ScriptedClient { number, _ in
      number == 0 ? json(202, "", fields: Self.result) : json(number == 1 ? 202 : 204, "")
    }
    #expect(await outcome(client, deletes: true) == "done")
    #expect(client.requests.map(\.url).suffix(2) == [Self.result.value, Self.result.value])
  }

  @Test func resourceIsPolledWithoutAnyURL() async {
    let client = ScriptedClient { number, _ in
      switch number {
      case 0: json(202, "{}")
      case 1: json(200, "{\"properties\":{\"provisioningState\":\"Updating\"}}")
      default: json(200, "{\"properties\":{\"provisioningState\":\"Succeeded\"}}")
      }
    }
    #expect(await outcome(client) == "done")
    let deletion = ScriptedClient { number, _ in json(number == 0 ? 202 : number == 1 ? 200 : 404, "{}") }
    #expect(await outcome(deletion, deletes: true) == "done")
    #expect(deletion.requests.count == 3)
  }

  @Test func urlsOfOtherServersAreNotPolled() async {
    let client = ScriptedClient { _, _ in
      json(202, "{}", fields: HTTPField("Azure-AsyncOperation", "https://evil.example/secret"))
    }
    #expect(
      await outcome(client)
        == "cannot write z in Azure: the response links to a server other than 'https://management.azure.com'. "
        + "Check that the endpoint is Azure Resource Manager."
    )
    #expect(client.requests.count == 1)
  }

  @Test func cancelledWaitIsAnError() async {
    let client = ScriptedClient { _, _ in json(202, "{}", fields: Self.status) }
    let now = time.now
    #expect(
      await outcome(client, systemTime: SystemTime(now: { now }) { _ in throw CancellationError() })
        == "cannot write z in Azure: Azure accepted the request, but waiting for its completion was cancelled. Run the "
        + "command again to see the result.")
    #expect(client.requests.count == 1)
  }

  @Test func waitEndsAtTheDeadline() async {
    let client = ScriptedClient { number, _ in
      number == 0 ? json(202, "{}", fields: Self.status) : json(202, "{\"status\":\"InProgress\"}")
    }
    #expect(
      await outcome(client)
        == "cannot write z in Azure: Azure accepted the request but did not complete it within 100 s. Run the "
        + "command again, or use a longer --timeout."
    )
  }
}
