/** Reads the data types of SSH (RFC 4251, section 5) one after the other. Each throws a RangeError where bytes are missing. */
export interface ByteReader {
  uint32(): number;
  /** A length, and so many bytes. */
  string(): Buffer;
  /** A string of letters. */
  text(): string;
  /** What has not been read. */
  rest(): Buffer;
}

/** Reads from these bytes, and from no others. */
export const createByteReader = (bytes: Buffer): ByteReader => {
  let at = 0;
  const take = (length: number): Buffer => {
    // `subarray` would answer with what there is.
    if (length > bytes.length - at) throw new RangeError('Bytes are missing.');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const uint32 = () => take(4).readUInt32BE();
  const string = () => take(uint32());
  return { uint32, string, text: () => string().toString('latin1'), rest: () => bytes.subarray(at) };
};
