import Compression
import ConvexFunctions
import ConvexSolvers
import DataModels
import LinearAlgebra
import Messages
import Quotes
import Testing

/// Rows of a Gaussian mixture with correlated features, of which as many as one likes can be drawn.
private enum Mixture {
  static let names = ["a", "b", "c"]

  /// - Parameter isSplit: Each class is two clusters, on either side of its mean: far from Gaussian.
  static func rows(_ count: Int, features d: Int, isSplit: Bool = false, _ stream: RandomStream) throws -> LabeledData {
    let world = RandomStream(seed: 7).branch("world")
    var (means, mix) = (world.branch("means"), world.branch("mix"))
    let centers = Matrix(rows: 3, columns: d, elements: means.gaussians(3 * d).map { 0.5 * $0 })
    var factor = Matrix(rows: d, columns: d, elements: mix.gaussians(d * d).map { 0.5 * $0 / Double(d).squareRoot() })
    for j in 0..<d { factor[j, j] += 0.8 }
    var (noise, order) = (stream.branch("noise"), stream.branch("labels"))
    var x = Matrix(rows: count, columns: d, elements: noise.gaussians(count * d)).timesTransposed(factor)
    let labels = (0..<count).map { _ in order.integer(below: 3) }
    for i in 0..<count { for j in 0..<d { x[i, j] += centers[labels[i], j] } }
    if isSplit {
      var apart = world.branch("apart")
      let clusters = Matrix(rows: 3, columns: d, elements: apart.gaussians(3 * d).map { 0.7 * $0 })
      for i in 0..<count { for j in 0..<d { x[i, j] += (i % 4 == 0 ? -1.5 : 0.5) * clusters[labels[i], j] } }
    }
    return try LabeledData(features: x, targets: .classes(labels: labels, names: names))
  }
}

private let forms: [any StorageForm] = [Float32Form(), SignForm(), IntegerForm(bits: 4)]

private func question(_ effort: QuoteEffort = .full, test: Int? = 4000) -> QuoteQuestion {
  QuoteQuestion(
    penalties: [L1(), LInf()], forms: forms, fractions: [0.3, 0.1, 0.03, 0.01], testCount: test, effort: effort)
}

@Suite struct QuoterTests {
  /// Quotes hold on fresh rows: nearly all bands, and small errors where λ is small.
  @Test(arguments: [QuoteEffort.full, .pilot])
  func quotesHold(_ effort: QuoteEffort) throws {
    let data = try Mixture.rows(480, features: 30, RandomStream(seed: 1))
    let test = try Mixture.rows(4000, features: 30, RandomStream(seed: 2))
    let quoter = Quoter(question(effort))
    let quotes = try quoter.quotes(of: data, using: RandomStream(seed: 3))
    let measured = try quoter.measured(on: test, fittedTo: data)
    #expect(quotes.count == measured.count && quotes.count == (15 + 2 * 4) * forms.count)
    let off = zip(quotes, measured).map { ($0.0, $0.0.error! - $0.1) }
    let useful = off.filter { $0.0.penalty == "l2" || $0.0.fraction <= 0.1 }
    let mean = useful.reduce(0) { $0 + $1.1.magnitude } / Double(useful.count)
    #expect(mean < (effort == .full ? 0.02 : 0.025), "\(mean)")
    let covered = zip(quotes, measured).count { $0.0.band!.contains($0.1) }
    #expect(Double(covered) >= 0.9 * Double(quotes.count), "\(covered) of \(quotes.count)")
    // What is quoted is far from what guessing gives, and from one form to another.
    let best = quotes.filter { $0.form == "f32" }.compactMap(\.error).min()!
    #expect(best < 0.3)
  }

  /// Each of the two estimates is needed as it is: few rows, of which a quarter says little before it is carried to all, and
  /// classes so far from Gaussian that the errors of Gaussian ones are wrong.
  @Test func eachEstimateHolds() throws {
    let data = try Mixture.rows(200, features: 40, isSplit: true, RandomStream(seed: 1))
    let test = try Mixture.rows(4000, features: 40, isSplit: true, RandomStream(seed: 2))
    let quoter = Quoter(question())
    let quotes = try quoter.quotes(of: data, using: RandomStream(seed: 3))
    let measured = try quoter.measured(on: test, fittedTo: data)
    let useful = zip(quotes, measured).filter { $0.0.penalty != "l2" && $0.0.fraction <= 0.1 }
    func off(_ part: (Quote) -> Double?) -> Double {
      useful.reduce(0) { $0 + (part($1.0)! - $1.1).magnitude } / Double(useful.count)
    }
    #expect(off(\.pilots) < 0.017)
    #expect(off(\.gap) < 0.008)
  }

  /// The quote of ridge is leave-one-out, to the last digit.
  @Test func ridgeIsExact() throws {
    let data = try Mixture.rows(150, features: 12, RandomStream(seed: 4))
    let fitted = try LeastSquares(features: data.features, targets: data.targets.matrix)
    for quote in try Quoter(question()).quotes(of: data, using: RandomStream(seed: 1)) where quote.penalty == "l2" {
      guard quote.form == "f32" else { continue }
      let errors = data.targets.errors(of: RidgePath(fitted).leaveOneOut(quote.lambda))
      #expect(abs(quote.error! - errors.reduce(0, +) / 150) < 1e-12)
      #expect(quote.verdict.color == .green)
    }
  }

