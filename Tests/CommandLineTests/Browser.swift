import TestSupport

/// A real browser without a window, in which a page is opened; it finds no host but this one.
struct Browser {
  /// What came of opening a page.
  struct Page {
    /// The document after its scripts have run.
    let document: String
    /// What the page said on its console, errors and refusals included.
    let console: [String]
  }

  private let program: Program
  private let folder: TemporaryFolder

  /// Finds the browser.
  init(in folder: TemporaryFolder) throws {
    program = try Program.required("chromium")
    self.folder = folder
  }

  /// Opens a page of the folder.
  ///
  /// - Parameters:
  ///   - name: the file, and what follows it in the address.
  ///   - options: more options of the browser.
  func open(_ name: String, _ options: String...) async throws -> Page {
    let result = try await program.run(
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-first-run",
        "--user-data-dir=\(folder.path("profile"))", "--enable-logging=stderr", "--dump-dom",
      ] + options + ["file://\(folder.path(name))"],
      environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"], in: folder.path)
    let console = result.errors.split(separator: "\n").map(String.init).filter { $0.contains(":CONSOLE") }
    return Page(document: result.output, console: console)
  }

  /// What a page of the folder asks the network for, a line of the browser's own log each.
  ///
  /// - Parameter name: the file.
  func requests(of name: String) async throws -> [String] {
    _ = try await open(name, "--log-net-log=\(folder.path("net.json"))")
    return try folder.text(of: "net.json").split(separator: "\n").map(String.init).filter { line in
      // The browser has requests of its own, which no page began.
      line.contains("\"url\":\"http") && line.contains("\"initiator\":") && !line.contains("\"not an origin\"")
    }
  }

  /// Takes a picture of a page.
  ///
  /// - Parameters:
  ///   - name: the file.
  ///   - isDark: whether the browser prefers dark colours.
  /// - Returns: a PNG file.
  func picture(of name: String, isDark: Bool) async throws -> [UInt8] {
    let picture = "picture-\(isDark).png"
    _ = try await open(
      name, "--screenshot=\(folder.path(picture))", "--window-size=1400,900",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)")
    return try folder.bytes(of: picture)
  }
}
