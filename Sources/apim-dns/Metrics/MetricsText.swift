/// Metrics in the [text format](https://prometheus.io/docs/instrumenting/exposition_formats/) of Prometheus.
struct MetricsText {
  /// One number of a metric.
  struct Sample {
    /// What tells it from the other numbers of the metric.
    let labels: [(name: String, value: String)]
    /// The number.
    let value: String

    /// Takes a number as Swift writes it, which Prometheus reads.
    init(_ labels: [(name: String, value: String)], _ value: some Numeric & CustomStringConvertible) {
      self.labels = labels
      self.value = value.description
    }
  }

  /// What has been written so far.
  private(set) var text = ""

  /// Writes a metric that may go up and down; one without any number is left out.
  ///
  /// - Parameters:
  ///   - name: what it is called, with its unit at the end.
  ///   - help: what it means, in one line.
  ///   - samples: its numbers.
  mutating func gauge(_ name: String, _ help: String, _ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
    for sample in samples {
      let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
      text += "\(name){\(labels)} \(sample.value)\n"
    }
  }

  /// A label's value, in which a backslash, a quotation mark and a line feed stand behind a backslash.
  private static func escaped(_ value: String) -> String {
    var escaped = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
