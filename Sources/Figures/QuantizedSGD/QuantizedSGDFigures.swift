/// The figures of arXiv 2510.18259, low-precision SGD, and studies in their spirit.
enum QuantizedSGDFigures {
  static let figures: [any PaperFigure] = [
    TargetsFigure(), DimensionFigure(), BatchFigure(), SpectrumFigure(), IntegersAndFloatsFigure(),
  ]
}
