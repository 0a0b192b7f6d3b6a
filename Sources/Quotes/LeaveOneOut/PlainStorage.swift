public import Compression

/// A form with plain rounding, and where the scales of its classes come from.
public struct PlainStorage: Sendable {
  public let form: any StorageForm
  /// Whether the scale of each class is fitted to the targets by least squares; else the form chooses it.
  public let refitsScales: Bool

  /// - Precondition: only forms with scales (`QuantizedForm`) can have them refitted.
  public init(_ form: any StorageForm, refitsScales: Bool = false) {
    precondition(!refitsScales || form is any QuantizedForm, "\(form.name) has no scales to fit")
    self.form = form
    self.refitsScales = refitsScales
  }
}
