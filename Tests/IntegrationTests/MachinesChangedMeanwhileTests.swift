import TestSupport
import Testing

/// Hosts files of other machines that change between the plan and its being carried out.
@Suite(.needsMachineLab, .timeLimit(.minutes(10))) struct MachinesChangedMeanwhileTests {
  private static let localhost = MachinesTests.localhost
  private static let block = MachinesTests.block

  /// Applies to one machine whose file somebody changes right before the second connection.
  private func apply(_ hosts: String, _ change: String, _ options: String = "") async throws -> (
    result: Program.Result, lab: MachineLab
  ) {
    let lab = try MachineLab(["vm1": hosts])
    try lab.beforeEachConnection("cd machines/vm1; [ $1 != 2 ] || { \(change); }")
    return (try await lab.run("on apply --machine vm1 \(options)"), lab)
  }

  @Test func changedBlockIsRefused() async throws {
    let old = Self.block.replacing("10.1.0.5", with: "10.1.0.9")
    let (result, lab) = try await apply(Self.localhost + old, "sed -i s/10.1.0.9/10.1.0.77/ hosts")
    let etc = lab.folder.path("etc/hosts")
    #expect(
      result.errors == """
        apim-dns: hosts: vm1:\(etc): the managed block, or the file that the path points to, changed since the plan. \
        Plan again.

        """)
    #expect(result.status == 3)
    #expect(try lab.hosts("vm1") == Self.localhost + old.replacing("10.1.0.9", with: "10.1.0.77"))
  }

  @Test func newOrRemovedBlockIsRefused() async throws {
    let appeared = try await apply(
      Self.localhost, "printf '# BEGIN apim-dns owner=apim-dns\\n# END apim-dns owner=apim-dns\\n' >>hosts")
    #expect(appeared.result.status == 3)
    let gone = try await apply(Self.localhost + Self.block.replacing("10.1.0.5", with: "10.1.0.9"), "sed -i 2,5d hosts")
    #expect(gone.result.status == 3)
    #expect(try gone.lab.hosts("vm1") == Self.localhost)
  }

  @Test func newConflictIsRefusedUnlessForced() async throws {
    let foreign = "10.9.9.9 contoso-apim.portal.azure-api.net"
    let (result, lab) = try await apply(Self.localhost, "echo \(foreign) >>hosts")
    let etc = lab.folder.path("etc/hosts")
    #expect(
      result.errors == """
        apim-dns: hosts: vm1:\(etc):2: this unmanaged line maps contoso-apim.portal.azure-api.net to 10.9.9.9 and \
        comes before the managed block, so it takes precedence where the first match wins. Remove the name from this \
        line, or use --force to add the block anyway.

        """)
    #expect(result.status == 3)
    #expect(try lab.hosts("vm1") == Self.localhost + foreign + "\n")
    let half = try await apply(Self.localhost, "echo '# END apim-dns owner=x' >>hosts")
    #expect(half.result.status == 3)
    #expect(
      half.result.errors.hasSuffix(
        ":2: a block of owner x ends here, but no BEGIN marker comes before it. Correct the markers by hand, then "
          + "run again.\n"))
  }

  @Test func changedLinkIsRefused() async throws {
    let (result, lab) = try await apply(Self.localhost, "mv hosts other; ln -s other hosts")
    #expect(result.status == 3)
    #expect(try lab.folder.text(of: "machines/vm1/other") == Self.localhost)
  }

  @Test func otherLinesMayChange() async throws {
    let (result, lab) = try await apply(Self.localhost, "sed -i '1i 10.9.9.9 db' hosts")
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(try lab.hosts("vm1") == "10.9.9.9 db\n" + Self.localhost + Self.block)
  }

  @Test func sameChangeByAnotherRunIsASuccess() async throws {
    let (result, lab) = try await apply(Self.localhost, "printf '\(Self.block.replacing("\n", with: "\\n"))' >>hosts")
    #expect(result.errors == "")
    #expect(result.status == 0)
    #expect(try lab.hosts("vm1") == Self.localhost + Self.block)
  }

  @Test func deletedFileIsCreatedAgain() async throws {
    let gone = try await apply(Self.localhost, "rm hosts")
    #expect(gone.result.status == 0)
    #expect(try gone.lab.hosts("vm1") == Self.block)
  }

  /// A saved plan holds for all machines together, or for none.
  @Test func savedPlanAppliesToAllMachinesOrNone() async throws {
    let lab = try MachineLab(["vm1": Self.localhost, "vm2": Self.localhost])
    let result = try await lab.run(
      """
      on plan --machine vm1 --machine vm2 --out plan.json >/dev/null
      echo 10.9.9.9 db >>machines/vm1/hosts
      apply() { apim-dns apply --plan plan.json "$@"; echo $?; }
      apply --machine vm1
      cp machines/vm2/hosts kept
      echo 10.9.9.9 contoso-apim.portal.azure-api.net >>machines/vm2/hosts
      apply
      cp kept machines/vm2/hosts
      cat machines/vm1/hosts >&2
      apply --machine vm1 --machine vm2 -q
      """)
    let etc = lab.folder.path("etc/hosts")
    #expect(
      result.errors == """
        plan saved; to apply it, run: apim-dns apply --plan plan.json
        apim-dns: plan.json was made with --machine vm1 --machine vm2, but this command line has --machine vm1. \
        Remove the option, or plan again with --out.
        apim-dns: nothing was written
        apim-dns: refused: vm2:\(etc):2: this unmanaged line maps contoso-apim.portal.azure-api.net to 10.9.9.9 and \
        comes before the managed block, so it takes precedence where the first match wins. Remove the name from this \
        line, or use --force to add the block anyway.
        apim-dns: nothing was written
        127.0.0.1\tlocalhost
        10.9.9.9 db

        """)
    #expect(result.output.split(separator: "\n").filter { ["0", "1", "3"].contains($0) } == ["3", "3", "0"])
    #expect(try lab.hosts("vm1") == Self.localhost + "10.9.9.9 db\n" + Self.block)
    #expect(try lab.hosts("vm2") == Self.localhost + Self.block)
  }
}
