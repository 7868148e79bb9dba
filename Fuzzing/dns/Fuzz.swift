@testable import DNSClient
@testable import DNSModel

/// Any bytes are a message or malformed, and a question that the client can send is parsed as it was sent.
func fuzz(_ bytes: [UInt8]) {
  guard let message = try? DNSMessageReader.message(bytes) else { return }
  for answer in message.answers { require(answer.name.utf8.count < 1024, "a name that is too long") }
  guard let asked = message.question, let type = QueryType(rawValue: asked.type), let name = try? DomainName(asked.name)
  else { return }
  guard let question = try? DNSMessageReader.message(Question(name, type).message(id: message.id)).question else {
    fatalError("the client's question is malformed")
  }
  require(
    question.name == name.text && question.type == type.rawValue && question.class == 1, "the client's question changed"
  )
}
