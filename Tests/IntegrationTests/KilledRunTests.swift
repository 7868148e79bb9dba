import TestSupport
import Testing

/// A run that was killed, and the next one that finishes its work.
@Suite(.timeLimit(.minutes(5))) struct KilledRunTests {
  @Test(arguments: ["0.05", "0.2", "0.4", "0.8"])
  func nextRunFinishesAKilledRun(seconds: String) async throws {
    FaultTally.add(to: "apply azure", "killed after \(seconds) s")
    let emulator = try RunningEmulator(["--latency", "25"])
    let folder = try TemporaryFolder()
    let instances = (0..<60).map { "{name:\"apim\($0)\",region:\"westus\",vip:\"10.1.0.5\"}" }
    try folder.write("apim-dns.json5", text: "{hostnames:\"regional\",instances:[\(instances.joined(separator: ","))]}")
    let environment = [
      "AZURE_AUTHORITY_HOST": emulator.endpoint, "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c",
      "AZURE_CLIENT_SECRET": "s", "PATH": "/usr/bin:/bin",
    ]
    let words = "azure --subscription s --resource-group g --endpoint \(emulator.endpoint)"
    let program = Program.built("apim-dns").path
    let killed = try await Program(path: "/bin/sh").run(
      ["-c", "'\(program)' apply \(words) >/dev/null 2>&1 & sleep \(seconds); kill -9 $!; wait $!; exit 0"],
      environment: environment, in: folder.path)
    #expect(killed.status == 0)
    let next = try await Program(path: "/bin/sh").run(
      ["-c", "'\(program)' apply \(words) && '\(program)' plan \(words) --detailed-exitcode"],
      environment: environment, in: folder.path)
    #expect(next.status == 0, "\(next.errors)")
    #expect(next.output.hasSuffix("in sync, 120 record sets\neverything is in sync\n"))
  }
}
