/// Several named tensors as machine-learning frameworks exchange them.
struct SafetensorsFormat: ArchiveFormat {
  let name = "safetensors"
  let endings = ["safetensors"]

  func recognizes(_ bytes: [UInt8]) -> Bool { SafetensorsStore.recognizes(bytes) }
  func store(_ file: FileBytes) throws -> any ArrayStore { try SafetensorsStore(file) }
}
