/** Unpacks one frame. What it throws is `layer/bad-compression`. */
export interface Decoder extends Disposable {
  /** What the next bytes unpack to: those of the header, or of a block. */
  write(bytes: Uint8Array): Promise<readonly Uint8Array[]>;
  /** What is left, when the bytes of the checksum (none where the frame has none) were found good. */
  end(checksum: Uint8Array): Promise<readonly Uint8Array[]>;
}
