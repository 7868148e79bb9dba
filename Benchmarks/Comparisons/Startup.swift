/// How long commands take that ask nobody: little more than it takes to start at all.
enum Startup {
  static func comparisons(in place: Workplace) throws -> [Comparison] {
    let instance = "--name contoso-apim --region westus --vip 10.1.0.5 --hostnames regional"
    let hosts = try place.file("start-hosts") { Array("127.0.0.1\tlocalhost\n".utf8) }
    let lines = [
      "--version", "help apply", "records \(instance)", "check \(instance)", "plan hosts --file \(hosts) \(instance)",
    ]
    return lines.map { line in
      let command = line.split(separator: " ").prefix(2).joined(separator: " ")
      return Comparison(
        "start: \(command)", ours: ShellLine("\(place.program) \(line)"), other: ShellLine("/bin/true"),
        named: "/bin/true", .atMost(3, plus: 0.004), rounds: 101)
    }
  }
}
