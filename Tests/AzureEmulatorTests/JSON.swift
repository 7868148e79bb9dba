import Foundation

/// Any JSON value, to look into answers with.
enum JSON: Hashable, Sendable, Codable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// Reads any value.
  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSON].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  /// Reads a document; gives nothing when it is none.
  init?(_ text: String) {
    guard let value = try? JSONDecoder().decode(JSON.self, from: Data(text.utf8)) else { return nil }
    self = value
  }

  /// A member of an object; null where there is none.
  subscript(key: String) -> JSON {
    guard case .object(let members) = self else { return .null }
    return members[key] ?? .null
  }

  /// An element of an array; null where there is none.
  subscript(index: Int) -> JSON {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return .null }
    return elements[index]
  }

  /// The elements of an array.
  var elements: [JSON] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  /// The text of a string.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// Writes the value.
  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .bool(let bool): try value.encode(bool)
    case .number(let number): try value.encode(number)
    case .string(let string): try value.encode(string)
    case .array(let elements): try value.encode(elements)
    case .object(let members): try value.encode(members)
    }
  }

  /// The value as a document.
  var document: String {
    let data = try? JSONEncoder().encode(self)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// The value without the members of these names, wherever they are.
  func without(_ names: Set<String>) -> JSON {
    switch self {
    case .object(let members):
      .object(members.filter { !names.contains($0.key) }.mapValues { $0.without(names) })
    case .array(let elements): .array(elements.map { $0.without(names) })
    default: self
    }
  }

  /// The names of all members, those of members of members after a dot; elements of an array share theirs.
  var keyPaths: Set<String> {
    switch self {
    case .object(let members):
      var paths = Set(members.keys)
      // What people named is no part of the shape.
      for (key, value) in members where !["tags", "metadata"].contains(key) {
        paths.formUnion(value.keyPaths.map { "\(key).\($0)" })
      }
      return paths
    case .array(let elements): return elements.reduce(into: []) { $0.formUnion($1.keyPaths) }
    default: return []
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Makes a string.
  init(stringLiteral value: String) { self = .string(value) }
  /// Makes a number.
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// Makes a truth value.
  init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Makes an array.
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// Makes an object.
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }
}
