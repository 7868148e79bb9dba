@testable import Reconciliation
@testable import apim_dns

/// Any bytes are a saved plan or a refusal, and can be held against what is planned now.
func fuzz(_ bytes: [UInt8]) {
  ScratchFile.write([bytes[...]])
  guard let saved = try? SavedPlan(reading: ScratchFile.path), var arguments = try? Arguments(["apply", "--plan", "p"])
  else { return }
  let plan = BackendPlan(backend: .hosts, target: "/etc/hosts", changes: [], unchanged: 0)
  for plans in [[], [plan]] {
    let sentences = saved.differences(from: plans, of: .standard, overridesConflicts: true)
    require(!sentences.contains(""), "a difference without a word")
  }
  let differences = try? saved.run.replay(into: &arguments, of: saved.path)
  require(differences?.contains("") != true, "a difference without a word")
}
