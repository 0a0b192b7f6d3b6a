/// The figures of arXiv 2505.18113, the straight-through estimator with finitely many samples, and studies in their spirit.
enum StraightThroughFigures {
  static let figures: [any PaperFigure] = [
    RecoveryFigure(), SampleScalingFigure(), InputNormalizationFigure(), RecoveryHeatMap(), OccupationFigure(),
  ]
}