  /// Least quotes are too low, for having been chosen, by about what they say; the others are not.
  @Test func optimism() throws {
    let quoter = Quoter(QuoteQuestion(penalties: [], forms: [SignForm()], testCount: 3000))
    let test = try Mixture.rows(3000, features: 20, RandomStream(seed: 2))
    var (found, said) = (0.0, 0.0)
    for draw in 0..<12 {
      let data = try Mixture.rows(120, features: 20, RandomStream(seed: 30 + UInt64(draw)))
      let quotes = try quoter.quotes(of: data, using: RandomStream(seed: 3))
      let off = zip(quotes, try quoter.measured(on: test, fittedTo: data)).filter { $0.0.form == "sign" }
        .map { ($0.0, $0.1 - $0.0.error!) }
      let least = off.min { $0.0.error! < $1.0.error! }!
      found += (least.1 - off.reduce(0) { $0 + $1.1 } / Double(off.count)) / 12
      said += least.0.optimism! / 12
      #expect(off.allSatisfy { $0.0.optimism == least.0.optimism && $0.0.optimism! >= 0 })
    }
    #expect(said > 0.5 * found && said < 2 * found, "\(said) \(found)")
    let pilots = try Quoter(question(.pilot)).quotes(
      of: Mixture.rows(240, features: 10, RandomStream(seed: 5)), using: RandomStream(seed: 9))
    #expect(pilots.allSatisfy { ($0.optimism == nil) == ($0.penalty != "l2") })
  }

  /// A pruned form and a sparse one share a name, and are quoted apart.
  @Test func prunedFormsAreQuotedApart() throws {
    let data = try Mixture.rows(150, features: 12, RandomStream(seed: 4))
    let question = QuoteQuestion(penalties: [], forms: [SparseForm(), PrunedForm(fraction: 0.75)], testCount: 100)
    let quotes = try Quoter(question).quotes(of: data, using: RandomStream(seed: 1))
    let (whole, pruned) = (quotes.filter { $0.form == "sparse" }, quotes.filter { $0.form == "sparse 75 % pruned" })
    #expect(whole.count == 15 && pruned.count == 15 && whole.map(\.error) != pruned.map(\.error))
  }

  @Test func theSeedDecidesAndThreadsDoNot() throws {
    let data = try Mixture.rows(240, features: 10, RandomStream(seed: 5))
    let quoter = Quoter(question())
    let one = try quoter.quotes(of: data, using: RandomStream(seed: 9))
    #expect(one == (try quoter.quotes(of: data, using: RandomStream(seed: 9))))
    #expect(one != (try quoter.quotes(of: data, using: RandomStream(seed: 10))))
  }

  /// Squared errors are quoted too, in the unit of the targets.
  @Test func regression() throws {
    var stream = RandomStream(seed: 6)
    let weights = stream.gaussians(12)
    func rows(_ n: Int) throws -> LabeledData {
      let x = Matrix(rows: n, columns: 12, elements: stream.gaussians(12 * n))
      let noise = stream.gaussians(n)
      let y = (0..<n).map { 10 * (dot(x.row($0), weights[...]) + 2 * noise[$0]) }
      return try LabeledData(features: x, targets: .values(Matrix(rows: n, columns: 1, elements: y)))
    }
    let (data, test) = (try rows(300), try rows(3000))
    let quoter = Quoter(question(test: 3000))
    let quotes = try quoter.quotes(of: data, using: RandomStream(seed: 1))
    let measured = try quoter.measured(on: test, fittedTo: data)
    for (quote, error) in zip(quotes, measured) where quote.fraction <= 0.1 && quote.form != "sign" {
      #expect(abs(quote.error! / error - 1) < 0.15, "\(quote.penalty) \(quote.fraction) \(quote.form)")
      #expect(quote.band!.contains(error))
    }
  }

  /// Heavy tails and one coordinate that dwarfs all others: red, or right.
  @Test(arguments: [true, false])
  func hostileRowsAreRedOrRight(_ hasHeavyTails: Bool) throws {
    func rows(_ n: Int, _ seed: UInt64) throws -> LabeledData {
      var data = try Mixture.rows(n, features: 20, RandomStream(seed: seed))
      var noise = RandomStream(seed: seed).branch("tails")
      let divisors = noise.uniforms(n)
      for i in 0..<n {
        // Student's t with two degrees of freedom: a Gaussian over the root of an exponential.
        let tail = 1 / max(1e-12, -logarithm(1 - divisors[i])).squareRoot()
        for j in 0..<20 { data.features[i, j] *= hasHeavyTails ? tail : j == 0 ? 1000 : 1 }
      }
      return data
    }
    let (data, test) = (try rows(480, 1), try rows(4000, 2))
    let quoter = Quoter(question())
    let quotes = try quoter.quotes(of: data, using: RandomStream(seed: 3))
    let measured = try quoter.measured(on: test, fittedTo: data)
    let relied = zip(quotes, measured).filter { $0.0.verdict.color < .red }
    #expect(relied.count > quotes.count / 2)
    let held = relied.count { $0.0.band!.contains($0.1) }
    #expect(Double(held) >= 0.9 * Double(relied.count), "\(held) of \(relied.count)")
  }

