/// Metrics in the [text format](https://prometheus.io/docs/instrumenting/exposition_formats/) of Prometheus.
struct MetricsText {
  /// One value of a metric.
  struct Sample {
    let labels: [(name: String, value: String)]
    let value: String

    /// Prometheus can read a number as Swift writes it.
    init(_ labels: [(name: String, value: String)], _ value: some Numeric & CustomStringConvertible) {
      self.labels = labels
      self.value = value.description
    }
  }

  /// The text written so far.
  private(set) var text = ""

  /// Writes a gauge; without samples, it writes nothing.
  ///
  /// - Parameters:
  ///   - name: the name, with its unit at the end.
  ///   - help: the description, in one line.
  ///   - samples: the values.
  mutating func gauge(_ name: String, _ help: String, _ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
    for sample in samples {
      let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
      text += "\(name){\(labels)} \(sample.value)\n"
    }
  }

  /// A label value with backslash, quotation mark and line feed escaped.
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
