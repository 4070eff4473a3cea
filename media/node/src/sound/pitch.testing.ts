/** Median pitch in Hz of the voiced parts, by autocorrelation over 46 ms windows between 60 and 450 Hz. */
export function medianPitch(samples: Float32Array, sampleRate: number): number {
  const factor = Math.round(sampleRate / 12_000);
  const rate = sampleRate / factor;
  const coarse = Float32Array.from({ length: Math.floor(samples.length / factor) }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < factor; k++) sum += samples[i * factor + k]!;
    return sum / factor;
  });
  const window = Math.round(rate * 0.046);
  const pitches: number[] = [];
  for (let start = 0; start + 2 * window < coarse.length; start += window) {
    const pitch = pitchAt(coarse, start, window, rate);
    if (pitch !== undefined) pitches.push(pitch);
  }
  pitches.sort((first, second) => first - second);
  return pitches[pitches.length >> 1] ?? 0;
}

function pitchAt(samples: Float32Array, start: number, window: number, rate: number): number | undefined {
  const match = (lag: number) => {
    let product = 0;
    let first = 0;
    let second = 0;
    for (let i = start; i < start + window; i++) {
      product += samples[i]! * samples[i + lag]!;
      first += samples[i]! ** 2;
      second += samples[i + lag]! ** 2;
    }
    return first < window * 1e-4 ? 0 : product / Math.sqrt(first * second);
  };
  const lags = Array.from(
    { length: Math.floor(rate / 60) - Math.ceil(rate / 450) },
    (_, i) => Math.ceil(rate / 450) + i,
  );
  const scores = lags.map(match);
  const best = Math.max(...scores);
  if (best < 0.6) return undefined;
  // The shortest lag almost as good as the best: longer ones are whole multiples of it.
  const peak = scores.findIndex(
    (score, i) => score > best * 0.92 && score >= (scores[i - 1] ?? -1) && score >= (scores[i + 1] ?? -1),
  );
  return rate / lags[peak]!;
}
