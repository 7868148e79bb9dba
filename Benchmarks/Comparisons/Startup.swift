/// How long the program takes to start and say its version.
enum Startup {
  static func comparisons(in place: Workplace) throws -> [Comparison] {
    [
      Comparison(
        "start: --version", ours: ShellLine("\(place.program) --version"), other: ShellLine("/bin/true"),
        named: "/bin/true",
        .none, rounds: 21)
    ]
  }
}
