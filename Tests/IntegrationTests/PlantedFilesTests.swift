import Foundation
import TestSupport
import Testing

/// Programs that somebody has put into the working folder, which no run may start.
///
/// Each is tried with the programs that the tests were built with, and with those of `make build` where they are there.
@Suite(.timeLimit(.minutes(5))) struct PlantedFilesTests {
  private let folder: TemporaryFolder
  private static let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    .standardized
  private static let released = package.appending(path: ".build/release").path
  private static let debug = URL(filePath: Program.built("apim-dns").path).deletingLastPathComponent().path

  /// The folders of the programs that are there.
  static let places = [debug, released].filter { FileManager.default.fileExists(atPath: "\($0)/azure-emulator") }

  /// What may stand in the environment, with the test's folder as `{folder}`.
  private static let variables = [
    [:], ["SWIFT_BACKTRACE": "enable=yes"], ["SWIFT_BACKTRACE": "enable=yes,swift-backtrace={folder}/swift-backtrace"],
    ["SWIFT_BACKTRACE": "enable=tty", "SWIFT_ROOT": "{folder}"],
  ]
  private static let instance = [
    "--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "regional",
  ]
  /// Looks like a key and a certificate for as long as nobody reads it.
  private static let certificate = ["PRIVATE KEY", "CERTIFICATE"].map {
    "-----BEGIN \($0)-----\nAAAA\n-----END \($0)-----\n"
  }
  .joined()

  /// Plants a program under every name that somebody might start, each of which says so in the file `started`.
  init() throws {
    folder = try TemporaryFolder()
    var names = ["ssh", "az", "openssl", "sh", "named-checkzone"].flatMap { [$0, "bin/\($0)"] }
    for place in ["", "bin/", "libexec/swift/", "libexec/swift/linux/", "libexec/swift/linux/x86_64/", "x86_64/"] {
      names.append("\(place)swift-backtrace")
    }
    for name in names {
      let url = URL(filePath: folder.path(name)).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try folder.writeProgram(name, text: "#!/bin/sh\necho \"$0\" >>'\(folder.path("started"))'\n")
    }
  }

  /// Nothing of what was planted has run.
  private func expectNothingStarted(_ comment: Comment) {
    #expect((try? folder.text(of: "started")) ?? "" == "", comment)
  }

  /// Starts a program by its name on a terminal, reads a line where it says one, and has it crash.
  private static let crash = """
    import os, pty, signal, sys
    process, terminal = pty.fork()
    if process == 0:
        os.execvp(sys.argv[2], sys.argv[2:])
    if sys.argv[1] == "line":
        os.read(terminal, 100)
        os.kill(process, signal.SIGSEGV)
    try:
        while os.read(terminal, 65536): pass
    except OSError: pass
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
    """

  @Test(.needs("python3"), arguments: places) func crashAtATerminalStartsNoProgram(place: String) async throws {
    let crashing = ["apply", "zones", "--yes", "--check", "kill -SEGV $PPID"] + Self.instance
    for variables in Self.variables {
      let environment = variables.mapValues { $0.replacing("{folder}", with: folder.path) }
        .merging(["PATH": "\(place):/usr/bin:/bin"]) { own, _ in own }
      for words in [["end", "apim-dns"] + crashing, ["line", "azure-emulator", "--port", "0"]] {
        let result = try await Program.required("python3").run(
          ["-c", Self.crash] + words, environment: environment, in: folder.path)
        #expect(result.output == "-\(SIGSEGV)\n", "\(words) \(variables) \(result.errors)")
        expectNothingStarted("\(words) \(variables)")
      }
    }
  }

  /// An empty entry of `PATH` is the working folder too.
  @Test(
    arguments: places,
    ["", ".", ":", ":bin", "bin:.", "../\(UUID().uuidString):./", "{folder}/none:.:{folder}/none", "/proc/self/cwd"])
  func noProgramOfTheWorkingFolderRuns(place: String, path: String) async throws {
    let environment = [
      "PATH": path.replacing("{folder}", with: folder.path), "HOME": folder.path, "AZURE_TENANT_ID": "t",
      "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_CERTIFICATE_PATH": try folder.write("c.pem", text: Self.certificate),
    ]
    let program = Program(path: "\(place)/apim-dns")
    for words in [
      ["apply", "hosts", "--machine", "127.0.0.1:1"], ["apply", "zones", "--check", "named-checkzone {zone} {file}"],
      ["plan", "azure", "--subscription", "s", "--resource-group", "g", "--auth", "azure-cli"],
      ["plan", "azure", "--subscription", "s", "--resource-group", "g", "--auth", "environment"],
    ] {
      _ = try await program.run(words + Self.instance, environment: environment, in: folder.path)
      expectNothingStarted("\(words)")
    }
    _ = try await Program(path: "\(place)/azure-emulator").run(
      ["--client-certificate", "c.pem", "--port", "1"], environment: environment, in: folder.path)
    expectNothingStarted("azure-emulator")
  }

  /// A script that root runs elsewhere is no other case.
  @Test(.needs("dash"), arguments: [".", "", "bin:", "/proc/self/cwd"]) func scriptRunsNoProgramOfTheWorkingFolder(
    path: String
  )
    async throws
  {
    let script = try await Program.built("apim-dns").run(["apply", "hosts", "--print-script"] + Self.instance)
    for name in ["awk", "ls", "cat", "flock", "sync", "mv", "readlink", "dirname", "cmp", "id"] {
      for copy in [name, "bin/\(name)"] {
        try FileManager.default.copyItem(atPath: folder.path("ssh"), toPath: folder.path(copy))
      }
    }
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
    let result = try await Program.required("dash").run(
      ["-s", "hosts"], environment: ["PATH": path], in: folder.path, input: script.output)
    #expect(result.output == "hosts: changed\n")
    expectNothingStarted("the script")
  }

  /// Nor does what is sent over ssh, where somebody else's login files set the variable.
  @Test(.needs("dash")) func noProgramOfTheWorkingFolderRunsOnAnotherMachine() async throws {
    for name in ["awk", "ls", "cat", "sync", "mv", "readlink", "dirname", "cmp", "id", "uname", "tail", "sudo"] {
      try FileManager.default.copyItem(atPath: folder.path("ssh"), toPath: folder.path(name))
    }
    let machine = try TemporaryFolder()
    try machine.writeProgram(
      "ssh", text: "#!/bin/dash\ncd '\(folder.path)' && PATH=.:/usr/bin:/bin exec /bin/dash -s\n")
    try machine.write("hosts", text: "127.0.0.1 localhost\n")
    let result = try await Program.built("apim-dns").run(
      ["apply", "hosts", "--machine", "vm1", "--file", machine.path("hosts")] + Self.instance,
      environment: ["PATH": "\(machine.path):/usr/bin:/bin"], in: machine.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try machine.text(of: "hosts").contains("# BEGIN apim-dns"))
    expectNothingStarted("the script over ssh")
  }

  /// Libraries load and write files that these name; a relative path means one of the working folder.
  @Test(arguments: ["OPENSSL_CONF", "SSLKEYLOGFILE", "GCONV_PATH"]) func relativeLibraryPathsAreIgnored(
    name: String
  ) async throws {
    for (value, isKept) in [("x.cnf", false), ("", false), ("/etc/x.cnf", true)] {
      let result = try await Program.built("apim-dns").run(
        ["apply", "zones", "--check", "env >env.txt", "--directory", "z\(value.utf8.count)"] + Self.instance,
        environment: ["PATH": "/usr/bin:/bin", name: value], in: folder.path)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try ("\n" + folder.text(of: "env.txt")).contains("\n\(name)=") == isKept, "\(value)")
    }
  }

  /// What is opened or looked at by a name that does not begin at the root depends on the working folder.
  @Test(.needs("strace"), arguments: places) func noFileOfTheWorkingFolderIsOpened(place: String) async throws {
    for name in ["apim-dns", "azure-emulator"] {
      let result = try await Program.required("strace").run(
        ["-f", "-o", folder.path("log"), "-e", "trace=%file", name, "--version"], environment: ["PATH": place],
        in: folder.path)
      #expect(result.status == 0)
      let lines = try folder.text(of: "log").split(separator: "\n")
      let relative = lines.filter { $0.firstMatch(of: /\(("|AT_FDCWD, ")[^\/"]/) != nil }
      #expect(relative == [], "\(name)")
      #expect(lines.count > 5)
    }
  }

  /// A variable of the Swift runtime may name a library that it loads, and `sudo` hands it on where it is told to.
  @Test(.needs("strace"), .enabled(if: places.contains(released), "'make build' has not been run"))
  func noLibraryNamedByVariablesOfTheRuntimeIsLoaded() async throws {
    let result = try await Program.required("strace").run(
      ["-f", "-o", folder.path("log"), "-e", "trace=%file", "apim-dns", "records"] + Self.instance,
      environment: ["PATH": Self.released, "SWIFT_DEBUG_LIB_PRESPECIALIZED_PATH": folder.path("planted.so")],
      in: folder.path)
    #expect(result.status == 0)
    #expect(try folder.text(of: "log").split(separator: "\n").filter { $0.contains("planted") } == [])
  }

  @Test(.needs("readelf")) func programThatIsNotSelfContainedIsReported() async throws {
    let script = Program(path: Self.package.appending(path: "scripts/self-contained.sh").path)
    try folder.write("reports", text: "the path of swift-backtrace")
    // The tests themselves look for libraries beside them.
    let other = CommandLine.arguments[0]
    let result = try await script.run([other])
    #expect(
      result.errors.contains(
        "\nself-contained: \(other) looks for libraries in that path; build it with --disable-local-rpath\n"))
    #expect(result.status == 1)
    // The program that everybody has, with a word at its end.
    let bytes = try Data(contentsOf: URL(filePath: "/bin/true")) + Data("swift-backtrace".utf8)
    let copy = try folder.write("true", bytes)
    #expect(
      try await script.run([copy]).errors == """
        self-contained: \(copy) has the Swift runtime's crash reports in it, which run a program of the working folder; see \
        Sources/CSafeStart for how they are kept out, and what in this runtime is different

        """)
    #expect(try await script.run(["/bin/true"]).status == 0)
    if Self.places.contains(Self.released) {
      let result = try await script.run(["apim-dns", "azure-emulator"].map { "\(Self.released)/\($0)" })
      #expect(result.status == 0, "\(result.errors)")
    }
  }
}
