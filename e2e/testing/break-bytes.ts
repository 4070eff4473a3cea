/** One way in which a file comes to harm, with what it does in words. */
type Harm = { title: string; apply(bytes: Buffer, random: () => number, other: Buffer): Buffer };

const HEAD_BYTES = 64;
const pick = (random: () => number, below: number) => Math.floor(random() * below);

/** What lines, discs, half-written programs and people with bad intentions do to files. */
const HARMS: readonly Harm[] = [
  { title: 'cut off', apply: (bytes, random) => bytes.subarray(0, 1 + pick(random, bytes.length)) },
  { title: 'without its beginning', apply: (bytes, random) => bytes.subarray(1 + pick(random, HEAD_BYTES)) },
  {
    title: 'with single bits turned',
    apply: (bytes, random) =>
      change(bytes, (copy) => {
        for (let count = 1 + pick(random, 40); count > 0; count -= 1)
          copy[pick(random, copy.length)]! ^= 1 << pick(random, 8);
      }),
  },
  {
    title: 'with another head',
    apply: (bytes, random) =>
      change(bytes, (copy) => {
        for (let count = 1 + pick(random, 8); count > 0; count -= 1)
          copy[pick(random, Math.min(copy.length, HEAD_BYTES))] = pick(random, 256);
      }),
  },
  {
    title: 'with a length that is a lie',
    apply: (bytes, random) =>
      change(bytes, (copy) => {
        const start = pick(random, copy.length);
        copy.fill(0xff, start, Math.min(copy.length, start + 4));
      }),
  },
  {
    title: 'with a hole of zeros',
    apply: (bytes, random) =>
      change(bytes, (copy) => {
        const start = pick(random, copy.length);
        copy.fill(0, start, Math.min(copy.length, start + 1 + pick(random, 4096)));
      }),
  },
  {
    title: 'with a piece of another file in it',
    apply: (bytes, random, other) => {
      const at = pick(random, bytes.length);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(pick(random, other.length)), bytes.subarray(at)]);
    },
  },
  {
    title: 'with a piece of itself again and again',
    apply: (bytes, random) => {
      const start = pick(random, bytes.length);
      const piece = bytes.subarray(start, start + 512);
      return Buffer.concat([
        bytes.subarray(0, start),
        ...Array.from({ length: 64 }, () => piece),
        bytes.subarray(start),
      ]);
    },
  },
];

export type WholeFile = { name: string; bytes: Buffer };
export type BrokenFile = WholeFile & { title: string };

/** The same file for the same run of `random`; one in four also gets the name of another kind. */
export function breakFile(files: readonly WholeFile[], random: () => number): BrokenFile {
  const file = files[pick(random, files.length)]!;
  const other = files[pick(random, files.length)]!;
  const harm = HARMS[pick(random, HARMS.length)]!;
  const name = random() < 0.25 ? other.name : file.name;
  const bytes = Buffer.from(harm.apply(file.bytes, random, other.bytes));
  return { name, title: `${file.name} as ${name}, ${harm.title}`, bytes: bytes.length > 0 ? bytes : Buffer.of(0) };
}

function change(bytes: Buffer, act: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  act(copy);
  return copy;
}
