/// The figures of arXiv 2510.16250, deep random features with one-bit weights, and studies in their spirit.
enum RandomFeatureFigures {
  static let figures: [any PaperFigure] = [
    DepthFigure.leastNorm, DepthFigure.mirror, LearningCurveFigure(), MirrorsOnDataFigure(), DepthWidthFigure(),
    LastLayerBitsFigure(), LayerSpeedFigure(),
  ]
}
