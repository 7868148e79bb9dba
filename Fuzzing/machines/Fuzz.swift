@testable import DNSModel
@testable import HostsBackend
@testable import Reconciliation

/// A machine that answers anything at all over ssh: planning and applying end, with a result or an error.
///
/// ``ScriptedAnswers`` says what the input is; the same answers are given to a run that takes our block out.
func fuzz(_ bytes: [UInt8]) {
  finished {
    guard let machine = Machine("vm1") else { fatalError("this is a machine") }
    for desiredState in [DesiredState.present(desired), .absent] {
      let backend = RemoteHostsBackend(
        machine: machine, owner: .standard, programs: ScriptedAnswers(bytes), pause: 0...0)
      do throws(BackendError) {
        let work = try await backend.plan(desiredState)
        _ = work.unifiedDiff()
        for conflict in work.plan.conflicts { require(!conflict.reason.isEmpty, "a conflict without a word") }
        let done = try await work.apply()
        require(done.changes.allSatisfy { $0.outcome == .applied }, "done, and not applied")
      } catch {
        require(!error.description.isEmpty, "an error without a word")
      }
    }
  }
}

private let desired = ["contoso-apim.westus.azure-api.net", "a.example"].map {
  RecordSet(name: DomainName(constant: $0), ttl: .standard, addresses: [IPv4Address(number: 0x0A01_0005)])
}
