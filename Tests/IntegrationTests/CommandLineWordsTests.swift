import Foundation
import TestSupport
import Testing

/// The words of the command line, where the Swift runtime does not find them.
@Suite(.timeLimit(.minutes(2))) struct CommandLineWordsTests {
  private let folder: TemporaryFolder
  private static let instance = ["--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5"]

  init() throws { folder = try TemporaryFolder() }

  /// What a program must print for its words.
  private func check(_ result: Program.Result, _ name: String) {
    #expect(result.status == 0, "\(name): \(result.errors)")
    #expect(
      result.output.hasPrefix(name == "apim-dns" ? "contoso-apim.westus.azure-api.net" : "Usage: azure-emulator"),
      "\(name): \(result.output)")
  }

  private func words(_ name: String) -> [String] {
    name == "apim-dns" ? ["records", "--hostnames", "regional"] + Self.instance : ["--help"]
  }

  /// As in a chroot of an image build. The emulator would otherwise serve for ever.
  @Test(.needs("unshare"), arguments: ["apim-dns", "azure-emulator"]) func wordsWithoutProc(name: String) async throws {
    let result = try await Program.required("unshare").run(
      HostsMountFixture.namespaces
        + ["sh", "-c", #"umount -l /proc || mount -t tmpfs none /proc; exec timeout 20 "$@""#, "sh"]
        + [Program.built(name).path] + words(name), in: folder.path)
    check(result, name)
  }

  /// A library that sets a variable as it is loaded moves the environment away from the words.
  @Test(.needs("cc"), arguments: ["apim-dns", "azure-emulator"]) func wordsBehindALibrary(name: String) async throws {
    let source = try folder.write(
      "meddle.c",
      text: """
        #include <stdlib.h>
        __attribute__((constructor)) static void meddle(void) { setenv("MEDDLED", "yes", 1); }
        """)
    let library = folder.path("meddle.so")
    let made = try await Program.required("cc").run(["-shared", "-fPIC", "-o", library, source], in: folder.path)
    #expect(made.status == 0, "\(made.errors)")
    let result = try await Program.required("timeout").run(
      ["20", Program.built(name).path] + words(name),
      environment: ["LD_PRELOAD": library, "PATH": "/usr/bin:/bin"], in: folder.path)
    check(result, name)
  }

  /// libdispatch ends a process with threads there, a second or so later.
  @Test(.needs("unshare"), arguments: [["apply", "hosts"], ["plan", "zones"], ["verify"]])
  func workWithoutProcIsRefused(command: [String]) async throws {
    try folder.write("hosts", text: HostsMountFixture.original)
    let options = command.last == "hosts" ? ["--file", folder.path("hosts")] : []
    let result = try await Program.required("unshare").run(
      HostsMountFixture.namespaces
        + [
          "sh", "-c", #"umount -l /proc || mount -t tmpfs none /proc; exec "$@""#, "sh", Program.built("apim-dns").path,
        ] + command + options + Self.instance, in: folder.path)
    #expect(
      result.errors
        == "apim-dns: the command '\(command[0])' needs /proc, which is not mounted. Nothing was written. Mount it with 'mount -t proc "
        + "proc /proc', then run again.\n")
    #expect(result.status == 1)
    #expect(try folder.text(of: "hosts") == HostsMountFixture.original)
  }

  @Test(.needs("unshare")) func instancesInAzureWithoutProcAreRefused() async throws {
    let instance = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/contoso-apim"
    let inventory = try folder.write("apim-dns.json5", text: "{instances:[{resourceId:'\(instance)'}]}")
    let result = try await Program.required("unshare").run(
      HostsMountFixture.namespaces
        + [
          "sh", "-c", #"umount -l /proc || mount -t tmpfs none /proc; exec "$@""#, "sh", Program.built("apim-dns").path,
          "records", "-i", inventory,
        ], in: folder.path)
    #expect(
      result.errors
        == "apim-dns: reading instances from Azure needs /proc, which is not mounted. Nothing was written. Mount it with 'mount -t "
        + "proc proc /proc', then run again.\n")
    #expect(result.status == 1)
  }
}
