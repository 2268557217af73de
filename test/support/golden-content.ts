/** 5.3 MB that compress like a layer does: text with repetitions, noise, and runs of zeros. */
export function goldenContent(): Buffer {
  const bytes = Buffer.alloc(5_300_000);
  let state = 0x9e3779b9;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const words = Array.from({ length: 997 }, () => random().toString(36));
  for (let at = 0; at < bytes.length;) {
    const kind = random() % 8;
    const length = 1 + (random() % 9000);
    const end = Math.min(bytes.length, at + length);
    if (kind === 0) for (; at < end; at++) bytes[at] = random();
    else if (kind === 1) at = end;
    else while (at < end) at += bytes.write(`${words[random() % words.length]} `, at, "latin1") || end - at;
  }
  return bytes;
}
