import Reconciliation
import Testing

@testable import ZoneFileBackend

struct ResponsiblePersonTests {
  @Test(arguments: [
    ("hostmaster@localhost", "hostmaster.localhost."),
    ("Hostmaster@Corp.Example", "hostmaster.corp.example."),
    ("first.last@corp.example", #"first\.last.corp.example."#),
    ("a.b.c+dns@corp.example", #"a\.b\.c+dns.corp.example."#),
    ("pay$roll@corp.example", #"pay\$roll.corp.example."#),
  ])
  func mailAddressBecomesAName(mail: String, name: String) throws {
    let person = try ResponsiblePerson(mail: mail)
    #expect(person.zoneFileText == name)
    #expect(ResponsiblePerson(zoneFileText: Array(name.utf8)[...]) == person)
    #expect(person.mail == mail.lowercased())
  }

  @Test(arguments: [#"first\046last.corp.example."#, #"FIRST\.last.corp.EXAMPLE."#])
  func otherSpellingsAreTheSamePerson(name: String) throws {
    #expect(
      ResponsiblePerson(zoneFileText: Array(name.utf8)[...]) == (try ResponsiblePerson(mail: "first.last@corp.example"))
    )
  }

  @Test(arguments: [
    "", ".", "hostmaster", "hostmaster.corp", #"a\"#, #"a\04"#, #"a\999.b."#, "hostmaster@corp.example.",
  ])
  func othersAreNoPerson(name: String) {
    #expect(ResponsiblePerson(zoneFileText: Array(name.utf8)[...]) == nil)
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
        "contact '\(mail)' is no mail address that a zone can name: write it like hostmaster@corp.example")
    ) { try ResponsiblePerson(mail: mail) }
  }

  @Test func longAddressIsRefused() {
    let mail = String(repeating: "a", count: 64) + "@corp.example"
    #expect(
      throws: BackendError(
        .badSettings,
        "contact '\(mail)' is too long for a zone: at most 63 characters before the '@' and 253 in all")
    ) { try ResponsiblePerson(mail: mail) }
  }
}
