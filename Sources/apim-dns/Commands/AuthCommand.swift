import APIManagement
import AzureBackend
import Reconciliation

/// `auth`: asks one credential after the other and says what came of it; shows the token that it got to Azure.
struct AuthCommand {
  let backends: Backends
  let console: Console

  /// Runs the command.
  func run() async throws(Failure) -> ExitCode {
    do throws(BackendError) {
      let access = try backends.azureAccess()
      var used: AccessToken?
      for attempt in await access.credentials.attempts() {
        let name = attempt.source.rawValue
        let gap = String(repeating: " ", count: max(1, 19 - name.utf8.count))
        switch attempt.outcome {
        case .used(let token):
          used = token
          console.emit("\(name)\(gap)used\n")
          console.emit("  account  \(token.account ?? "(the token does not say)")\n")
          console.emit("  tenant   \(token.tenant ?? "(the token does not say)")\n")
          console.emit("  expires  \(Self.time(token.end))\n")
        case .unavailable(let reason): console.emit("\(name)\(gap)not available: \(reason)\n")
        case .failed(let error): console.emit("\(name)\(gap)failed: \(error)\n")
        case .notAsked: console.emit("\(name)\(gap)not asked\n")
        }
      }
      guard let used else {
        console.complain("no credential gives a token for Azure")
        return .failed
      }
      console.emit(try await access.trial(used).run() + "\n")
      return .done
    } catch {
      throw Failure(error)
    }
  }

  /// A time as `2026-11-25T04:00:00Z` ([RFC 3339](https://www.rfc-editor.org/rfc/rfc3339)).
  private static func time(_ seconds: Double) -> String {
    var (days, second) = Int(seconds).quotientAndRemainder(dividingBy: 86_400)
    // Years begin in March here, so that a leap day is the last day of its year.
    days += 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let hour = second / 3600
    second %= 3600
    return
      "\(year)-\(two(month < 10 ? month + 3 : month - 9))-\(two(day))T\(two(hour)):\(two(second / 60)):\(two(second % 60))Z"
  }
}

/// The way into Azure that a command line stands for.
struct AzureAccess {
  /// The credentials, in the order in which they are asked.
  let credentials: CredentialChain
  /// Shows a token to the Resource Manager that is meant.
  let trial: (AccessToken) throws(BackendError) -> TokenTrial
}
