import FoundationEssentials

/// A change of a zone or a link that was accepted and ends later.
///
/// The first poll says that it is in progress; the second one ends it: only then is its precondition looked at and the
/// change made. Operations on one zone end in the order in which they were accepted. One that is not polled twice ends
/// by itself, ``timeout(_:)`` after it was accepted, and one that has not ended when the program does is ended then.
struct Operation: Sendable {
  /// What the change does to the state.
  typealias Change = @Sendable (inout DNSState) throws(ManagementError) -> Void
  /// The resource as the result shows it after the change; none for a deletion.
  typealias Resource = @Sendable (DNSState) -> HTTPResponse?

  /// How far an operation has come.
  enum Status: Sendable {
    /// Nothing is changed yet.
    case inProgress
    /// The change is made.
    case succeeded
    /// The change was refused.
    case failed(ManagementError)
  }

  /// The key of the zone that it is about.
  let zone: String
  /// Which operation it is, in base64.
  let id: String
  /// The path and query at which its status is.
  let statusTarget: String
  /// The path and query at which its result is.
  let resultTarget: String
  /// When it ends by itself.
  let deadline: ContinuousClock.Instant
  /// How far it has come.
  private(set) var status = Status.inProgress
  /// How often it was polled.
  private var polls = 0
  /// What it does to the state.
  private let change: Change
  /// The resource as the result shows it.
  let resource: Resource

  /// Accepts a change.
  ///
  /// - Parameters:
  ///   - kind: what Azure calls the change, such as `UpsertPrivateDnsZone`.
  ///   - zone: the zone that it is about.
  ///   - request: the request for it.
  ///   - change: what it does to the state.
  ///   - resource: the resource as the result shows it.
  init(
    _ kind: String, _ zone: ZoneID, _ request: ManagementRequest, change: @escaping Change, resource: @escaping Resource
  ) {
    self.zone = zone.key
    id = base64("FrontEndAsyncOperation;\(kind);\(ETag.fresh())_\(zone.subscription)")
    let (subscription, resourceGroup) = (percentEncoded(zone.subscription), percentEncoded(zone.resourceGroup))
    let group = "/subscriptions/\(subscription)/resourceGroups/\(resourceGroup)/providers/Microsoft.Network"
    // Padding signs stay as they are, as in Azure's own addresses.
    statusTarget = "\(group)/privateDnsOperationStatuses/\(id)?\(Self.signedQuery(request.apiVersion))"
    resultTarget = "\(group)/privateDnsOperationResults/\(id)?\(Self.signedQuery(request.apiVersion))"
    deadline = .now + Self.timeout(request.settings)
    self.change = change
    self.resource = resource
  }

  /// How long an operation waits for its polls.
  static func timeout(_ settings: Options) -> Duration { .seconds(10 + 2 * settings.retryAfter) }

  /// Counts a poll.
  ///
  /// - Returns: whether it is time to end the operation.
  mutating func poll() -> Bool {
    polls += 1
    return polls > 1
  }

  /// Makes the change, if it is not made yet.
  mutating func end(_ state: inout DNSState) {
    guard case .inProgress = status else { return }
    var changed = state
    do throws(ManagementError) {
      try change(&changed)
      state = changed
      status = .succeeded
    } catch {
      status = .failed(error)
    }
  }

  /// A query as long as Azure's, with a time, a certificate, a signature and a hash, none of which means anything here.
  private static func signedQuery(_ apiVersion: String) -> String {
    let ticks = (Int(Date.now.timeIntervalSince1970 * 1000) + 62_135_596_800_000) * 10_000
    return "api-version=\(apiVersion)&t=\(ticks)&c=MII\(randomLetters(2612))&s=\(randomLetters(342))&h=\(randomLetters(43))"
  }

  /// Letters that mean nothing.
  private static func randomLetters(_ count: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    return String(decoding: (0..<count).map { _ in letters[Int.random(in: letters.indices)] }, as: UTF8.self)
  }
}
