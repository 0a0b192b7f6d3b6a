import DataModels

/// The derivation's recursion of second moments written down as it stands, with kA, kX, kC from its table and the average
/// as v⁺ = v + 2h + s⁺: a second program for the same numbers, slow and plain. Constant step size, average from 0.
struct LiteralSGD {
  let model: QuantizedRegression

  /// E R(w_N) and E R(w̄_N).
  func risks() -> (last: Double, averaged: Double) {
    let lambda = model.spectrum.eigenvalues
    let d = lambda.count
    let w = model.weights
    let data = (model[.data].idealized ?? IdealizedError())
    let (a, r, kappa) = (data.additive, data.multiplicative, data.law.fourthMoment)
    let (c2, c3, c4) = (1 + r, 1 + 3 * r, 1 + 6 * r + kappa * r * r)
    let isRow = data.granularity == .row
    let isShared = model.dataDraw == .shared
    let lb = lambda.map { c2 * $0 + a }
    let lm = isShared ? lb : lambda
    let kA = lambda.map { 3 * c2 * $0 * $0 + a * $0 }
    let kX = lambda.map { (l: Double) -> Double in
      isShared ? 3 * c3 * l * l + 3 * a * l : 3 * c2 * l * l + a * l
    }
    let kC = lambda.map { (l: Double) -> Double in
      let shared: Double = 3 * c4 * l * l + 6 * c2 * a * l + kappa * a * a
      let fresh: Double = 3 * c2 * c2 * l * l + 2 * c2 * a * l + a * a
      return isShared ? shared : fresh
    }
    let hX = lambda.map { isRow && isShared ? c3 / c2 * $0 : $0 }
    let hC = isRow && isShared ? lambda.map { c4 / c2 * $0 } : lb
    let (l, p) = ((model[.label].idealized ?? IdealizedError()), (model[.parameter].idealized ?? IdealizedError()))
    let (t, o) = ((model[.activation].idealized ?? IdealizedError()), (model[.gradient].idealized ?? IdealizedError()))
    let isStored = !model.hasMasterWeights
    let (kL, kT, kO) = (1 + l.multiplicative, 1 + t.multiplicative, 1 + o.multiplicative)
    let kLB = l.granularity == .batch ? kL : 1
    let kTB = t.granularity == .batch ? kT : 1
    let kOB = o.granularity == .batch ? kO : 1
    let (g, b) = (model.stepSize, Double(model.batchSize))
    var m = (0..<d).map { model.start[$0] - w[$0] }
    var s = m.map { $0 * $0 }
    var (mu, q, v) = (m, s, s)
    func weighted(_ x: [Double]) -> Double {
      var sum = 0.0
      for i in 0..<d { sum += lambda[i] * x[i] }
      return 0.5 * sum
    }
    for step in 0..<model.steps {
      var u = [Double](repeating: 0, count: d)
      var (sumA, sumX, sumC) = (0.0, 0.0, 0.0)
      for i in 0..<d {
        let plain: Double = s[i] + 2 * w[i] * m[i] + w[i] * w[i]
        u[i] = isStored ? plain : plain + p.additive + p.multiplicative * plain
        sumA += lambda[i] * w[i] * w[i]
        sumX += hX[i] * w[i] * (w[i] + m[i])
        sumC += hC[i] * u[i]
      }
      for i in 0..<d {
        let big = (kA[i] - lb[i] * lambda[i]) * w[i] * w[i] + lb[i] * sumA
        let mixed = (kX[i] - lb[i] * hX[i]) * w[i] * (w[i] + m[i]) + lb[i] * sumX
        let use = (kC[i] - lb[i] * hC[i]) * u[i] + lb[i] * sumC
        let noise: Double = kL * model.noiseVariance + l.additive + t.additive
        let residual: Double = kL * big - 2 * mixed + kT * use + lb[i] * noise
        let one: Double = kO * residual + lb[i] * o.additive
        let ofLabels: Double = kLB * lambda[i] * lambda[i] * w[i] * w[i]
        let ofBoth: Double = -2 * lambda[i] * lm[i] * w[i] * (w[i] + m[i])
        let two: Double = kOB * (ofLabels + ofBoth + kTB * lm[i] * lm[i] * u[i])
        let alpha = 1 - g * lm[i]
        let beta = g * (lambda[i] - lm[i]) * w[i]
        let drift: Double = (lambda[i] - lm[i]) * w[i] * m[i] - lm[i] * s[i]
        var s1: Double = s[i] + 2 * g * drift
        s1 += g * g / b * one
        s1 += g * g * (1 - 1 / b) * two
        let m1 = alpha * m[i] + beta
        if isStored { s1 += p.multiplicative * (s1 + 2 * w[i] * m1 + w[i] * w[i]) + p.additive }
        if step + 1 < model.steps {
          let h = alpha * q[i] + beta * mu[i]
          v[i] += 2 * h + s1
          q[i] = h + s1
          mu[i] += m1
        }
        (m[i], s[i]) = (m1, s1)
      }
    }
    return (weighted(s), weighted(v) / Double(model.steps * model.steps))
  }
}
