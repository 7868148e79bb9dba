import Reconciliation
import Testing

@testable import ZoneFileBackend

struct ResponsiblePersonTests {
  @Test(arguments: [
    ("hostmaster@localhost", "hostmaster.localhost."),
    ("Hostmaster@Corp.Example", "hostmaster.corp.example."),
    ("first.last@corp.example", #"first\.last.corp.example."#),
    ("a.b.c+dns@corp.example", #"a\.b\.c\043dns.corp.example."#),
    ("pay$roll@corp.example", #"pay\036roll.corp.example."#),
    ("!#%&'=?^`{|}~@corp.example", #"\033\035\037\038\039\061\063\094\096\123\124\125\126.corp.example."#),
    ("a*b/c-d_e9@corp.example", "a*b/c-d_e9.corp.example."),
  ])
  func mailAddressBecomesAName(mail: String, name: String) throws {
    let person = try ResponsiblePerson(mail: mail)
    #expect(CanonicalName.portable(person.name) == name)
    #expect(CanonicalName.read(Array(name.utf8)[...], origin: []).map { ResponsiblePerson(name: $0) } == person)
    #expect(person.mail == mail.lowercased())
  }

  @Test(arguments: [#"first\046last.corp.example."#, #"FIRST\.last.corp.EXAMPLE."#])
  func otherSpellingsAreTheSamePerson(name: String) throws {
    #expect(
      CanonicalName.read(Array(name.utf8)[...], origin: []).map { ResponsiblePerson(name: $0) }
        == (try ResponsiblePerson(mail: "first.last@corp.example")))
  }

  @Test(arguments: [".", "hostmaster.", #"a\032b.corp.example."#, #"a\027[2j.corp.example."#])
  func nameThatDoesNotEncodeAMailboxIsShownAsItIs(name: String) {
    #expect(ResponsiblePerson(name: Array(name.utf8)).mail == name)
  }

  @Test(arguments: [
    "", "hostmaster", "@corp.example", "a@b@corp.example", "a..b@corp.example", ".a@corp.example",
    "a b@corp.example", "a;b@corp.example", "a@", "a@corp..example", "a@10.1", "a@corp_x.example", "\"a\"@corp.example",
    "é@corp.example",
  ])
  func wrongAddressIsRefused(mail: String) {
    #expect(
      throws: BackendError(
        .badSettings,
        "'\(mail)' is not a valid mail address. Use one such as hostmaster@corp.example, without spaces.")
    ) { try ResponsiblePerson(mail: mail) }
  }

  @Test func longAddressIsRefused() {
    let mail = String(repeating: "a", count: 64) + "@corp.example"
    #expect(
      throws: BackendError(
        .badSettings,
        "mail address '\(mail)' is too long for an SOA record. Use at most 63 characters before the '@' and 253 in all."
      )
    ) { try ResponsiblePerson(mail: mail) }
  }
}
