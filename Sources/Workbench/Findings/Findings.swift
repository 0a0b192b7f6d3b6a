/// The catalog of findings, in the order in which they are told.
enum Findings {
  static let all: [any Finding] = [
    ReferenceError(), PriceOfOneBit(), BareSigns(), DataAwareGain(), PriceOfSparsity(), PriceOfFewBits(),
    WiderFeatures(), MirrorDescent(), NetworksAgainstOthers(), NetworkNotLearning(),
    DominantCoordinates(), OneBitNotReached(),
    SparsityNotReached(), NearlyEqualClasses(), WrongLabels(), UnequalClasses(), FewRowsPerClass(), DifferentScales(),
    PoorConditioning(), ConstantFeatures(), EndOfGrid(), Unconverged(), NoBetterThanGuessing(), FewTestRows(),
    TestFarFromValidation(), WhyChosen(),
  ]

  static func sentences(_ evidence: Evidence) -> [String] { all.compactMap { $0.sentence(evidence) } }
}
