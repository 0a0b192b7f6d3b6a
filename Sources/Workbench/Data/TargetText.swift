/// The target of a job in a sentence.
enum TargetText {
  /// "target price", and where it comes from when nobody named it: a wrong guess would pass for a poor model.
  static func phrase(_ name: String, isDefault: Bool) -> String {
    "target \(name)" + (isDefault ? " (the last column; --target chooses another)" : "")
  }
}