  /// What nothing is known about is refused, or marked.
  @Test func doubtIsSaid() throws {
    let data = try Mixture.rows(300, features: 8, RandomStream(seed: 8))
    guard case .classes(let labels, _) = data.targets else { return }
    let few = data.rows(labels.indices.filter { labels[$0] != 2 } + labels.indices.filter { labels[$0] == 2 }.prefix(5))
    for quote in try Quoter(question()).quotes(of: few, using: RandomStream(seed: 1)) {
      #expect(quote.verdict.color == (quote.penalty == "l2" ? .red : .refused))
      #expect((quote.error == nil) == (quote.penalty != "l2"))
      #expect(quote.verdict.reasons.contains { $0.contains("class \"c\" has only 5 rows") })
    }
    let twice = data.rows(Array(0..<300) + Array(0..<100))
    for quote in try Quoter(question()).quotes(of: twice, using: RandomStream(seed: 1)) {
      #expect(quote.verdict.color == .red && quote.verdict.reasons.contains { $0.contains("copies") })
    }
    for quote in try Quoter(question()).quotes(of: data, using: RandomStream(seed: 1)) where quote.fraction == 0.3 {
      #expect(quote.verdict.color == .red)
    }
    let constant = try LabeledData(
      features: data.features, targets: .values(Matrix(rows: 300, columns: 1, repeating: 2)))
    #expect(throws: Refusal.self) { try Quoter(question()).quotes(of: constant, using: RandomStream(seed: 1)) }
  }

  /// More rows lower an error by half of the last doubling; the band grows downwards, and green is no longer said.
  @Test func extrapolation() throws {
    let data = try Mixture.rows(400, features: 30, RandomStream(seed: 11))
    let quoter = Quoter(question())
    let now = try quoter.quotes(of: data, using: RandomStream(seed: 1))[0]
    let half = try quoter.quotes(of: data.rows(Array(0..<200)), using: RandomStream(seed: 1))[0]
    try #require(half.error! > now.error!)
    let later = now.extrapolated(from: half, doublings: 1)
    #expect(abs(later.error! - now.error! * (now.error! / half.error!).squareRoot()) < 1e-12)
    #expect(later.band!.lowerBound < now.band!.lowerBound && later.band!.upperBound == now.band!.upperBound)
    #expect(later.verdict.color == .amber)
    #expect(now.extrapolated(from: nil, doublings: 1).verdict.color == .refused)
  }

  /// A pilot is moved as far as the curve moves, leave-one-out by what the form costs, and flags are heard.
  @Test func carriedPilots() {
    func carried(_ curve: CarriedPilot.Curve?, held: Int = 1000, float: Double = 0.1) -> CarriedPilot {
      CarriedPilot(
        .init(
          error: 0.1, standardError: (0.09 / Double(held)).squareRoot(), floatError: float, heldCount: held),
        isClassification: true, constantError: 0.9, curve: curve, testCount: 500)
    }
    func curve(_ a: Double, _ b: Double, flags: [String] = []) -> CarriedPilot.Curve {
      .init(atPilot: a, atAll: b, poolCount: 2000, flags: flags)
    }
    let same = carried(curve(0.1, 0.1))
    #expect(abs(same.error - 0.1) < 1e-12 && same.verdict.color == .green && same.band.contains(0.1))
    let better = carried(curve(0.1, 0.05))
    #expect(abs(better.error - 0.05) < 1e-9 && better.verdict.color == .amber)
    #expect(better.band.upperBound - better.band.lowerBound > same.band.upperBound - same.band.lowerBound - 0.02)
    // The curve says twice the error of the pilot: the two estimates are averaged.
    let apart = carried(curve(0.2, 0.2))
    #expect(abs(apart.carried - 0.1) < 1e-12 && abs(apart.leftOut! - 0.2) < 1e-12 && abs(apart.error - 0.15) < 1e-12)
    #expect(apart.verdict.color == .red)
    // As signs it has twice the odds of the weights as they are.
    let odds = 0.1 / 0.9
    let coarse = carried(curve(0.1, 0.1), float: odds / 2 / (1 + odds / 2))
    #expect(abs(coarse.leftOut! - 2 * odds / (1 + 2 * odds)) < 1e-4 && abs(coarse.carried - 0.1) < 1e-12)
    #expect(carried(curve(0.1, 0.09, flags: ["interpolation-peak"])).verdict.color == .red)
    #expect(carried(nil).verdict.color == .red && carried(nil).error == 0.1)
    #expect(carried(curve(0.1, 0.1), held: 50).verdict.color == .amber)
  }
}
