/**
 * Columns in memory that V8 does not count against its heap: of counted buffers each 64 MB make it walk
 * all objects there are, which takes seconds among millions of rows. What is no longer used goes with a
 * later collection, so a column from here must be small beside the objects it is made of, or beside the
 * counted columns that are made of it.
 */
export function int32sAside(length: number): Int32Array {
  return new Int32Array(bytes(4 * length));
}

export function float64sAside(length: number): Float64Array {
  return new Float64Array(bytes(8 * length));
}

export function uint8sAside(length: number): Uint8Array {
  return new Uint8Array(bytes(length));
}

/** Less than this is not worth it. */
const bytesMin = 2 ** 16;

function bytes(length: number): ArrayBufferLike {
  const isShared = length >= bytesMin && typeof SharedArrayBuffer === 'function';
  return isShared ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
}
