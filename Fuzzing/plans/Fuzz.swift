import Reconciliation

@testable import apim_dns

/// Any bytes are a saved plan or a refusal, and can be held against what is planned now.
func fuzz(_ bytes: [UInt8]) {
  ScratchFile.write([bytes[...]])
  guard let saved = try? SavedPlan(reading: ScratchFile.path) else { return }
  let plan = BackendPlan(backend: .hosts, target: "/etc/hosts", changes: [], unchanged: 0)
  for plans in [[], [plan]] {
    let sentences = saved.mismatches(with: plans, of: .standard) + saved.moves(in: plans, of: .standard)
    require(!sentences.contains(""), "a difference without a word")
  }
  _ = saved.backends
}
